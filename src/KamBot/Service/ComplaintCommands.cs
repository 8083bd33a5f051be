using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;

namespace KamBot.Service;

/// <summary>Complaints: note, show, settle. Words and buttons arrive here alike.</summary>
public sealed class ComplaintCommands(ComplaintStore store, ComplaintDesk desk, ComplaintCards cards, ComplaintChoice choice, AccountStore accounts) : ICommandSet
{
    private const int MostListed = 12;

    public IEnumerable<Command> Commands =>
    [
        new("complaint.log", LogAsync),
        new("complaint.settled", SettleAsync),
        new("complaint.show", ShowAsync),
        new("complaint.list", ListAsync),
    ];

    private async Task<Reply> LogAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.Client is not { } client)
            return Reply.Say(turn.Text("Complaint.WhichClient")).Wanting(null, "client");
        if (input.Text("what") is not { } what)
            return Reply.Say(turn.Text("Complaint.WhatIsWrong", ("client", client.Name))).Wanting(null, "what");
        return await accounts.FindAsync(new AccountKey(turn.User.Tenant, client.Id), cancellationToken) is { } account && account.IsOpenTo(turn)
            ? await desk.LogAsync(turn, account, new ComplaintSaid(what, null, turn.Today), cancellationToken)
            : Reply.Say(turn.Text("Client.Gone"));
    }

    private async Task<Reply> SettleAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var (file, instead) = await choice.ResolveAsync(turn, input, cancellationToken);
        return file is null ? instead! : await desk.SettleAsync(turn, file, cancellationToken);
    }

    private async Task<Reply> ShowAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var (file, instead) = await choice.ResolveAsync(turn, input, cancellationToken);
        if (file is null)
            return instead!;
        turn.Memory.Focus = new Focus(file.Account.Id, file.Complaint.Row);
        return Reply.Show(cards.Of(file.Complaint, file.Account, ComplaintDesk.Moment(turn)));
    }

    private async Task<Reply> ListAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var open = (await store.OpenOfAsync(turn, cancellationToken)).Where(file => input.Client is null || file.Account.Id == input.Client.Id).ToList();
        if (open.Count == 0)
            return Reply.Show(new Card(input.Client is { } client ? turn.Text("Complaint.NoneOf", ("client", client.Name)) : turn.Text("Complaint.None")).Note(turn.Text("Complaint.Hint")));
        var card = new Card(turn.Reader.Plural("Complaint.OpenCount", open.Count));
        foreach (var file in open.Take(MostListed))
            ComplaintCards.AddLine(card, file.Complaint, ComplaintDesk.Moment(turn), file.Account.Name);
        if (open.Count > MostListed)
            card.Note(turn.Text("Complaint.More", ("more", open.Count - MostListed)));
        return Reply.Show(card);
    }
}
