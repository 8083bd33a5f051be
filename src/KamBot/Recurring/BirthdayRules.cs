using KamBot.Accounts;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>R10: on the day, on the working day before when it is none (a setting), and 29 February as the 28th in common years. Pure.</summary>
public static class BirthdayRules
{
    public const string Due = "birthday.due";

    private static readonly Recurrence Yearly = new(RecurrenceUnit.Year, 1, []);

    /// <summary>The latest one, while it is of use, and the next.</summary>
    public static IReadOnlyList<PlannedReminder> Plan(Birthday? birthday, ReminderSettings settings, DateTimeZone zone, Instant now)
    {
        if (birthday is null)
            return [];
        var plan = new List<PlannedReminder>();
        foreach (var each in Occurrences(birthday, now.InZone(zone).Date.PlusYears(-1), settings, zone))
        {
            plan.Add(Planned(each, settings));
            if (zone.AtLeniently(each.At).ToInstant() > now)
                break;
        }

        return [.. plan.TakeLast(2)];
    }

    public static PlannedReminder? Next(Birthday? birthday, Reminder told, ReminderSettings settings, DateTimeZone zone, Instant now) => birthday is null ? null
        : Occurrences(birthday, told.DueDay, settings, zone).Select(each => Planned(each, settings)).First(each => zone.AtLeniently(each.At).ToInstant() > now);

    /// <summary>The birthday that is announced on that day or comes next.</summary>
    public static Occurrence Coming(Birthday birthday, LocalDate from, ReminderSettings settings, DateTimeZone zone) =>
        Occurrences(birthday, from.PlusDays(-1), settings, zone).First();

    private static IEnumerable<Occurrence> Occurrences(Birthday birthday, LocalDate after, ReminderSettings settings, DateTimeZone zone) =>
        new RecurrenceRule(birthday.Anchor, Yearly, OnDayOff(settings)).After(after, settings.TimeOfDay, zone, settings.Manager);

    private static WhenOff OnDayOff(ReminderSettings settings) => settings.BirthdayShift switch
    {
        DayOffShift.Before => WhenOff.PreviousWorkingDay,
        DayOffShift.After => WhenOff.NextWorkingDay,
        _ => WhenOff.Kept,
    };

    /// <summary>Late is better than never as long as the first working day from the birthday on is not over.</summary>
    private static PlannedReminder Planned(Occurrence each, ReminderSettings settings) =>
        new(Due, each.At, settings.EndOf(WorkingDayArithmetic.OnOrAfter(each.Nominal, settings.Manager)), Exact: settings.BirthdayShift == DayOffShift.None);
}
