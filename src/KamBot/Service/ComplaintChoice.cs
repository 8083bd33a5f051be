using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;

namespace KamBot.Service;

/// <summary>Which open complaint is meant: the one a button names, the client's only one, the one just spoken of; otherwise the user chooses.</summary>
public sealed class ComplaintChoice(ComplaintStore store)
{
    private const int MostChoices = 5;

    /// <returns>The complaint, or the answer to give instead.</returns>
    public async Task<(ComplaintFile? File, Reply? Instead)> ResolveAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.PressedRow is var (account, row))
        {
            var pressed = await store.FindAsync(new AccountKey(turn.User.Tenant, account), row, cancellationToken);
            return pressed is not null && pressed.Account.IsOpenTo(turn) ? (pressed, null) : (null, Reply.Say(turn.Text("Complaint.Gone")));
        }

        var open = await store.OpenOfAsync(turn, cancellationToken);
        if (input.Client is { } client)
            open = [.. open.Where(file => file.Account.Id == client.Id)];
        else if (turn.Memory.Focus is { Row: { } spokenOf } && open.FirstOrDefault(file => file.Complaint.Row == spokenOf) is { } focus)
            return (focus, null);
        return open switch
        {
            [] => (null, Reply.Say(input.Client is null ? turn.Text("Complaint.None") : turn.Text("Complaint.NoneOf", ("client", input.Client.Name)))),
            [var only] => (only, null),
            _ => (null, Reply.Ask(
                new Card(turn.Text("Complaint.Which")),
                [.. open.Take(MostChoices).Select(file => Choices.Of($"{file.Account.Name}: {ComplaintCards.Title(file.Complaint)}", input.Intent, ComplaintCards.Data(file.Complaint)))]).Wanting(null, "client")),
        };
    }
}
