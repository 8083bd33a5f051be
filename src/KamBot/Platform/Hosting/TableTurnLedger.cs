using Azure;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Hosting;

/// <summary>
/// Turns in tables. <c>Turns</c> holds a row per unfinished turn (<c>pending~shard</c>, then <c>failed~shard</c> for those given
/// up). <c>Conversations</c> has a partition per conversation: <c>state</c>, <c>done~turn</c>, <c>out~number</c>, which change
/// together in one transaction guarded by the ETag of <c>state</c>.
/// </summary>
public sealed class TableTurnLedger(ITableStore store, TimeProvider time, IOptions<TurnLedgerOptions> options) : ITurnLedger
{
    /// <summary>The tables it needs, to be created at start.</summary>
    public static IReadOnlyList<string> Tables { get; } = [Turns, Conversations];

    private const string Turns = "Turns";
    private const string Conversations = "Conversations";

    /// <summary>Tries of a small write that others keep overtaking.</summary>
    private const int MaxTries = 5;

    /// <summary>Unfinished turns read of one shard; the rest comes when these are done.</summary>
    private const int MaxPerShard = 500;

    /// <summary>Answers taken up at once; the rest follows.</summary>
    private const int MaxEntries = 100;

    /// <summary>This process, as leases know it.</summary>
    private readonly string _me = Guid.NewGuid().ToString("N");

    public TimeSpan Lease => options.Value.Lease;

    private DateTimeOffset LeaseEnd => time.GetUtcNow() + Lease;

    public async Task<PendingTurn?> ReceiveAsync(TurnRequest request, CancellationToken cancellationToken = default)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var row = PendingTurnRow.Create(request, time.GetUtcNow(), LeaseEnd, _me);
            var write = await store.AddEntityAsync(Turns, row, cancellationToken);
            if (write.Succeeded)
                return PendingTurnRow.Read(WithETag(row, write, 0));

