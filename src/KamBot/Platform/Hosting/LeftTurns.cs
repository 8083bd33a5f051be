using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>
/// What is left lying: turns that nobody is at any more, wherever they were written down; listings of conversations in which
/// nothing is unfinished; turns that were given up long ago.
/// </summary>
/// <param name="store">Where the rows are.</param>
/// <param name="rows">The conversations' own rows.</param>
/// <param name="time">The clock of leases.</param>
/// <param name="lease">How long another process may be behind and still rely on its listing.</param>
/// <param name="me">This process, as leases know it.</param>
internal sealed class LeftTurns(ITableStore store, ConversationRows rows, TimeProvider time, TimeSpan lease, string me)
{
    /// <summary>Rows read of one shard; the rest comes when these are done.</summary>
    private const int MaxPerShard = 500;

    /// <summary>Turns whose lease is over at <paramref name="now"/> (UTC), the oldest first.</summary>
    public async Task<IReadOnlyList<PendingTurn>> UnfinishedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, PendingTurnRow.Shards).Select(shard => UnfinishedAsync(shard, now, cancellationToken)));
        return [.. shards.SelectMany(turns => turns).OrderBy(turn => turn.ReceivedAt)];
    }

    /// <summary>Removes the turns given up that were received before <paramref name="before"/> (UTC), and says how many.</summary>
    public async Task<int> ForgetSetAsideAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        for (var shard = 0; shard < PendingTurnRow.Shards; shard++)
        {
            var setAside = await ReadAsync(PendingTurnRow.FailedPartition(shard), cancellationToken);
            foreach (var row in setAside.Where(row => PendingTurnRow.WasReceivedBefore(row, before)))
            {
                await store.DeleteEntityAsync(PendingTurnRow.Table, row, cancellationToken);
                forgotten++;
            }
        }

        return forgotten;
    }

    /// <summary>Removes this process's listings of conversations in which nothing is unfinished.</summary>
    public async Task UnlistAsync()
    {
        var idle = new List<TableEntity>();
        foreach (var (_, place) in rows.All)
        {
            if (place is { Listing: { } listing, Known: { } known } && !HasTurns(known, me))
                idle.Add(listing);
        }

        await UnlistAsync(idle, CancellationToken.None);
    }

    private async Task<List<PendingTurn>> UnfinishedAsync(int shard, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pending = await ReadAsync(PendingTurnRow.Partition(shard), cancellationToken);
        var turns = new List<PendingTurn>();
        var idle = new List<TableEntity>();
        foreach (var row in pending.Where(row => !PendingTurnRow.IsLeased(row, now)))
        {
            if (!ListingRow.Is(row))
                turns.Add(PendingTurnRow.Read(row));
            else if (await ListedAsync(row, cancellationToken) is { Count: > 0 } listed)
                turns.AddRange(listed);
            else if (IsOver(row))
                idle.Add(row);
        }

        await UnlistAsync(idle, cancellationToken);
        return turns;
    }

    private Task<List<TableEntity>> ReadAsync(string partition, CancellationToken cancellationToken) =>
        store.ListAsync(PendingTurnRow.Table, new TableQuery(partition), MaxPerShard, cancellationToken);

    /// <summary>The turns that the listing's process has written down in the conversation and not finished.</summary>
    private async Task<List<PendingTurn>> ListedAsync(TableEntity listing, CancellationToken cancellationToken)
    {
        var (conversation, owner) = (ListingRow.ConversationOf(listing), ListingRow.OwnerOf(listing));
        if (owner == me && rows.Find(conversation) is { Known: { } known } && !HasTurns(known, me))
            return [];
        var row = await rows.ReadAsync(conversation, cancellationToken);
        return row is null ? [] : [.. row.ReceivedTurns.Where(turn => turn.Owner == owner).Select(turn => turn.ToPending())];
    }

    /// <summary>A process whose clock is behind may still rely on its listing: it has another lease's time.</summary>
    private bool IsOver(TableEntity listing) =>
        !PendingTurnRow.IsLeased(listing, time.GetUtcNow() - (ListingRow.OwnerOf(listing) == me ? TimeSpan.Zero : lease));

    private static bool HasTurns(ConversationRow row, string owner) => row.ReceivedTurns.Any(turn => turn.Owner == owner);

    /// <summary>Unless they were written anew since: then somebody needs them.</summary>
    private async Task UnlistAsync(IEnumerable<TableEntity> listings, CancellationToken cancellationToken)
    {
        foreach (var shard in listings.GroupBy(listing => listing.PartitionKey, StringComparer.Ordinal))
        {
            foreach (var some in shard.Chunk(TableLimits.MaxActions))
            {
                var write = await store.SubmitTransactionAsync(PendingTurnRow.Table, [.. some.Select(TableTransactionAction.Delete)], cancellationToken);
                if (write.Succeeded)
                    continue;
                foreach (var listing in some)
                    await store.DeleteEntityAsync(PendingTurnRow.Table, listing, cancellationToken);
            }
        }
    }
}
