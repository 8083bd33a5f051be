using KamBot.Platform.Schedule;
using NodaTime;

namespace KamBot.Platform.Hosting;

/// <summary>
/// Moves the clock of Development forward as time itself would have gone: it stops at every moment at which something is
/// due, in order, and does it there, so that nothing is late only because the clock jumped.
/// </summary>
public sealed class ClockMover(MovableClock clock, IPulse pulse, PulseGate gate)
{
    /// <summary>Further than that is a slip of the keyboard.</summary>
    public static readonly Duration Furthest = Duration.FromDays(3653);

    /// <summary>Reminders are planned years ahead of the clock, and calendars end with 9999.</summary>
    private static readonly Instant EndOfTime = Instant.FromUtc(9000, 1, 1, 0, 0);

    /// <summary>More moments than ten years of a busy team have; what is left then is done at the end, late.</summary>
    private const int MostSteps = 100_000;

    /// <summary>A beat takes a bounded number of reminders; this many beats at one moment take all that is sensible.</summary>
    private const int MostBeats = 100;

    /// <returns>How many messages reached users, or why the clock stays where it is.</returns>
    public async Task<ClockMove> MoveAsync(Instant target, CancellationToken cancellationToken)
    {
        using var alone = await gate.EnterAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        if (target < now)
            return ClockMove.Refused(now, "The clock only moves forward; DELETE /dev/clock returns to real time.");
        if (target > now + Furthest)
            return ClockMove.Refused(now, "The clock moves at most ten years at a time.");
        if (target > EndOfTime)
            return ClockMove.Refused(now, "The clock ends with the year 8999.");

        var told = await BeatAsync(cancellationToken); // what is due already comes before the clock moves
        for (var step = 0; step < MostSteps; step++)
        {
            // Strictly later each time: a reminder that failed waits for its next try and never holds the clock.
            now = clock.GetCurrentInstant();
            if (await pulse.NextDueAsync(now, cancellationToken) is not { } next || next > target)
                break;
            await clock.SetAsync(next, cancellationToken);
            told += await BeatAsync(cancellationToken);
        }

        if (target > clock.GetCurrentInstant())
            await clock.SetAsync(target, cancellationToken);
        told += await BeatAsync(cancellationToken);
        return new ClockMove(clock.GetCurrentInstant(), told, null);
    }

    public async Task<Instant> ReturnToRealTimeAsync(CancellationToken cancellationToken)
    {
        using var alone = await gate.EnterAsync(cancellationToken);
        await clock.ReturnToRealTimeAsync(cancellationToken);
        return clock.GetCurrentInstant();
    }

    private async Task<int> BeatAsync(CancellationToken cancellationToken)
    {
        var told = 0;
        for (var beat = 0; beat < MostBeats; beat++)
        {
            var more = await pulse.BeatAsync(cancellationToken);
            told += more;
            if (more == 0)
                break;
        }

        return told;
    }
}

/// <summary>Where the clock stands after a move, what was told on the way, and why it did not move when it did not.</summary>
public sealed record ClockMove(Instant Now, int Sent, string? Refusal)
{
    public static ClockMove Refused(Instant now, string why) => new(now, 0, why);
}
