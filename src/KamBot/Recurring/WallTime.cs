using NodaTime;

namespace KamBot.Recurring;

/// <summary>
/// Wall time against a zone's clock changes. A time that comes twice is its first one; a time that is left out is the first
/// that exists after it (E2: 02:30 on the day the clocks go forward is 03:00), and who asked for it is told.
/// </summary>
public static class WallTime
{
    /// <summary>The time itself, or the one that takes its place when the clocks leave it out.</summary>
    public static LocalDateTime Existing(DateTimeZone zone, LocalDateTime wanted)
    {
        if (zone.MapLocal(wanted) is not { Count: 0 } gap)
            return wanted;
        var after = gap.LateInterval.IsoLocalStart;
        // In Nuuk the clocks go from 23:00 to midnight: the day keeps its reminder, in the last minute that it has.
        var before = gap.EarlyInterval.IsoLocalEnd.PlusMinutes(-1);
        return after.Date != wanted.Date && before.Date == wanted.Date ? before : after;
    }

    public static Instant InstantOf(DateTimeZone zone, LocalDateTime wanted) => zone.AtLeniently(Existing(zone, wanted)).ToInstant();
}
