using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>When reminders of one's own are said. Pure: what is stored, the calendar, the zone and the moment decide.</summary>
public sealed class OwnRules(ReminderOptions options)
{
    public const string Due = "own.due";
    public const string Postponed = "own.postponed";

    /// <summary>After an outage longer than this nobody wants yesterday's reminders (R6).</summary>
    private const int StillUsefulDays = 14;

    /// <summary>An occurrence that nobody answered is looked for so far back.</summary>
    private const int LongestBack = 400;

    /// <summary>The latest occurrence that is not answered, the one after, and what was put off. An older card gives way to the next.</summary>
    public IReadOnlyList<PlannedReminder> Plan(OwnReminder own, WorkingCalendar manager, DateTimeZone zone, Instant now)
    {
        if (!own.IsOpen)
            return [];
        var plan = new List<PlannedReminder>();
        var (open, next) = Around(own, manager, zone, now);
        if (open is not null)
            plan.Add(Planned(own, open, next));
        if (next is not null)
            plan.Add(Planned(own, next, Following(own, next, manager, zone)));
        if (own.PostponedTo is { } day && plan.TrueForAll(each => each.At.Date != day))
            plan.Add(new(Postponed, day + options.At, (day + options.At).PlusDays(StillUsefulDays)));
        return plan;
    }

    /// <summary>The occurrence after that reminder which is still of use at <paramref name="now"/>.</summary>
    public PlannedReminder? Next(OwnReminder own, Reminder told, WorkingCalendar manager, DateTimeZone zone, Instant now)
    {
        if (!own.IsOpen || own.Every is null || told.Kind != Due)
            return null;
        var local = now.InZone(zone).LocalDateTime;
        for (var next = Occurrences(own, told.DueDay, manager, zone).FirstOrDefault(); next is not null; next = Following(own, next, manager, zone))
        {
            if (Planned(own, next, Following(own, next, manager, zone)) is var planned && planned.UsefulUntil > local)
                return planned;
        }

        return null;
    }

    /// <summary>What is said next, for people to see: the first of them is told of or waits, the others come.</summary>
    public IReadOnlyList<Occurrence> Coming(OwnReminder own, WorkingCalendar manager, DateTimeZone zone, Instant now, int most) =>
        own.IsOpen ? [.. Occurrences(own, now.InZone(zone).Date.PlusDays(-1), manager, zone).Where(each => InstantOf(zone, each) > now).Take(most)] : [];

    /// <summary>The latest occurrence whose moment has come and that is not answered, and the first that is to come.</summary>
    public (Occurrence? Open, Occurrence? Next) Around(OwnReminder own, WorkingCalendar manager, DateTimeZone zone, Instant now)
    {
        Occurrence? open = null;
        foreach (var each in Occurrences(own, now.InZone(zone).Date.PlusDays(-LongestBack), manager, zone))
        {
            if (InstantOf(zone, each) > now)
                return (open, each);
            open = each;
        }

        return (open, null);
    }

    private IEnumerable<Occurrence> Occurrences(OwnReminder own, LocalDate after, WorkingCalendar manager, DateTimeZone zone) =>
        own.Rule.After(after, own.Time ?? options.At, zone, manager).Where(each => own.Through is not { } through || each.Nominal > through);

    private Occurrence? Following(OwnReminder own, Occurrence each, WorkingCalendar manager, DateTimeZone zone) =>
        own.Rule.After(each.At.Date, own.Time ?? options.At, zone, manager).FirstOrDefault();

    private static PlannedReminder Planned(OwnReminder own, Occurrence each, Occurrence? following)
    {
        var useful = each.At.PlusDays(StillUsefulDays);
        return new(Due, each.At, following?.At is { } until && until < useful ? until : useful, Exact: own.Time is not null);
    }

    private static Instant InstantOf(DateTimeZone zone, Occurrence each) => zone.AtLeniently(each.At).ToInstant();
}
