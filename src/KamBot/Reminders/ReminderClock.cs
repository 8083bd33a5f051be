using KamBot.Platform;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// The time by which reminders are due and leases end: this machine's, corrected by the store's where the two differ, so that
/// a machine whose clock is wrong neither speaks too early nor takes what is another's.
/// </summary>
public sealed class ReminderClock(TimeProvider clock, StoreTime store)
{
    public DateTimeOffset UtcNow => store.Corrected(clock.GetUtcNow(), clock.GetTimestamp());

    public Instant Now => Instant.FromDateTimeOffset(UtcNow);

    /// <summary>This machine's own time that corresponds to nothing but its progress.</summary>
    public long Timestamp => clock.GetTimestamp();

    public TimeSpan Since(long timestamp) => clock.GetElapsedTime(timestamp);
}
