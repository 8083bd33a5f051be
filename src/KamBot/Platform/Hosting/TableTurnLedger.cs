using Azure;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Hosting;

/// <summary>
/// Turns in tables. <c>Turns</c> holds a row per unfinished turn (<c>pending~shard</c>, then <c>failed~shard</c> for those given
/// up). <c>Conversations</c> has a partition per conversation: <c>state</c>, <c>done~turn</c> for a press and a turn that gave a response,
/// <c>out~number</c> for answers that queue, which change together in one transaction guarded by the ETag of <c>state</c>.
/// </summary>
public sealed class TableTurnLedger : ITurnLedger
{
    /// <summary>The tables it needs, to be created at start.</summary>
    public static IReadOnlyList<string> Tables { get; } = [PendingTurnRow.Table, ConversationRow.Table];

    /// <summary>Times that a turn may be finished and received again while it is being received.</summary>
    private const int MaxTries = 5;

    /// <summary>Unfinished turns read of one shard; the rest comes when these are done.</summary>
    private const int MaxPerShard = 500;

    private readonly ITableStore _store;
    private readonly TimeProvider _time;
    private readonly ConversationOutbox _outbox;

    /// <summary>This process, as leases know it.</summary>
    private readonly string _me = Guid.NewGuid().ToString("N");

    public TableTurnLedger(ITableStore store, TimeProvider time, IOptions<TurnLedgerOptions> options)
    {
        (_store, _time, Lease) = (store, time, options.Value.Lease);
        _outbox = new ConversationOutbox(store, time, Lease, _me);
    }

    public TimeSpan Lease { get; }

    private DateTimeOffset LeaseEnd => _time.GetUtcNow() + Lease;

    public async Task<PendingTurn?> ReceiveAsync(TurnRequest request, CancellationToken cancellationToken = default)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var row = PendingTurnRow.Create(request, _time.GetUtcNow(), LeaseEnd, _me);
            var write = await _store.AddEntityAsync(PendingTurnRow.Table, row, cancellationToken);
            if (write.Succeeded)
                return PendingTurnRow.Read(WithETag(row, write, 0));