            var existing = await store.GetEntityIfExistsAsync(Turns, row.PartitionKey, row.RowKey, cancellationToken);
            if (existing is not null)
                return PendingTurnRow.IsLeased(existing, time.GetUtcNow()) ? null : await ClaimAsync(PendingTurnRow.Read(existing), cancellationToken);
        }

        return null; // finished and received again and again: somebody else is at it
    }

    public async Task<ConversationSnapshot> OpenAsync(TurnKey key, CancellationToken cancellationToken = default)
    {
        var row = await ReadConversationAsync(key.Conversation, cancellationToken) ?? ConversationRow.New(key.Conversation);
        FinishedTurn? finished = null;
        if (row.HasFinished(key.Turn))
        {
            var done = await store.GetEntityIfExistsAsync(Conversations, key.Conversation, TurnRows.DoneKey(key.Turn), cancellationToken);
            finished = done is null ? new FinishedTurn(null, null) : TurnRows.ReadDone(done);
        }

        return new ConversationSnapshot(row.StateJson, finished, row);
    }

    public async Task<Outbox?> CommitAsync(PendingTurn turn, ConversationSnapshot snapshot, TurnResult result, CancellationToken cancellationToken = default)
    {
        var row = (ConversationRow)snapshot.Version;
        var now = time.GetUtcNow();
        var heldUntil = row.OutboxHeldUntil(_me, now);
        var backlog = row.OutboxIsOpen;
        var fallen = row.Finish(turn.Key.Turn);
        var answers = result.Answers.Select(answer => TurnRows.Out(turn.Key, row.NextAnswer(), answer, now)).ToList();
        row.StateJson = result.StateJson;
        if (heldUntil is null && (backlog || answers.Count > 0))
            row.TakeOutbox(_me, LeaseEnd);

        List<TableTransactionAction> actions =
        [
            row.IsNew ? TableTransactionAction.Add(row.Entity) : TableTransactionAction.Update(row.Entity),
            TableTransactionAction.Upsert(TurnRows.Done(turn.Key, result, now)),
            .. answers.Select(TableTransactionAction.Add),
        ];
        var write = await SubmitAsync(turn.Key.Conversation, actions, fallen, cancellationToken);
        if (!write.Succeeded)
            return null;

        WithETag(row.Entity, write, 0);
        for (var i = 0; i < answers.Count; i++)
            WithETag(answers[i], write, i + 2);
        if (heldUntil is not null)
            return answers.Count == 0 ? Outbox.Empty : new Outbox([], heldUntil, null);
        if (backlog)
            return await ListOutboxAsync(row, cancellationToken);
        return answers.Count == 0 ? Outbox.Empty : new Outbox([.. answers.Select(TurnRows.ReadOut)], null, new OutboxHold(row, IsWhole: true));
    }

    public async Task<Outbox> OpenOutboxAsync(TurnKey key, CancellationToken cancellationToken = default) =>
        await OpenOutboxAsync(key.Conversation, cancellationToken);

    public async Task<Outbox> SettleAsync(Outbox outbox, CancellationToken cancellationToken = default)
    {
        var (row, isWhole) = (OutboxHold)outbox.Version!;
        var entry = TableTransactionAction.Delete(RowOf(outbox.Entries[0]));
        if (outbox.Entries.Count > 1)
        {
            await store.SubmitTransactionAsync(Conversations, [entry], cancellationToken); // gone already is as good
            return outbox with { Entries = [.. outbox.Entries.Skip(1)] };
        }

        if (!isWhole)
        {
            await store.SubmitTransactionAsync(Conversations, [entry], cancellationToken);
            return await OpenOutboxAsync(row.Entity.PartitionKey, cancellationToken);
        }

        row.CloseOutbox();
        var write = await store.SubmitTransactionAsync(Conversations, [entry, TableTransactionAction.Update(row.Entity)], cancellationToken);
        if (write.Succeeded)
            return Outbox.Empty;

        // Another process has committed meanwhile and relies on us for its answers.
        await store.SubmitTransactionAsync(Conversations, [entry], cancellationToken);
        return await OpenOutboxAsync(row.Entity.PartitionKey, cancellationToken);
    }

    public async Task DeferAsync(Outbox outbox, DateTimeOffset nextAttempt, CancellationToken cancellationToken = default)
    {
        ConversationRow? row = ((OutboxHold)outbox.Version!).Row;
        var entry = RowOf(outbox.Entries[0]);
        TurnRows.CountAttempt(entry);
        for (var tries = 0; tries < MaxTries && row is not null; tries++)
        {
            row.PauseOutbox(nextAttempt);
            var write = await store.SubmitTransactionAsync(
                Conversations, [TableTransactionAction.Update(entry), TableTransactionAction.Update(row.Entity)], cancellationToken);
            if (write.Succeeded || write.FailedIndex == 0)
                return;
            row = await ReadConversationAsync(row.Entity.PartitionKey, cancellationToken);
        }
    }

    public async Task FinishAsync(PendingTurn turn, CancellationToken cancellationToken = default) =>
        // A changed or missing row is somebody else's by now, who will find the turn committed.
        await store.DeleteEntityAsync(Turns, RowOf(turn), cancellationToken);

    public async Task PostponeAsync(PendingTurn turn, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        var row = RowOf(turn);
        PendingTurnRow.Lease(row, until, owner: null);
        WithETag(row, await store.UpdateEntityAsync(Turns, row, cancellationToken), 0);
    }

    public async Task<bool> RenewAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        var row = RowOf(turn);
        PendingTurnRow.Lease(row, LeaseEnd, _me);
        var write = await store.UpdateEntityAsync(Turns, row, cancellationToken);
        WithETag(row, write, 0);
        return write.Succeeded;
    }

    public async Task SetAsideAsync(PendingTurn turn, string reason, CancellationToken cancellationToken = default)
    {
        await store.UpsertEntityAsync(Turns, PendingTurnRow.SetAside(RowOf(turn), reason), cancellationToken);
        await FinishAsync(turn, cancellationToken);
    }

    public async Task<int> ForgetSetAsideAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        var forgotten = 0;
        for (var shard = 0; shard < PendingTurnRow.Shards; shard++)
        {
            var rows = await store.ListAsync(Turns, new TableQuery(PendingTurnRow.FailedPartition(shard)), MaxPerShard, cancellationToken);
            foreach (var row in rows.Where(row => PendingTurnRow.WasReceivedBefore(row, before)))
            {
                await store.DeleteEntityAsync(Turns, row, cancellationToken);
                forgotten++;
            }
        }

        return forgotten;
    }

    public async Task<IReadOnlyList<PendingTurn>> UnfinishedAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, PendingTurnRow.Shards).Select(shard =>
            store.ListAsync(Turns, new TableQuery(PendingTurnRow.Partition(shard)), MaxPerShard, cancellationToken)));
        return [.. shards.SelectMany(rows => rows).Where(row => !PendingTurnRow.IsLeased(row, now)).Select(PendingTurnRow.Read).OrderBy(turn => turn.ReceivedAt)];
    }

    public async Task<PendingTurn?> ClaimAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        var row = RowOf(turn);
        PendingTurnRow.Lease(row, LeaseEnd, _me);
        PendingTurnRow.CountAttempt(row);
        var write = await store.UpdateEntityAsync(Turns, row, cancellationToken);
        return write.Succeeded ? PendingTurnRow.Read(WithETag(row, write, 0)) : null;
    }

    /// <summary>Adds the deletion of the done row that falls out of the ring, unless that row is not there any more.</summary>
    private async Task<TableWrite> SubmitAsync(string conversation, List<TableTransactionAction> actions, string? fallen, CancellationToken cancellationToken)
    {
        if (fallen is not null)
        {
            var done = new TableEntity(conversation, TurnRows.DoneKey(fallen)) { ETag = ETag.All }; // it never changes once written
            var write = await store.SubmitTransactionAsync(Conversations, [.. actions, TableTransactionAction.Delete(done)], cancellationToken);
            if (write.Outcome != TableWriteOutcome.NotFound)
                return write;
        }

        return await store.SubmitTransactionAsync(Conversations, actions, cancellationToken);
    }

    private async Task<Outbox> OpenOutboxAsync(string conversation, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var row = await ReadConversationAsync(conversation, cancellationToken);
            if (row is not { OutboxIsOpen: true })
                return Outbox.Empty;
            if (row.OutboxHeldUntil(_me, time.GetUtcNow()) is { } heldUntil)
                return new Outbox([], heldUntil, null);

            row.TakeOutbox(_me, LeaseEnd);
            var write = await store.UpdateEntityAsync(Conversations, row.Entity, cancellationToken);
            if (!write.Succeeded)
                continue;
            WithETag(row.Entity, write, 0);
            var outbox = await ListOutboxAsync(row, cancellationToken);
            if (outbox.Entries.Count > 0)
                return outbox;
            row.CloseOutbox();
            if ((await store.UpdateEntityAsync(Conversations, row.Entity, cancellationToken)).Succeeded)
                return Outbox.Empty;
        }

        return new Outbox([], LeaseEnd, null); // others are busy with it
    }

    private async Task<Outbox> ListOutboxAsync(ConversationRow row, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(Conversations, TableQuery.Prefix(row.Entity.PartitionKey, TurnRows.OutboxPrefix, MaxEntries), MaxEntries, cancellationToken);
        return new Outbox([.. rows.Select(TurnRows.ReadOut)], null, new OutboxHold(row, IsWhole: rows.Count < MaxEntries));
    }

    private async Task<ConversationRow?> ReadConversationAsync(string conversation, CancellationToken cancellationToken) =>
        await store.GetEntityIfExistsAsync(Conversations, conversation, ConversationRow.RowKey, cancellationToken) is { } entity ? new ConversationRow(entity) : null;

    /// <summary>The conversation whose outbox this process holds, and whether its entries are all there are.</summary>
    private sealed record OutboxHold(ConversationRow Row, bool IsWhole);

    private static TableEntity RowOf(PendingTurn turn) => (TableEntity)turn.Version;

    private static TableEntity RowOf(OutboxEntry entry) => (TableEntity)entry.Version;

    private static TableEntity WithETag(TableEntity row, TableWrite write, int index)
    {
        if (write.Succeeded)
            row.ETag = write.ETags[index];
        return row;
    }
}
