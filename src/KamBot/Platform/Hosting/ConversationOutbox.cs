using System.Collections.Concurrent;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>
/// The answers of conversations that are committed and not out. A turn's only answer lies in the conversation's own row, and
/// that it is out is said by its pending row being gone: so the deletion that ends the turn settles its answer too. More
/// answers than one, and those that have to queue behind others, are rows of their own.
/// </summary>
/// <param name="store">Where conversations and turns are.</param>
/// <param name="time">The clock of leases.</param>
/// <param name="lease">How long an outbox is this process's.</param>
/// <param name="me">This process, as leases know it.</param>
internal sealed class ConversationOutbox(ITableStore store, TimeProvider time, TimeSpan lease, string me)
{
    /// <summary>Tries of a small write that others keep overtaking.</summary>
    private const int MaxTries = 5;

    /// <summary>Answers taken up at once; the rest follows.</summary>
    private const int MaxEntries = 100;

    /// <summary>Conversations remembered; what is forgotten costs one more read.</summary>
    private const int MostRemembered = 10_000;

    /// <summary>Per conversation the receipt of the turn whose answer this process saw out last.</summary>
    private readonly ConcurrentDictionary<string, string> _out = new(StringComparer.Ordinal);

    private DateTimeOffset LeaseEnd => time.GetUtcNow() + lease;

    public async Task<Outbox> OpenAsync(TableEntity pending, string conversation, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var row = await ReadAsync(conversation, cancellationToken);
            if (row is null)
                return Outbox.Empty;
            await ForgetWhatIsOutAsync(row, pending, cancellationToken);
            if (!row.OutboxIsOpen)
                return Outbox.Empty;
            if (row.OutboxHeldUntil(me, time.GetUtcNow()) is { } heldUntil)
                return new Outbox([], heldUntil, null);

            row.TakeOutbox(me, LeaseEnd);
            if (!await TryUpdateAsync(row, cancellationToken))
                continue;
            var outbox = await ListAsync(row, pending, cancellationToken);
            if (outbox.Entries.Count > 0)
                return outbox;
            row.HasAnswerRows = false;
            row.ReleaseOutbox();
            if (await TryUpdateAsync(row, cancellationToken))
                return Outbox.Empty;
        }

