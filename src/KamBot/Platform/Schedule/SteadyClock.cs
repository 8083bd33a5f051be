namespace KamBot.Platform.Schedule;

/// <summary>
/// The time at the process's start and what has passed since by the machine's timer: for ticks that must go on when the wall
/// clock is set, forward or back.
/// </summary>
public sealed class SteadyClock : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly long _timestamp = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + System.GetElapsedTime(_timestamp);
}
