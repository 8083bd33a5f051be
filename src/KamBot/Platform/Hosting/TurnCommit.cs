using Azure;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>What a turn's commit makes of its conversation's row and the rows beside it.</summary>
/// <param name="HeldUntil">Set when another process delivers the outbox.</param>
/// <param name="HasBacklog">There were answers that are not out.</param>
/// <param name="Entries">The turn's own answers; those without a row lie in the conversation's.</param>
internal sealed record TurnCommit(DateTimeOffset? HeldUntil, bool HasBacklog, IReadOnlyList<(TurnAnswer Answer, TableEntity? Row)> Entries, DateTimeOffset At)
{
    public static TurnCommit Write(PendingTurn turn, TurnResult result, ConversationRow row, Besides besides, string me, DateTimeOffset now, TimeSpan lease)
    {
        var (key, heldUntil, backlog) = (turn.Key, row.OutboxHeldUntil(me, now), row.OutboxIsOpen);
        var done = result is { Response: null, Failure: null } && key.Delivery is null ? null : TurnRows.Done(key, result, now);
        if (row.Finish(key.Turn, done is not null) is { } fallen)
            besides.Deletions.Add(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(key.Conversation, TurnRows.DoneKey(fallen)), ETag.All)); // it never changes once written
        row.Commits++;
        row.StateJson = result.StateJson;
        Shorten(turn, result, row);

        var entries = new List<(TurnAnswer Answer, TableEntity? Row)>();
        if (!backlog && result is { Answers: [var only], Failure: null } && row.TryTakeAnswer(key, only, now))
            entries.Add((only, null));
        else
            entries.AddRange(result.Answers.Select(answer => (answer, (TableEntity?)TurnRows.Out(key, row.NextAnswer(), answer, now))));
        var rows = entries.Select(entry => entry.Row).OfType<TableEntity>().ToList();
        row.HasAnswerRows |= rows.Count > 0;
        if (heldUntil is null && row.OutboxIsOpen)
            row.TakeOutbox(me, now + lease);

        besides.Actions.AddRange(rows.Select(TableTransactionAction.Add));
        if (done is not null)
            besides.Actions.Add(TableTransactionAction.Upsert(done));
        return new TurnCommit(heldUntil, backlog, entries, now);
    }

    /// <summary>When there was no backlog.</summary>
    public Outbox OutboxOf(ConversationRow row) => Entries.Count == 0
        ? Outbox.Empty
        : ConversationOutbox.Of(row, Entries.Select(entry => new OutboxEntry(entry.Answer, At, Attempts: 0, entry.Row ?? row.Entity)));

    /// <summary>What is still needed of a turn that was written down in the row: nothing, its name until its answers are out, or all of it for somebody to look at.</summary>
    private static void Shorten(PendingTurn turn, TurnResult result, ConversationRow row)
    {
        if (result.Failure is not null)
            return;
        if (turn.Version is ReceivedTurn && result.Answers.Count > 0)
            row.ForgetActivity(turn.Key.Turn);
        else
            row.RemoveReceived(turn.Key.Turn);
    }
}
