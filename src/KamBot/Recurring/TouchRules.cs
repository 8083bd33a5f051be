using KamBot.Reminders;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>When KamBot says that a client has been left alone for too long. Pure: interval, latest contact, settings and moment decide.</summary>
public static class TouchRules
{
    public const string Due = "touch.due";
    public const string Postponed = "touch.postponed";

    private const int StillUsefulDays = 14;

    /// <summary>The one that stands in the chat without an answer, and the next: as long as nobody is in touch, each interval again.</summary>
    public static IReadOnlyList<PlannedReminder> Plan(KeepInTouch touch, Contact? last, ReminderSettings settings, DateTimeZone zone, Instant now)
    {
        if (!touch.IsOpen)
            return [];
        var plan = new List<PlannedReminder>();
        var postponed = PostponedTo(touch, last);
        if (postponed is { } day)
            plan.Add(Planned(Postponed, settings.At(day), following: null));
        Occurrence? open = null;
        foreach (var each in Occurrences(touch, last, settings, zone))
        {
            if (postponed >= each.At.Date)
                continue;
            if (zone.AtLeniently(each.At).ToInstant() <= now)
            {
                open = each;
                continue;
            }

            if (open is not null)
                plan.Add(Planned(Due, open.At, each.At));
            plan.Add(Planned(Due, each.At, Following(touch, last, each, settings, zone).At));
            break;
        }

        return plan;
    }

    /// <summary>The one after that reminder, if nobody is in touch meanwhile.</summary>
    public static PlannedReminder? Next(KeepInTouch touch, Contact? last, Reminder told, ReminderSettings settings, DateTimeZone zone, Instant now)
    {
        if (!touch.IsOpen || told.Kind != Due)
            return null;
        var next = Occurrences(touch, last, settings, zone).First(each => each.At.Date > told.DueDay && zone.AtLeniently(each.At).ToInstant() > now);
        return Planned(Due, next.At, Following(touch, last, next, settings, zone).At);
    }

    /// <summary>The first day on which it will be said.</summary>
    public static LocalDateTime? Coming(KeepInTouch touch, Contact? last, ReminderSettings settings, DateTimeZone zone, Instant now) =>
        Plan(touch, last, settings, zone, now).Where(each => zone.AtLeniently(each.At).ToInstant() > now).Select(each => (LocalDateTime?)each.At).Min();

    /// <summary>Counted from the contact: three weeks without one, six weeks, nine.</summary>
    private static IEnumerable<Occurrence> Occurrences(KeepInTouch touch, Contact? last, ReminderSettings settings, DateTimeZone zone) =>
        Rule(touch, last) is var rule ? rule.After(rule.Anchor, settings.TimeOfDay, zone, settings.Manager).Where(each => each.Nominal > rule.Anchor) : [];

    private static Occurrence Following(KeepInTouch touch, Contact? last, Occurrence each, ReminderSettings settings, DateTimeZone zone) =>
        Rule(touch, last).After(each.At.Date, settings.TimeOfDay, zone, settings.Manager).First();

    private static RecurrenceRule Rule(KeepInTouch touch, Contact? last) =>
        new(last?.Day is { } day ? LocalDate.Max(day, touch.Since) : touch.Since, touch.Every, WhenOff.NextWorkingDay);

    private static LocalDate? PostponedTo(KeepInTouch touch, Contact? last) => last?.At > touch.PostponedAt ? null : touch.PostponedTo;

    private static PlannedReminder Planned(string kind, LocalDateTime at, LocalDateTime? following)
    {
        var useful = at.PlusDays(StillUsefulDays);
        return new(kind, at, following is { } until && until < useful ? until : useful);
    }
}
