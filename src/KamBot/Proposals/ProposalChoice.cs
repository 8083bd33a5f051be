using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;

namespace KamBot.Proposals;

/// <summary>Which offer is meant: the named one; for a line also the client's only open one, the one just spoken of; otherwise the user chooses.</summary>
public sealed class ProposalChoice(ProposalStore store)
{
    private const int MostChoices = 5;

    /// <returns>The offer, or the answer to give instead.</returns>
    public async Task<(ProposalFile? File, Reply? Instead)> ResolveAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.ProposalNumber is { } number)
            return await OfNumberAsync(turn, number, cancellationToken);
        if (input.Press is { Verb: not Router.Command })
            return (null, Reply.Say(turn.Text("Unknown.Button"))); // a button names its offer; without one it is no button of ours

        var open = await store.OpenOfAsync(turn, cancellationToken);
        if (input.Client is { } client)
            open = [.. open.Where(file => file.Account.Id == client.Id)];
        else if (turn.Memory.Focus is { Number: { } spoken } && open.FirstOrDefault(file => file.Proposal.Number == spoken) is { } focus)
            return (focus, null);
        return open.Count switch
        {
            0 => (null, Reply.Say(input.Client is null ? turn.Text("Proposal.NoneOpen") : turn.Text("Proposal.NoneOpenFor", ("client", input.Client.Name)))),
            1 => (open[0], null),
            _ => (null, Ask(turn, input, open)),
        };
    }

    private async Task<(ProposalFile? File, Reply? Instead)> OfNumberAsync(Turn turn, int number, CancellationToken cancellationToken)
    {
        var file = await store.FindAsync(turn.User, number, cancellationToken);
        if (file is null)
            return (null, Reply.Say(turn.Text("Proposal.Unknown", ("name", $"P-{number}"))));
        return file.Account.IsOpenTo(turn)
            ? (file, null)
            : (null, Reply.Say(turn.Text("Proposal.OfColleague", ("name", file.Proposal.Name), ("owner", file.Account.OwnerName))));
    }

    private static Reply Ask(Turn turn, CommandInput input, IReadOnlyList<ProposalFile> open)
    {
        var choices = open.OrderByDescending(file => file.Proposal.Number).Take(MostChoices).Select(file =>
        {
            var title = $"{file.Proposal.Name} · {file.Account.Name} · {turn.Reader.Money(file.Proposal.Current.Amount)}";
            return input.Press is { } press
                ? Choices.Of(title, press.Verb, With(press.Data, file))
                : Choices.Of(title, Router.Command, With(new() { ["line"] = input.Line, ["intent"] = input.Intent }, file));
        });
        return Reply.Ask(new Card(turn.Text("Proposal.Which")), [.. choices]).Wanting(null, "proposal", "client");
    }

    private static System.Text.Json.Nodes.JsonObject With(System.Text.Json.Nodes.JsonObject data, ProposalFile file)
    {
        var copy = (System.Text.Json.Nodes.JsonObject)data.DeepClone();
        copy["proposal"] = file.Proposal.Name;
        return copy;
    }
}