            var existing = await _store.GetEntityIfExistsAsync(PendingTurnRow.Table, row.PartitionKey, row.RowKey, cancellationToken);
            if (existing is not null)
                return PendingTurnRow.IsLeased(existing, _time.GetUtcNow()) ? null : await ClaimAsync(PendingTurnRow.Read(existing), cancellationToken);
        }

        return null; // finished and received again and again: somebody else is at it
    }

    public async Task<ConversationSnapshot> OpenAsync(TurnKey key, CancellationToken cancellationToken = default)
    {
        var row = await _outbox.ReadAsync(key.Conversation, cancellationToken) ?? ConversationRow.New(key.Conversation);
        var finished = row.HasFinished(key.Turn) switch
        {
            null => null,
            false => new FinishedTurn(null, null),
            true => (await ReadDoneAsync(key, cancellationToken)) with { IsLatest = row.IsLatest(key.Turn) },
        };
        return new ConversationSnapshot(row.StateJson, finished, row);
    }

    public async Task<Outbox?> CommitAsync(PendingTurn turn, ConversationSnapshot snapshot, TurnResult result, CancellationToken cancellationToken = default)
    {
        var (row, pending) = ((ConversationRow)snapshot.Version, RowOf(turn));
        await _outbox.ForgetWhatIsOutAsync(row, pending, cancellationToken);
        var now = _time.GetUtcNow();
        var backlog = row.OutboxIsOpen;
        var heldUntil = row.OutboxHeldUntil(_me, now);
        var done = result is { Response: null, Failure: null } && turn.Key.Delivery is null ? null : TurnRows.Done(turn.Key, result, now);
        var fallen = row.Finish(turn.Key.Turn, done is not null);
        row.StateJson = result.StateJson;
        var sharesRow = !backlog && result is { Answers: [var only], Failure: null } && row.TryTakeAnswer(turn.Key, PendingTurnRow.ReceiptOf(pending), only, now);
        List<TableEntity> answers = sharesRow ? [] : [.. result.Answers.Select(answer => TurnRows.Out(turn.Key, row.NextAnswer(), answer, now))];
        row.HasAnswerRows |= answers.Count > 0;
        if (heldUntil is null && row.OutboxIsOpen)
            row.TakeOutbox(_me, LeaseEnd);

        List<TableTransactionAction> actions = [row.IsNew ? TableTransactionAction.Add(row.Entity) : TableTransactionAction.Update(row.Entity), .. answers.Select(TableTransactionAction.Add)];
        if (done is not null)
            actions.Add(TableTransactionAction.Upsert(done));
        var write = await SubmitAsync(turn.Key.Conversation, actions, fallen, cancellationToken);
        if (!write.Succeeded)
            return null;

        WithETag(row.Entity, write, 0);
        for (var i = 0; i < answers.Count; i++)
            WithETag(answers[i], write, i + 1);
        if (heldUntil is { } until)
            return answers.Count == 0 ? Outbox.Empty : await _outbox.LeaveToHolderAsync(row, until, pending, cancellationToken);
        if (backlog)
            return await _outbox.ListAsync(row, pending, cancellationToken);
        IEnumerable<TableEntity> rows = sharesRow ? [row.Entity] : answers;
        return result.Answers.Count == 0
            ? Outbox.Empty
            : ConversationOutbox.Of(row, pending, rows.Zip(result.Answers, (kept, answer) => new OutboxEntry(answer, now, Attempts: 0, kept)));
    }

    public Task<Outbox> OpenOutboxAsync(PendingTurn turn, CancellationToken cancellationToken = default) =>
        _outbox.OpenAsync(RowOf(turn), turn.Key.Conversation, cancellationToken);

    public Task<Outbox> SettleAsync(Outbox outbox, CancellationToken cancellationToken = default) => _outbox.SettleAsync(outbox, cancellationToken);

    public Task DeferAsync(Outbox outbox, DateTimeOffset nextAttempt, CancellationToken cancellationToken = default) =>
        _outbox.DeferAsync(outbox, nextAttempt, cancellationToken);

    public Task FinishAsync(PendingTurn turn, CancellationToken cancellationToken = default) =>
        // A changed or missing row is somebody else's by now, who will find the turn committed.
        _outbox.TryFinishAsync(RowOf(turn), cancellationToken);

    public async Task PostponeAsync(PendingTurn turn, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        var row = RowOf(turn);
        PendingTurnRow.Lease(row, until, owner: null);
        WithETag(row, await _store.UpdateEntityAsync(PendingTurnRow.Table, row, cancellationToken), 0);
    }

    public async Task<bool> RenewAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        var row = RowOf(turn);
        PendingTurnRow.Lease(row, LeaseEnd, _me);
        var write = await _store.UpdateEntityAsync(PendingTurnRow.Table, row, cancellationToken);
        WithETag(row, write, 0);
        return write.Succeeded;
    }

    public async Task SetAsideAsync(PendingTurn turn, string reason, CancellationToken cancellationToken = default)
    {
        await _store.UpsertEntityAsync(PendingTurnRow.Table, PendingTurnRow.SetAside(RowOf(turn), reason), cancellationToken);
        await FinishAsync(turn, cancellationToken);
    }

    public async Task<int> ForgetSetAsideAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        var forgotten = 0;
        for (var shard = 0; shard < PendingTurnRow.Shards; shard++)
        {
            var rows = await _store.ListAsync(PendingTurnRow.Table, new TableQuery(PendingTurnRow.FailedPartition(shard)), MaxPerShard, cancellationToken);
            foreach (var row in rows.Where(row => PendingTurnRow.WasReceivedBefore(row, before)))
            {
                await _store.DeleteEntityAsync(PendingTurnRow.Table, row, cancellationToken);
                forgotten++;
            }
        }

        return forgotten;
    }

    public async Task<IReadOnlyList<PendingTurn>> UnfinishedAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, PendingTurnRow.Shards).Select(shard =>
            _store.ListAsync(PendingTurnRow.Table, new TableQuery(PendingTurnRow.Partition(shard)), MaxPerShard, cancellationToken)));
        return [.. shards.SelectMany(rows => rows).Where(row => !PendingTurnRow.IsLeased(row, now)).Select(PendingTurnRow.Read).OrderBy(turn => turn.ReceivedAt)];
    }

    public async Task<PendingTurn?> ClaimAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        var row = RowOf(turn);
        PendingTurnRow.Lease(row, LeaseEnd, _me);
        PendingTurnRow.CountAttempt(row);
        var write = await _store.UpdateEntityAsync(PendingTurnRow.Table, row, cancellationToken);
        return write.Succeeded ? PendingTurnRow.Read(WithETag(row, write, 0)) : null;
    }

    /// <summary>Adds the deletion of the done row that falls out of the ring, unless that row is not there any more.</summary>
    private async Task<TableWrite> SubmitAsync(string conversation, List<TableTransactionAction> actions, string? fallen, CancellationToken cancellationToken)
    {
        if (fallen is not null)
        {
            var done = new TableEntity(conversation, TurnRows.DoneKey(fallen)) { ETag = ETag.All }; // it never changes once written
            var write = await _store.SubmitTransactionAsync(ConversationRow.Table, [.. actions, TableTransactionAction.Delete(done)], cancellationToken);
            if (write.Outcome != TableWriteOutcome.NotFound)
                return write;
        }

        return await _store.SubmitTransactionAsync(ConversationRow.Table, actions, cancellationToken);
    }

    private async Task<FinishedTurn> ReadDoneAsync(TurnKey key, CancellationToken cancellationToken) =>
        await _store.GetEntityIfExistsAsync(ConversationRow.Table, key.Conversation, TurnRows.DoneKey(key.Turn), cancellationToken) is { } done
            ? TurnRows.ReadDone(done)
            : new FinishedTurn(null, null);

    private static TableEntity RowOf(PendingTurn turn) => (TableEntity)turn.Version;

    private static TableEntity WithETag(TableEntity row, TableWrite write, int index)
    {
        if (write.Succeeded)
            row.ETag = write.ETags[index];
        return row;
    }
}