        return new Outbox([], LeaseEnd, null); // others are busy with it
    }

    /// <summary>Takes the answer out of a row that was read, if it has left; nothing is written.</summary>
    /// <param name="row">The conversation.</param>
    /// <param name="pending">The turn that is running now.</param>
    /// <param name="cancellationToken">Ends the look at the answered turn's pending row.</param>
    public async Task ForgetWhatIsOutAsync(ConversationRow row, TableEntity pending, CancellationToken cancellationToken)
    {
        if (row.AnswerReceipt is not { } receipt || receipt == PendingTurnRow.ReceiptOf(pending))
            return;
        if (_out.GetValueOrDefault(row.Conversation) != receipt && await ReadPendingAsync(row, cancellationToken) is not null)
            return;
        row.DropAnswer();
        row.ReleaseOutbox();
    }

    /// <summary>All there is to deliver, of an outbox that is held.</summary>
    public async Task<Outbox> ListAsync(ConversationRow row, TableEntity pending, CancellationToken cancellationToken)
    {
        List<TableEntity> rows = row.HasAnswerRows
            ? await store.ListAsync(ConversationRow.Table, TableQuery.Prefix(row.Conversation, TurnRows.OutboxPrefix, MaxEntries), MaxEntries, cancellationToken)
            : [];
        var entries = rows.Select(TurnRows.ReadAnswer);
        if (row.AnswerReceipt is not null)
            entries = entries.Prepend(TurnRows.ReadAnswer(row.Entity));
        return new Outbox([.. entries], null, new Hold(row, pending, IsWhole: rows.Count < MaxEntries));
    }

    /// <summary>An outbox that holds nothing but what was just committed.</summary>
    public static Outbox Of(ConversationRow row, TableEntity pending, IEnumerable<OutboxEntry> entries) =>
        new([.. entries], null, new Hold(row, pending, IsWhole: true));

    /// <summary>Leaves answers that were committed to the process that delivers the conversation's outbox now.</summary>
    public async Task<Outbox> LeaveToHolderAsync(ConversationRow row, DateTimeOffset heldUntil, TableEntity pending, CancellationToken cancellationToken)
    {
        for (var tries = 0; row is { AnswerReceipt: not null, OutboxHasOwner: true } && tries < MaxTries; tries++)
        {
            // The holder is about to delete the pending row of its turn: touched, it does not go, and the holder looks again.
            if (await ReadPendingAsync(row, cancellationToken) is not { } theirs)
                return await OpenAsync(pending, row.Conversation, cancellationToken);
            if ((await store.UpdateEntityAsync(PendingTurnRow.Table, theirs, cancellationToken)).Succeeded)
                break;
        }

        return new Outbox([], heldUntil, null);
    }

    public Task<Outbox> SettleAsync(Outbox outbox, CancellationToken cancellationToken) =>
        RowOf(outbox.Entries[0]).RowKey == ConversationRow.RowKey ? SettleOwnAsync(outbox, cancellationToken) : SettleRowAsync(outbox, cancellationToken);

    public async Task DeferAsync(Outbox outbox, DateTimeOffset nextAttempt, CancellationToken cancellationToken)
    {
        ConversationRow? row = HoldOf(outbox).Row;
        var entry = RowOf(outbox.Entries[0]);
        var receipt = row.AnswerReceipt;
        TurnRows.CountAttempt(entry);
        for (var tries = 0; tries < MaxTries && row is not null && row.AnswerReceipt == receipt; tries++)
        {
            row.PauseOutbox(nextAttempt);
            var write = receipt is null
                ? await store.SubmitTransactionAsync(ConversationRow.Table, [TableTransactionAction.Update(entry), TableTransactionAction.Update(row.Entity)], cancellationToken)
                : await store.UpdateEntityAsync(ConversationRow.Table, row.Entity, cancellationToken);
            if (write.Succeeded || receipt is null && write.FailedIndex == 0)
                return;
            row = await ReadAsync(row.Conversation, cancellationToken);
            if (receipt is not null && row is not null)
                TurnRows.CountAttempt(row.Entity);
        }
    }

    /// <summary>Ends a turn. False when its row changed meanwhile: the turn is somebody else's, or somebody has left answers to us.</summary>
    public async Task<bool> TryFinishAsync(TableEntity pending, CancellationToken cancellationToken)
    {
        if (PendingTurnRow.IsFinished(pending))
            return true;
        var write = await store.DeleteEntityAsync(PendingTurnRow.Table, pending, cancellationToken);
        if (write.Outcome == TableWriteOutcome.ConditionNotMet)
        {
            var now = await store.GetEntityIfExistsAsync(PendingTurnRow.Table, pending.PartitionKey, pending.RowKey, cancellationToken);
            if (now is not null && PendingTurnRow.IsOwned(now, me))
                pending.ETag = now.ETag;
            return false;
        }

        PendingTurnRow.MarkFinished(pending);
        return true;
    }

    public async Task<ConversationRow?> ReadAsync(string conversation, CancellationToken cancellationToken) =>
        await store.GetEntityIfExistsAsync(ConversationRow.Table, conversation, ConversationRow.RowKey, cancellationToken) is { } entity ? new ConversationRow(entity) : null;

    /// <summary>The answer in the conversation's own row.</summary>
    private async Task<Outbox> SettleOwnAsync(Outbox outbox, CancellationToken cancellationToken)
    {
        var hold = HoldOf(outbox);
        var receipt = hold.Row.AnswerReceipt!;
        if (outbox.Entries.Count == 1 && hold.IsWhole && receipt == PendingTurnRow.ReceiptOf(hold.Pending) && await TryFinishAsync(hold.Pending, cancellationToken))
        {
            Remember(hold.Row.Conversation, receipt);
            return Outbox.Empty;
        }

        ConversationRow? row = hold.Row;
        for (var tries = 0; tries < MaxTries && row?.AnswerReceipt == receipt; tries++)
        {
            row.DropAnswer();
            if (await TryUpdateAsync(row, cancellationToken))
                return row.HasAnswerRows ? await ListAsync(row, hold.Pending, cancellationToken) : Outbox.Empty;
            row = await ReadAsync(row.Conversation, cancellationToken);
        }

        return await OpenAsync(hold.Pending, hold.Row.Conversation, cancellationToken);
    }

    private async Task<Outbox> SettleRowAsync(Outbox outbox, CancellationToken cancellationToken)
    {
        var (row, pending, isWhole) = HoldOf(outbox);
        var entry = TableTransactionAction.Delete(RowOf(outbox.Entries[0]));
        if (outbox.Entries.Count > 1)
        {
            await store.SubmitTransactionAsync(ConversationRow.Table, [entry], cancellationToken); // gone already is as good
            return outbox with { Entries = [.. outbox.Entries.Skip(1)] };
        }

        if (isWhole)
        {
            row.HasAnswerRows = false;
            row.ReleaseOutbox();
            var write = await store.SubmitTransactionAsync(ConversationRow.Table, [entry, TableTransactionAction.Update(row.Entity)], cancellationToken);
            if (write.Succeeded)
                return Outbox.Empty;
        }

        // There is more, or another process has committed meanwhile and relies on us for its answers.
        await store.SubmitTransactionAsync(ConversationRow.Table, [entry], cancellationToken);
        return await OpenAsync(pending, row.Conversation, cancellationToken);
    }

    /// <summary>The pending row of the turn whose answer the conversation holds; null when there is none any more, and the answer is out.</summary>
    private async Task<TableEntity?> ReadPendingAsync(ConversationRow row, CancellationToken cancellationToken)
    {
        var (partitionKey, rowKey) = PendingTurnRow.KeysOf(row.Conversation, row.AnsweredTurn!);
        var pending = await store.GetEntityIfExistsAsync(PendingTurnRow.Table, partitionKey, rowKey, cancellationToken);
        // The same activity delivered once more has a row of its own.
        return pending is not null && PendingTurnRow.ReceiptOf(pending) == row.AnswerReceipt ? pending : null;
    }

    private async Task<bool> TryUpdateAsync(ConversationRow row, CancellationToken cancellationToken)
    {
        var write = await store.UpdateEntityAsync(ConversationRow.Table, row.Entity, cancellationToken);
        if (write.Succeeded)
            row.Entity.ETag = write.ETags[0];
        return write.Succeeded;
    }

    private void Remember(string conversation, string receipt)
    {
        if (_out.Count >= MostRemembered)
            _out.Clear();
        _out[conversation] = receipt;
    }

    private static Hold HoldOf(Outbox outbox) => (Hold)outbox.Version!;

    private static TableEntity RowOf(OutboxEntry entry) => (TableEntity)entry.Version;

    /// <summary>The conversation whose outbox this process holds, under which turn, and whether its entries are all there are.</summary>
    private sealed record Hold(ConversationRow Row, TableEntity Pending, bool IsWhole);
}
