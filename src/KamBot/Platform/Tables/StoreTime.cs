namespace KamBot.Platform.Tables;

/// <summary>
/// How far this machine's clock is from the store's, learnt from the second in each answer's <c>Date</c> header: each answer
/// gives a lower bound (the stamp was made before it arrived) and an upper one (after the request left, and the stamp's second
/// was not over). The bounds of the latest answers narrow each other down; an answer that contradicts them means that one of
/// the clocks was set, and all before it is forgotten. Safe for any number of threads.
/// </summary>
/// <remarks>Source: RFC 9110, 6.6.1. Only a store that several machines share has a time worth following; SQLite tells none.</remarks>
public sealed class StoreTime
{
    private const int Kept = 64;

    private static readonly TimeSpan StampIsWholeSeconds = TimeSpan.FromSeconds(1);

    /// <summary>Less than that is no fault of anybody's.</summary>
    private static readonly TimeSpan Bearable = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Queue<(TimeSpan Least, TimeSpan Most)> _bounds = new(Kept);
    private Reading? _latest;

    /// <summary>What is to be added to this machine's UTC time to have the store's; zero while they agree, and while nothing is known.</summary>
    public TimeSpan Offset => Volatile.Read(ref _latest)?.Offset ?? TimeSpan.Zero;

    /// <summary>
    /// The store's time. A clock that was set since the store last answered shows by its progress, which is not that of this
    /// machine's timer: until the next answer time goes on by the timer.
    /// </summary>
    /// <param name="utcNow">This machine's UTC time.</param>
    /// <param name="timestamp">This machine's timer (<see cref="TimeProvider.GetTimestamp"/>) at that moment.</param>
    public DateTimeOffset Corrected(DateTimeOffset utcNow, long timestamp)
    {
        if (Volatile.Read(ref _latest) is not { } latest)
            return utcNow;
        var steady = latest.Answered + TimeProvider.System.GetElapsedTime(latest.Timestamp, timestamp);
        return ((utcNow - steady).Duration() > Bearable ? steady : utcNow) + latest.Offset;
    }

    /// <summary>An answer of the store.</summary>
    /// <param name="asked">This machine's UTC time and its timer when the request left.</param>
    /// <param name="answered">The same when the answer was there.</param>
    /// <param name="stamp">The store's UTC time in the answer, in whole seconds.</param>
    public void Note((DateTimeOffset Utc, long Timestamp) asked, (DateTimeOffset Utc, long Timestamp) answered, DateTimeOffset stamp)
    {
        // A clock that was set while the store answered teaches nothing: until the next answer time goes on by the timer.
        if ((answered.Utc - asked.Utc - TimeProvider.System.GetElapsedTime(asked.Timestamp, answered.Timestamp)).Duration() > Bearable)
            return;
        var (least, most) = (stamp - answered.Utc, stamp + StampIsWholeSeconds - asked.Utc);
        lock (_gate)
        {
            if (_bounds.Count == Kept)
                _bounds.Dequeue();
            if (_bounds.Count > 0 && (least > _bounds.Min(each => each.Most) || most < _bounds.Max(each => each.Least)))
                _bounds.Clear();
            _bounds.Enqueue((least, most));
            var (lower, upper) = (_bounds.Max(each => each.Least), _bounds.Min(each => each.Most));
            var offset = lower > Bearable || upper < -Bearable ? lower + ((upper - lower) / 2) : TimeSpan.Zero;
            Volatile.Write(ref _latest, new Reading(answered.Utc, answered.Timestamp, offset));
        }
    }

    private sealed record Reading(DateTimeOffset Answered, long Timestamp, TimeSpan Offset);
}
