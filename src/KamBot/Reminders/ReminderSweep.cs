using System.Collections.Concurrent;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// Says what is due: reads the head of each shard of the due index, claims, tells, settles. Any number of instances may sweep
/// at once; the claim decides. One bad row never stops the others, and never spins.
/// </summary>
public sealed class ReminderSweep(
    ITableStore tables,
    Profiles profiles,
    ReminderClaims claims,
    ReminderDecisions decisions,
    ReminderTelling telling,
    ReminderClock clock,
    IOptions<SweepOptions> options,
    ReminderMetrics metrics,
    ILogger<ReminderSweep> logger)
{
    private static readonly TimeSpan LongestPart = TimeSpan.FromSeconds(5);

    /// <summary>What is left after so many parts is the next pulse's.</summary>
    private const int MostParts = 60;

    private readonly SweepOptions _options = options.Value;

    /// <summary>Decides who goes first among equals: instances that sweep at the same time begin at different users.</summary>
    private readonly int _salt = Random.Shared.Next();

    /// <summary>
    /// Everything due now: what has its very minute first, then the oldest; everybody's first before anybody's second. When
    /// there is much, the order is made anew every few seconds, so that what has become due meanwhile finds its place.
    /// </summary>
    /// <returns>How many messages reached users.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) => RunAsync(Duration.Zero, cancellationToken);

    /// <summary>The same, and each reminder of the time just ahead at its very instant: until the next sweep nobody looks again.</summary>
    /// <param name="ahead">How far, at most some seconds.</param>
    /// <param name="cancellationToken">Ends the sweep; what is claimed comes back with its lease.</param>
    public async Task<int> RunAsync(Duration ahead, CancellationToken cancellationToken)
    {
        var end = clock.Now + ahead;
        var told = 0;
        for (var part = 0; part < MostParts; part++)
        {
            var now = clock.Now;
            var all = await DueAsync(Instant.Max(now, end), cancellationToken);
            // The store's answers may have told that this machine's clock is wrong: only now is it known what is due.
            now = clock.Now;
            var (more, isCut) = await RunPartAsync([.. all.Where(row => row.DueAt <= now)], cancellationToken);
            told += more;
            if (!isCut)
                return told + await RunSoonAsync([.. all.Where(row => row.DueAt > now && row.DueAt <= end)], cancellationToken);
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
            var query = new TableQuery(ReminderKeys.Shard(shard), from, TableKeys.After(ReminderKeys.AnyDue), MaxPerPage: 1);
            var first = await tables.ListAsync(ReminderKeys.Table, query, most: 1, cancellationToken);
            if (first is [var row] && ReminderKeys.DueAt(row.RowKey) is var at && (next is null || at < next))
                next = at;
        }

        return next;
    }

    /// <summary>Group by group, each when its instant has come.</summary>
    private async Task<int> RunSoonAsync(IReadOnlyList<DueRow> soon, CancellationToken cancellationToken)
    {
        var told = 0;
        foreach (var group in soon.GroupBy(row => row.DueAt).OrderBy(group => group.Key))
        {
            if (group.Key - clock.Now is var wait && wait > Duration.Zero)
                await Task.Delay(wait.ToTimeSpan(), cancellationToken);
            told += (await RunPartAsync([.. group], cancellationToken)).Told;
        }

        return told;
    }

    /// <returns>How many messages reached users, and whether the part's time ended before all was done.</returns>
    private async Task<(int Told, bool IsCut)> RunPartAsync(IReadOnlyList<DueRow> due, CancellationToken cancellationToken)
    {
        metrics.Found(due.Count);
        if (due.Count == 0)
            return default;
        var began = clock.Timestamp;
        var round = new TellingRound(profiles);
        // One queue per user: users side by side, one user's reminders one after another, so that a chat keeps its order.
        var chats = new ConcurrentQueue<Queue<DueRow>>(InOrder(due).GroupBy(row => row.User, (_, rows) => new Queue<DueRow>(rows)));
        var lanes = Enumerable.Range(0, Math.Min(_options.Parallel, chats.Count)).Select(_ => Task.Run(() => RunLaneAsync(chats, round, began, cancellationToken), cancellationToken));
        var told = await Task.WhenAll(lanes);
        return (told.Sum(), !chats.IsEmpty);
    }

    /// <summary>Takes the user at the head, says what goes on one card, and puts the user back at the end: nobody's second before everybody's first.</summary>
    private async Task<int> RunLaneAsync(ConcurrentQueue<Queue<DueRow>> chats, TellingRound round, long began, CancellationToken cancellationToken)
    {
        var told = 0;
        while (clock.Since(began) < LongestPart && chats.TryDequeue(out var rows))
        {
            var result = await HandleAsync(await TogetherAsync(rows, round, cancellationToken), round, cancellationToken);
            if (result == TellResult.Told)
                told++;
            if (result != TellResult.NotNow && rows.Count > 0)
                chats.Enqueue(rows);
        }

        return told;
    }

    /// <summary>One reminder; or, where a user has more than come singly, all that have not their very minute: those become one card.</summary>
    private async Task<List<DueRow>> TogetherAsync(Queue<DueRow> rows, TellingRound round, CancellationToken cancellationToken)
    {
        List<DueRow> together = [rows.Dequeue()];
        var others = rows.TakeWhile(row => !row.IsExact).Count();
        if (together[0].IsExact || others == 0 || others < await decisions.MostSinglyAsync(together[0].User, round, cancellationToken))
            return together;
        while (others-- > 0 && together.Count < ReminderClaims.MostAtOnce)
            together.Add(rows.Dequeue());
        return together;
    }

    private async Task<List<DueRow>> DueAsync(Instant until, CancellationToken cancellationToken)
    {
        var due = new List<DueRow>();
        var before = ReminderKeys.DueFrom(until + Duration.FromTicks(1));
        for (var shard = 0; shard < ReminderKeys.Shards; shard++)
        {
            var query = new TableQuery(ReminderKeys.Shard(shard), ReminderKeys.AnyDue, before, _options.MostPerShard);
            due.AddRange((await tables.ListAsync(ReminderKeys.Table, query, _options.MostPerShard, cancellationToken)).Select(row => new DueRow(row)));
        }

        // Somebody is at it: it is neither ours to take nor left lying.
        var now = clock.UtcNow;
        due.RemoveAll(row => row.IsHeld(now));
        return due;
    }

    private IOrderedEnumerable<DueRow> InOrder(IReadOnlyList<DueRow> due) => due
        .OrderByDescending(row => row.IsExact)
        .ThenBy(row => row.DueAt.ToUnixTimeSeconds() / 60)
        .ThenBy(row => HashCode.Combine(_salt, row.User))
        .ThenBy(row => row.Entity.RowKey, StringComparer.Ordinal);

    private async Task<TellResult> HandleAsync(List<DueRow> due, TellingRound round, CancellationToken cancellationToken)
    {
        using var span = ReminderMetrics.Begin();
        metrics.TookUp(due.Count);
        try
        {
            if (await claims.ClaimAsync(due, cancellationToken) is { } claimed)
                return await telling.RunAsync(claimed, round, cancellationToken);
            metrics.Count("ClaimLost");
            return due.Count == 1 ? TellResult.Nothing : await OneByOneAsync(due, round, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Not claimed, or not settled before the lease ended: they come again, and others go on.
            metrics.Count("Failed");
            logger.LogError(exception, "Due reminders could not be taken up; they keep their lease");
            return TellResult.Nothing;
        }
    }

    /// <summary>One of them is another instance's: the others are ours to try.</summary>
    private async Task<TellResult> OneByOneAsync(List<DueRow> due, TellingRound round, CancellationToken cancellationToken)
    {
        var claimed = new List<DueRow>();
        foreach (var row in due)
            claimed.AddRange(await claims.ClaimAsync([row], cancellationToken) ?? []);
        return claimed.Count == 0 ? TellResult.Nothing : await telling.RunAsync(claimed, round, cancellationToken);
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
