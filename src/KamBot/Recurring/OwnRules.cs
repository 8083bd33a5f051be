using KamBot.Reminders;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>When reminders of one's own are said. Pure: what is stored, the settings, the zone and the moment decide.</summary>
public static class OwnRules
{
    public const string Due = "own.due";
    public const string Postponed = "own.postponed";

    /// <summary>After an outage longer than this nobody wants yesterday's reminders (R6).</summary>
    private const int StillUsefulDays = 14;

    /// <summary>An occurrence that nobody answered is looked for so far back.</summary>
    private const int LongestBack = 400;

    /// <summary>The latest occurrence that is not answered, the one after, and what was put off. An older card gives way to the next.</summary>
    public static IReadOnlyList<PlannedReminder> Plan(OwnReminder own, ReminderSettings settings, DateTimeZone zone, Instant now)
    {
        if (!own.IsOpen)
            return [];
        var plan = new List<PlannedReminder>();
        var (open, next) = Around(own, settings, zone, now);
        if (open is not null)
            plan.Add(Planned(own, open, next));
        if (next is not null)
            plan.Add(Planned(own, next, Following(own, next, settings, zone)));
        if (own.PostponedTo is { } day && plan.TrueForAll(each => each.At.Date != day))
            plan.Add(new(Postponed, settings.At(day), settings.At(day).PlusDays(StillUsefulDays)));
        return plan;
    }

    /// <summary>The first occurrence after that reminder and after <paramref name="now"/>.</summary>
    public static PlannedReminder? Next(OwnReminder own, Reminder told, ReminderSettings settings, DateTimeZone zone, Instant now)
    {
        if (!own.IsOpen || own.Every is null || told.Kind != Due)
            return null;
        return Occurrences(own, LocalDate.Max(told.DueDay, now.InZone(zone).Date.PlusDays(-1)), settings, zone).FirstOrDefault(each => InstantOf(zone, each) > now) is { } next
            ? Planned(own, next, Following(own, next, settings, zone))
            : null;
    }

    /// <summary>What is said next, for people to see: the first of them is told of or waits, the others come.</summary>
    public static IReadOnlyList<Occurrence> Coming(OwnReminder own, ReminderSettings settings, DateTimeZone zone, Instant now, int most) =>
        own.IsOpen ? [.. Occurrences(own, now.InZone(zone).Date.PlusDays(-1), settings, zone).Where(each => InstantOf(zone, each) > now).Take(most)] : [];

    /// <summary>The latest occurrence whose moment has come and that is not answered, and the first that is to come.</summary>
    public static (Occurrence? Open, Occurrence? Next) Around(OwnReminder own, ReminderSettings settings, DateTimeZone zone, Instant now)
    {
        Occurrence? open = null;
        foreach (var each in Occurrences(own, now.InZone(zone).Date.PlusDays(-LongestBack), settings, zone))
        {
            if (InstantOf(zone, each) > now)
                return (open, each);
            open = each;
        }

        return (open, null);
    }

    private static IEnumerable<Occurrence> Occurrences(OwnReminder own, LocalDate after, ReminderSettings settings, DateTimeZone zone) =>
        own.Rule.After(after, own.Time ?? settings.TimeOfDay, zone, settings.Manager).Where(each => own.Through is not { } through || each.Nominal > through);

    private static Occurrence? Following(OwnReminder own, Occurrence each, ReminderSettings settings, DateTimeZone zone) =>
        own.Rule.After(each.At.Date, own.Time ?? settings.TimeOfDay, zone, settings.Manager).FirstOrDefault();

    private static PlannedReminder Planned(OwnReminder own, Occurrence each, Occurrence? following)
    {
        var useful = each.At.PlusDays(StillUsefulDays);
        return new(Due, each.At, following?.At is { } until && until < useful ? until : useful, Exact: own.Time is not null);
    }

    private static Instant InstantOf(DateTimeZone zone, Occurrence each) => zone.AtLeniently(each.At).ToInstant();
}
