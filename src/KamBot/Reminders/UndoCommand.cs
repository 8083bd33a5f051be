using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// Takes back the user's last entry, within a quarter of an hour: the rows as they were, and the reminders that follow from
/// them planned anew. It stands here because it needs both the journal and the plans.
/// </summary>
public sealed class UndoCommand(Journal journal, Entries entries, AccountStore accounts, ReminderSources sources, Closings closings, ProfileChanges changes) : ICommandSet
{
    /// <summary>In the data of a button that takes back one operation's entry and no other, wherever it is pressed.</summary>
    public const string Operation = "operation";

    private static readonly Duration Limit = Duration.FromMinutes(15);

    public IEnumerable<Command> Commands => [new("undo", UndoAsync)];

    private async Task<Reply> UndoAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var last = await entries.LastAsync(turn.User, cancellationToken);
        if (last is null)
            return Reply.Say(turn.Text("Undo.Nothing"));
        if (input.Press is { } press && IsOfAnother(press, last))
            return Reply.Say(turn.Text("Undo.NotLatest"));
        if (turn.Now - last.At > Limit)
            return Reply.Say(turn.Text("Undo.TooLate", ("minutes", (int)Limit.TotalMinutes)));

        var key = new AccountKey(turn.User.Tenant, last.Account);
        // Gone when its making was undone by an earlier run of this turn: then it was the user's own.
        var account = await accounts.FindAsync(key, cancellationToken);
        if (account?.IsOpenTo(turn) == false)
            return Reply.Say(turn.Text("Undo.Nothing"));
        var owner = account?.OwnerIn(key.Tenant) ?? turn.User;
        var outcome = await journal.UndoAsync(key, last.At, last.Operation, turn.Operation, cancellationToken);
        if (outcome.Result != UndoResult.Undone)
            return Reply.Say(turn.Text(outcome.Result == UndoResult.Nothing ? "Undo.Nothing" : "Undo.ChangedSince"));

        var updates = new List<CardUpdate>();
        foreach (var row in outcome.Entry!.Before.Select(image => image.Row))
        {
            var subject = new ReminderSubject(key.Id, row);
            if (sources.Of(subject) is not { } source)
                continue;
            foreach (var closed in await closings.OwnAsync(turn, await source.ReplanAsync(owner, subject, turn.Now, turn.Operation, cancellationToken), cancellationToken))
                updates.Add(new CardUpdate(closed.ActivityId!, new Card(turn.Text("Undo.Closed"))));
        }

        // The client's calendar and rules say when all that is about the client is spoken of.
        if (outcome.Entry.Before.Any(image => image.Row == AccountStore.Row) && await accounts.FindAsync(key, cancellationToken) is { } undone)
            await changes.ChangedAsync(turn, undone, cancellationToken);
        if (outcome.Entry.IsContact)
            await entries.TellOfContactAsync(turn, key, cancellationToken);
        var card = new Card(turn.Text("Undo.Done")).Line(TimelineText.Of(outcome.Entry, turn.Reader));
        return Reply.Show(card).With(updates);
    }

    /// <summary>A card stays where it is while other things are noted: its button takes back nothing of another client's.</summary>
    private static bool IsOfAnother(CardPress press, LastEntry last) =>
        (press.Data.ContainsKey(Operation) && press.Text(Operation) != last.Operation)
        || (press.Text("account") is { } account && account != last.Account);
}
