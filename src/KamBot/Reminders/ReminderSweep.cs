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
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    /// <summary>A look that takes long comes less often: no more than a quarter of the time goes into it.</summary>
    private const int LookTimes = 3;

    /// <summary>What is left after so many looks is the next pulse's.</summary>
    private const int MostLooks = 60;

    /// <summary>As many as a chat takes within seconds; the lease covers them. Fewer would leave the rest of a busy user's to another instance.</summary>
    private const int MostInARow = 20;

    private readonly SweepOptions _options = options.Value;

    /// <summary>Decides who goes first among equals: instances that sweep at the same time begin at different users.</summary>
    private readonly int _salt = Random.Shared.Next();

    /// <summary>
    /// Everything due now: what has its very minute first, then the oldest; everybody's first few before anybody's next. When
    /// there is much, the store is asked again every few seconds while the telling goes on, so that what has become due
    /// meanwhile finds its place, and what others have told is not tried again.
    /// </summary>
    /// <returns>How many messages reached users.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) => RunAsync(Duration.Zero, cancellationToken);

    /// <summary>The same, and each reminder of the time just ahead at its very instant: until the next sweep nobody looks again.</summary>
    /// <param name="ahead">How far, at most some seconds.</param>
    /// <param name="cancellationToken">Ends the sweep; what is claimed comes back with its lease.</param>
    public async Task<int> RunAsync(Duration ahead, CancellationToken cancellationToken)
    {
        var end = clock.Now + ahead;
        var board = new DueBoard();
        var lanes = new Lanes(_options.Parallel, () => RunLaneAsync(board, cancellationToken));
        try
        {
            for (var look = 0; look < MostLooks; look++)
            {
                board.Asks();
                var asked = clock.Timestamp;
                var (rows, isAll) = await DueAsync(Instant.Max(clock.Now, end), cancellationToken);
                // The store's answers may have told that this machine's clock is wrong: only now is it known what is due.
                var (now, since) = (clock.Now, clock.Timestamp);
                var due = rows.Count(row => row.DueAt <= now);
                metrics.Found(due);
                board.Renew(InOrder(rows.Where(row => row.DueAt <= Instant.Max(now, end))), now, new TellingRound(profiles));
                var pause = LookTimes * (clock.Since(asked) - clock.Since(since));
                await WorkAsync(board, lanes, now, since, pause > BetweenLooks ? pause : BetweenLooks, cancellationToken);
                if (lanes.AreDone && board.IsEmpty && (isAll || due == 0))
                    return lanes.Told;
                if (!lanes.AreDone)
                    end = Instant.Max(end, clock.Now + Duration.FromTimeSpan(BetweenLooks));
            }

            board.Clear();
            await lanes.EndAsync();
            return lanes.Told;
        }
        finally
        {
            board.Clear();
            await lanes.EndAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Until the store is to be asked again, or nothing is left to do. Instants are measured from one reading of the clock, so
    /// that a clock that is set meanwhile lets nothing out too early.
    /// </summary>
    private async Task WorkAsync(DueBoard board, Lanes lanes, Instant now, long since, TimeSpan untilNextLook, CancellationToken cancellationToken)
    {
        while (true)
        {
            var passed = clock.Since(since);
            board.Ripen(now + Duration.FromTimeSpan(passed));
            lanes.Begin(board.Waiting);
            var wait = untilNextLook - passed;
            if ((lanes.AreDone && board.IsEmpty) || wait <= TimeSpan.Zero)
                return;
            if (board.NextAt is { } at && (at - now).ToTimeSpan() - passed is var soon && soon < wait)
                wait = soon > TimeSpan.Zero ? soon : TimeSpan.Zero;
            // A timer counts whole milliseconds and drops the rest: rounded up, nothing is told before its instant.
            await lanes.WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds) + 1), cancellationToken);
        }
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

    /// <summary>Takes the user whose turn it is, says a few, and puts the user back at the end, until nobody is left.</summary>
    private async Task<int> RunLaneAsync(DueBoard board, CancellationToken cancellationToken)
    {
        var told = 0;
        while (board.TryTake(out var hand))
        {
            var isFull = true;
            try
            {
                var rows = await TogetherAsync(hand.Rows, hand.Round, cancellationToken);
                board.Took(hand, rows);
                var more = await HandleAsync(rows, hand.Round, cancellationToken);
                (told, isFull) = (told + more.Messages, more.IsFull);
            }
            finally
            {
                board.GiveBack(hand, isFull);
            }
        }

        return told;
    }

    /// <summary>
    /// What one instance tells a user in one go, claimed together so that no two speak to one chat at once: a few that come
    /// singly, or, where there are more, all that have not their very minute: those become one card.
    /// </summary>
    private async Task<List<DueRow>> TogetherAsync(Queue<DueRow> rows, TellingRound round, CancellationToken cancellationToken)
    {
        var isExact = rows.Peek().IsExact;
        var alike = rows.TakeWhile(row => row.IsExact == isExact).Count();
        var most = alike == 1 ? 1 : isExact ? MostInARow : await decisions.MostSinglyAsync(rows.Peek().User, round, cancellationToken);
        var taken = !isExact && alike > most ? Math.Min(alike, ReminderClaims.MostAtOnce) : Math.Min(alike, Math.Min(most, MostInARow));
        return [.. Enumerable.Range(0, taken).Select(_ => rows.Dequeue())];
    }

    /// <summary>
    /// The oldest of each shard that nobody is at: who holds a row is neither to be disturbed nor left waiting for. As many as can
    /// be, so that all that is due for a user is seen together.
    /// </summary>
    private async Task<(List<DueRow> Rows, bool IsAll)> DueAsync(Instant until, CancellationToken cancellationToken)
    {
        var (due, isAll) = (new List<DueRow>(), true);
        var before = ReminderKeys.DueFrom(until + Duration.FromTicks(1));
        for (var shard = 0; shard < ReminderKeys.Shards; shard++)
        {
            var (read, free) = (0, 0);
            await foreach (var entity in tables.QueryAsync(ReminderKeys.Table, new TableQuery(ReminderKeys.Shard(shard), ReminderKeys.AnyDue, before, _options.MostPerShard), cancellationToken))
            {
                var row = new DueRow(entity);
                if (!row.IsHeld(clock.UtcNow))
                {
                    due.Add(row);
                    free++;
                }

                if (free < _options.MostPerShard && ++read < 2 * _options.MostPerShard)
                    continue;
                isAll = false;
                break;
            }
        }

        return (due, isAll);
    }

    private IOrderedEnumerable<DueRow> InOrder(IEnumerable<DueRow> due) => due
        .OrderByDescending(row => row.IsExact)
        .ThenBy(row => row.DueAt.ToUnixTimeSeconds() / 60)
        .ThenBy(row => HashCode.Combine(_salt, row.User))
        .ThenBy(row => row.Entity.RowKey, StringComparer.Ordinal);

    private async Task<Told> HandleAsync(List<DueRow> due, TellingRound round, CancellationToken cancellationToken)
    {
        using var span = ReminderMetrics.Begin();
        metrics.TookUp(due.Count);
        try
        {
            if (await claims.ClaimAsync(due, cancellationToken) is { } claimed)
                return await telling.RunAsync(claimed, round, cancellationToken);
            metrics.Count("ClaimLost");
            return due.Count == 1 ? default : await OneByOneAsync(due, round, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Not claimed, or not settled before the lease ended: they come again, and others go on.
            metrics.Count("Failed");
            logger.LogError(exception, "Due reminders could not be taken up; they keep their lease");
            return default;
        }
    }

    /// <summary>One of them is another instance's: the others are ours to try.</summary>
    private async Task<Told> OneByOneAsync(List<DueRow> due, TellingRound round, CancellationToken cancellationToken)
    {
        var claimed = new List<DueRow>();
        foreach (var row in due)
            claimed.AddRange(await claims.ClaimAsync([row], cancellationToken) ?? []);
        return claimed.Count == 0 ? default : await telling.RunAsync(claimed, round, cancellationToken);
    }
}

/// <summary>Bounds of the sweep (section <c>Sweep</c>).</summary>
public sealed class SweepOptions
{
    /// <summary>How long a claim holds before another instance may take over.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many due rows of one shard one look takes; twice as many are read where others hold some.</summary>
    public int MostPerShard { get; set; } = 500;

    /// <summary>How many users are told at the same time: enough to use Teams' 50 a second when each call takes half of one.</summary>
    public int Parallel { get; set; } = 32;

    /// <summary>How often a row that fails is tried before it is set aside.</summary>
    public int MaxAttempts { get; set; } = 8;
}
