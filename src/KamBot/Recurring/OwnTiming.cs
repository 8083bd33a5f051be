using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>Makes days and times of what was said: "every first Monday", "tomorrow", "at 16:00", "every 3 weeks from 4 May at 10".</summary>
public static class OwnTiming
{
    private const int LongestInterval = 366;

    /// <returns>The reminder at its times; null when that moment is over or never comes.</returns>
    public static OwnReminder? Of(Turn turn, OwnReminder own, Recurrence? every, When? when, ReminderSettings settings) =>
        every is null ? Once(turn, own, when!, settings) : Again(turn, own, every, when, settings);

    private static OwnReminder? Once(Turn turn, OwnReminder own, When when, ReminderSettings settings)
    {
        var day = when switch
        {
            { Date: { } date } => date,
            { WorkingDays: { } days } => WorkingDayArithmetic.Add(turn.Today, Math.Clamp(days, 1, 1_000), settings.Manager),
            { Time: { } time } => time > turn.LocalNow.TimeOfDay ? turn.Today : turn.Today.PlusDays(1),
            _ => turn.Today,
        };
        var timed = own with { Anchor = day, Every = null, Time = when.Time, OnDayOff = when.Time is null ? WhenOff.NextWorkingDay : WhenOff.Kept, Through = null, PostponedTo = null };
        return day + (when.Time ?? settings.TimeOfDay) > turn.LocalNow || day == turn.Today && when.Time is null && !settings.Manager.IsWorkingDay(day) ? timed : null;
    }

    private static OwnReminder? Again(Turn turn, OwnReminder own, Recurrence every, When? when, ReminderSettings settings)
    {
        if (every.Interval is < 1 or > LongestInterval)
            return null;
        var namesDay = every.Weekdays.Count > 0 || every.DayOfMonth is not null;
        var from = when?.Date ?? turn.Today;
        var timed = own with
        {
            Anchor = namesDay ? FirstNamed(turn, every, from, when?.Time ?? settings.TimeOfDay, settings.Manager) : from,
            Every = every,
            Time = when?.Time,
            OnDayOff = OnDayOff(own, every, when, namesDay),
            // "Every 3 weeks" is in three weeks; "every day" is from today on, and so is what begins on a day that was named.
            Through = namesDay || when?.Date is not null || every is { Unit: RecurrenceUnit.Day or RecurrenceUnit.WorkingDay, Interval: 1 } ? null : turn.Today,
            PostponedTo = null,
        };
        return timed;
    }

    /// <summary>Counting begins with the first of them that is to come: "every second Thursday" with the next Thursday.</summary>
    private static LocalDate FirstNamed(Turn turn, Recurrence every, LocalDate from, LocalTime time, WorkingCalendar manager)
    {
        var each = new RecurrenceRule(from, every with { Interval = 1 });
        var first = each.NominalAfter(from.PlusDays(-1), manager) ?? from;
        return first + time > turn.LocalNow ? first : each.NominalAfter(first, manager) ?? first;
    }

    /// <summary>
    /// Who names a weekday and a time means that very moment. What only happens to fall on a day off moves: to the next working day,
    /// and what belongs to the end of a month, or is a date to congratulate on, to the one before.
    /// </summary>
    private static WhenOff OnDayOff(OwnReminder own, Recurrence every, When? when, bool namesDay) => every switch
    {
        { Unit: RecurrenceUnit.WorkingDay } => WhenOff.Kept,
        _ when own.IsDate => WhenOff.PreviousWorkingDay,
        _ when namesDay && every.Weekdays.Count > 0 && when?.Time is not null => WhenOff.Kept,
        { DayOfMonth: 31 } or { Ordinal: -1 } => WhenOff.PreviousWorkingDay,
        _ => WhenOff.NextWorkingDay,
    };
}
