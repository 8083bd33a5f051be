using KamBot.Accounts;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>R10: on the day, on the working day before when it is none, and 29 February as the 28th in common years. Pure.</summary>
public sealed class BirthdayRules(ReminderOptions options)
{
    public const string Due = "birthday.due";

    private static readonly Recurrence Yearly = new(RecurrenceUnit.Year, 1, []);

    /// <summary>The latest one, while it is of use, and the next.</summary>
    public IReadOnlyList<PlannedReminder> Plan(Birthday? birthday, WorkingCalendar manager, DateTimeZone zone, Instant now)
    {
        if (birthday is null)
            return [];
        var plan = new List<PlannedReminder>();
        foreach (var each in Occurrences(birthday, now.InZone(zone).Date.PlusYears(-1), manager, zone))
        {
            plan.Add(Planned(each, manager));
            if (zone.AtLeniently(each.At).ToInstant() > now)
                break;
        }

        return [.. plan.TakeLast(2)];
    }

    public PlannedReminder? Next(Birthday? birthday, Reminder told, WorkingCalendar manager, DateTimeZone zone, Instant now) => birthday is null ? null
        : Occurrences(birthday, told.DueDay, manager, zone).Select(each => Planned(each, manager)).FirstOrDefault(each => each.UsefulUntil > now.InZone(zone).LocalDateTime);

    /// <summary>The birthday that is announced on that day or comes next.</summary>
    public Occurrence Coming(Birthday birthday, LocalDate from, WorkingCalendar manager, DateTimeZone zone) =>
        Occurrences(birthday, from.PlusDays(-1), manager, zone).First();

    private IEnumerable<Occurrence> Occurrences(Birthday birthday, LocalDate after, WorkingCalendar manager, DateTimeZone zone) =>
        new RecurrenceRule(birthday.Anchor, Yearly, WhenOff.PreviousWorkingDay).After(after, options.At, zone, manager);

    /// <summary>Late is better than never as long as the first working day from the birthday on is not over.</summary>
    private PlannedReminder Planned(Occurrence each, WorkingCalendar manager) =>
        new(Due, each.At, WorkingDayArithmetic.OnOrAfter(each.Nominal, manager) + options.QuietFromTime);
}
