using KamBot.Conversation.Language;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// Which time "in an hour", "tomorrow" or "Thursday at 10" comes to, for a reminder: a working day of the manager's (E4),
/// outside the quiet hours (R9). Pure: what was said, the time it was said at, the calendar and the hours decide.
/// </summary>
public static class SnoozeRules
{
    /// <summary>When an afternoon begins, as the language's own "this afternoon" has it.</summary>
    public static readonly LocalTime Afternoon = new(14, 0);

    /// <param name="when">What was said.</param>
    /// <param name="now">The user's wall time.</param>
    /// <param name="settings">Whose working days and quiet hours.</param>
    public static Snooze Of(When when, LocalDateTime now, ReminderSettings settings)
    {
        if (when.WorkingDays is { } days)
            return Snooze.To(WorkingDayArithmetic.Add(now.Date, Math.Clamp(days, 1, MostWorkingDays), settings.Manager), null);
        if (when.Time is { } time)
            return AtTime(when.Date, time, now, settings);
        if (when.Date is not { } day || day == now.Date)
            return new Snooze(null, now, SnoozeRemark.NeedsTime);
        if (day < now.Date)
            return new Snooze(null, day.AtMidnight(), SnoozeRemark.Past);
        var working = WorkingDayArithmetic.OnOrAfter(day, settings.Manager);
        return new Snooze(new SnoozeTime(working), day.AtMidnight(), working == day ? SnoozeRemark.None : SnoozeRemark.DayOff);
    }

    private const int MostWorkingDays = 1_000;

    private static Snooze AtTime(LocalDate? day, LocalTime time, LocalDateTime now, ReminderSettings settings)
    {
        var asked = (day ?? now.Date) + time;
        // "At 9", said in the evening, is tomorrow's.
        if (day is null && asked <= now)
            asked = asked.PlusDays(1);
        if (asked <= now)
            return new Snooze(null, asked, SnoozeRemark.Past);
        var working = WorkingDayArithmetic.OnOrAfter(asked.Date, settings.Manager);
        if (settings.Quiet.Contains(time))
        {
            var allowed = working == asked.Date ? settings.NextAllowed(asked) : working + settings.Quiet.Until;
            return new Snooze(new SnoozeTime(allowed.Date, allowed.TimeOfDay), asked, SnoozeRemark.Quiet);
        }

        return new Snooze(new SnoozeTime(working, time), asked, working == asked.Date ? SnoozeRemark.None : SnoozeRemark.DayOff);
    }
}

/// <param name="Time">When it comes back; null when that cannot be.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="Remark">Why it is another time than was asked for, or none.</param>
public sealed record Snooze(SnoozeTime? Time, LocalDateTime Asked, SnoozeRemark Remark)
{
    public static Snooze To(LocalDate day, LocalTime? time) => new(new SnoozeTime(day, time), day + (time ?? LocalTime.Midnight), SnoozeRemark.None);
}

public enum SnoozeRemark
{
    None,

    /// <summary>Moved to the next working day.</summary>
    DayOff,

    /// <summary>Moved to the end of the quiet hours.</summary>
    Quiet,

    /// <summary>Not ahead any more.</summary>
    Past,

    /// <summary>"Today", without a time.</summary>
    NeedsTime,
}
