using System.Collections.Concurrent;
using Azure;
using KamBot.Conversation;
using KamBot.Platform;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// Says what is due: reads the head of each shard of the due index, claims row by row, tells, settles. Any number of
/// instances may sweep at once; the claim decides. One bad row never stops the others, and never spins.
/// </summary>
public sealed class ReminderSweep(
    ITableStore tables,
    ReminderTelling telling,
    TimeProvider clock,
    IOptions<SweepOptions> options,
    ReminderMetrics metrics,
    ILogger<ReminderSweep> logger)
{
    private static readonly TimeSpan LongestPart = TimeSpan.FromSeconds(10);

    /// <summary>What is left after so many parts is the next pulse's.</summary>
    private const int MostParts = 30;

    private readonly SweepOptions _options = options.Value;
    private readonly string _owner = $"{Environment.MachineName}-{Guid.NewGuid():N}";

    /// <summary>
    /// Everything due now: what has its very minute first, then the oldest; everybody's first before anybody's second. When
    /// there is much, the order is made anew every few seconds, so that what has become due meanwhile finds its place.
    /// </summary>
    /// <returns>How many messages reached users.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var told = 0;
        for (var part = 0; part < MostParts; part++)
        {
            var (more, isCut) = await RunPartAsync(cancellationToken);
            told += more;
            if (!isCut)
                break;
        }

        return told;
    }

    /// <summary>When the next reminder of anybody is due; null when none is stored.</summary>
    public Task<Instant?> NextDueAsync(CancellationToken cancellationToken) => NextDueAsync(Instant.FromUnixTimeTicks(0), cancellationToken);

    /// <summary>The same, but only what is due later than <paramref name="after"/>: a row that waits at the head is passed over.</summary>
    public async Task<Instant?> NextDueAsync(Instant after, CancellationToken cancellationToken)
    {
        Instant? next = null;
        var from = ReminderKeys.DueFrom(after + Duration.FromTicks(1));
        for (var shard = 0; shard < ReminderKeys.Shards; shard++)
        {
            var first = await tables.ListAsync(ReminderKeys.DueIndex, new TableQuery(ReminderKeys.Shard(shard), from, MaxPerPage: 1), most: 1, cancellationToken);
            if (first is [var row] && ReminderKeys.DueAt(row) is var at && (next is null || at < next))
                next = at;
        }

        return next;
    }

    /// <returns>How many messages reached users, and whether the part's time ended before all was done.</returns>
    private async Task<(int Told, bool IsCut)> RunPartAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var due = await DueAsync(clock.GetCurrentInstant(), cancellationToken);
        metrics.Found(due.Count);
        // One queue per user: users side by side, one user's reminders one after another, so that a chat keeps its order.
        var chats = new ConcurrentQueue<Queue<TableEntity>>(due.GroupBy(row => (row.GetString("tenant"), row.GetString("user")), (_, rows) => new Queue<TableEntity>(rows)));
        var lanes = Enumerable.Range(0, Math.Min(_options.Parallel, chats.Count)).Select(_ => Task.Run(() => RunLaneAsync(chats, began, cancellationToken), cancellationToken));
        var told = await Task.WhenAll(lanes);
        return (told.Sum(), !chats.IsEmpty);
    }

    /// <summary>Takes the user at the head, says one reminder, and puts the user back at the end: nobody's second before everybody's first.</summary>
    private async Task<int> RunLaneAsync(ConcurrentQueue<Queue<TableEntity>> chats, long began, CancellationToken cancellationToken)
    {
        var told = 0;
        while (clock.GetElapsedTime(began) < LongestPart && chats.TryDequeue(out var rows))
        {
            var result = await HandleAsync(rows.Dequeue(), cancellationToken);
            if (result == TellResult.Told)
                told++;
            if (result != TellResult.NotNow && rows.Count > 0)
                chats.Enqueue(rows);
        }

        return told;
    }

    private async Task<List<TableEntity>> DueAsync(Instant now, CancellationToken cancellationToken)
    {
        var due = new List<TableEntity>();
        var before = ReminderKeys.DueFrom(now + Duration.FromTicks(1));
        for (var shard = 0; shard < ReminderKeys.Shards; shard++)
        {
            var query = new TableQuery(ReminderKeys.Shard(shard), null, before, _options.MostPerShard);
            due.AddRange(await tables.ListAsync(ReminderKeys.DueIndex, query, _options.MostPerShard, cancellationToken));
        }

        due.RemoveAll(IsLeased);
        due.Sort((a, b) => (IsExact(b).CompareTo(IsExact(a)), string.CompareOrdinal(a.RowKey, b.RowKey)) switch
        {
            (0, var byTime) => byTime,
            (var byNeed, _) => byNeed,
        });
        return due;

        static bool IsExact(TableEntity row) => row.GetBoolean("exact") == true;
    }

    /// <summary>Somebody is at it: it is neither ours to take nor left lying.</summary>
    private bool IsLeased(TableEntity due) => due.GetDateTimeOffset("leaseUntil") is { } lease && lease > clock.GetUtcNow();

    private async Task<TellResult> HandleAsync(TableEntity due, CancellationToken cancellationToken)
    {
        using var span = ReminderMetrics.Begin();
        metrics.TookUp();
        try
        {
            if (await ClaimAsync(due, cancellationToken) is not { } claimed)
            {
                metrics.Count("ClaimLost");
                return TellResult.Nothing;
            }

            return await telling.RunAsync(claimed, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            metrics.Count("Failed");
            logger.LogError(exception, "Reminder {Version} failed in attempt {Attempt}; others go on", due.GetString("version"), due.GetInt32("attempt"));
            await PutOffAsync(due, cancellationToken);
            return TellResult.Nothing;
        }
    }

    /// <summary>A row that fails comes again later, and not without end. If even that fails its lease brings it back.</summary>
    private async Task PutOffAsync(TableEntity due, CancellationToken cancellationToken)
    {
        try
        {
            await telling.PutOffAsync(due, cancellationToken);
        }
        catch (TableStoreException exception)
        {
            logger.LogWarning(exception, "Reminder {Version} keeps its lease", due.GetString("version"));
        }
    }

    /// <summary>Planned → claimed with lease, owner and attempt, by the row's ETag. Lost: walk away.</summary>
    private async Task<TableEntity?> ClaimAsync(TableEntity due, CancellationToken cancellationToken)
    {
        due["leaseUntil"] = clock.GetUtcNow() + _options.Lease;
        due["owner"] = _owner;
        due["attempt"] = (due.GetInt32("attempt") ?? 0) + 1;
        var write = await tables.UpdateEntityAsync(ReminderKeys.DueIndex, due, cancellationToken);
        if (!write.Succeeded)
            return null;
        due.ETag = write.ETags[0];
        return due;
    }
}

/// <summary>Bounds of the sweep (section <c>Sweep</c>).</summary>
public sealed class SweepOptions
{
    /// <summary>How long a claim holds before another instance may take over.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many due rows of one shard one sweep takes.</summary>
    public int MostPerShard { get; set; } = 500;

    /// <summary>How many users are told at the same time: enough to use Teams' 50 a second when each call takes half of one.</summary>
    public int Parallel { get; set; } = 32;

    /// <summary>How often a row that fails is tried before it is set aside.</summary>
    public int MaxAttempts { get; set; } = 8;
}
