using NodaTime;

namespace KamBot.Platform.Schedule;

/// <summary>What beats every few seconds and does what is due by then.</summary>
public interface IPulse
{
    /// <summary>When the latest beat ended without an exception: real time, whatever the clock was moved to. Null before the first.</summary>
    DateTimeOffset? LastBeat { get; }

    /// <summary>The first moment later than <paramref name="after"/> at which something becomes due; null when nothing is stored.</summary>
    Task<Instant?> NextDueAsync(Instant after, CancellationToken cancellationToken);

    /// <summary>Does everything that is due now.</summary>
    /// <returns>How many messages reached users.</returns>
    Task<int> BeatAsync(CancellationToken cancellationToken);
}
