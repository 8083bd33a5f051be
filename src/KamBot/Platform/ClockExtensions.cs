using NodaTime;

namespace KamBot.Platform;

public static class ClockExtensions
{
    /// <summary>The clock's time as NodaTime has it; the only bridge between <see cref="TimeProvider"/> and the rules.</summary>
    public static Instant GetCurrentInstant(this TimeProvider clock) => Instant.FromDateTimeOffset(clock.GetUtcNow());
}
