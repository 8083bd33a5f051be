using KamBot.Conversation;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Team;

/// <summary>When KamBot speaks about an absence, to whom. Pure: what is stored decides, the clock does not.</summary>
public static class AbsenceRules
{
    /// <summary>To the colleague: will you cover?</summary>
    public const string Ask = "absence.ask";

    /// <summary>To the colleague: it is over before its time.</summary>
    public const string Ended = "absence.ended";

    /// <summary>To the manager: what the colleague said.</summary>
    public const string Answered = "absence.answered";

    /// <summary>To the manager: nobody has accepted, and it begins tomorrow.</summary>
    public const string Unanswered = "absence.unanswered";

    /// <summary>To the manager, back again: what was done, what is open.</summary>
    public const string Return = "absence.return";

    public const int LongestDays = 366;

    private const int NewsUsefulDays = 10;

    private static readonly LocalTime EndOfDay = new(23, 59, 59);

    /// <summary>What the absent manager hears of it.</summary>
    public static IReadOnlyList<PlannedReminder> OfOwner(Absence absence, DateTimeZone zone, ReminderSettings settings)
    {
        if (absence.CancelledAt is not null)
            return [];
        var plan = new List<PlannedReminder>();
        if (absence.Deputy is { AnsweredAt: { } answered })
            plan.Add(new(Answered, PlannedReminder.JustAfter(answered, zone), absence.To + EndOfDay));
        if (absence.Deputy is { HasAccepted: false } asked && Chase(absence, asked, zone, settings) is { } at)
            plan.Add(new(Unanswered, at, absence.To + EndOfDay));
        // Where nobody stood in nothing was done; where nobody accepted nothing moved.
        if (absence is { EndedAt: null, Deputy.HasAccepted: true })
        {
            var back = ReturnDay(absence, settings.Manager);
            plan.Add(new(Return, settings.At(back), WorkingDayArithmetic.Add(back, NewsUsefulDays, settings.Manager) + EndOfDay));
        }

        return plan;
    }

    /// <summary>What the colleague hears of it.</summary>
    public static IReadOnlyList<PlannedReminder> OfDeputy(Absence absence, UserKey user, DateTimeZone zone) => absence switch
    {
        _ when absence.Deputy?.Is(user) != true => [],
        { Deputy.Answer: DeputyAnswer.Asked, CancelledAt: null, EndedAt: null } => [new(Ask, PlannedReminder.JustAfter(absence.Deputy.AskedAt, zone), absence.To + EndOfDay)],
        { Deputy.HasAccepted: true } when (absence.CancelledAt ?? absence.EndedAt) is { } over => [OverAt(over, zone)],
        _ => [],
    };

    /// <summary>They need not cover any more.</summary>
    public static PlannedReminder OverAt(Instant at, DateTimeZone zone)
    {
        var local = PlannedReminder.JustAfter(at, zone);
        return new(Ended, local, local.Date.PlusDays(NewsUsefulDays) + EndOfDay);
    }

    public static LocalDate ReturnDay(Absence absence, WorkingCalendar calendar) => WorkingDayArithmetic.FirstAfter(absence.To, calendar);

    /// <summary>The last working day before it begins; later if the colleague was asked only then.</summary>
    private static LocalDateTime? Chase(Absence absence, Deputy asked, DateTimeZone zone, ReminderSettings settings)
    {
        var before = WorkingDayArithmetic.LastBefore(absence.From, settings.Manager);
        LocalDateTime[] times = [settings.At(before), before + settings.SecondTouch, settings.At(absence.From)];
        var soonest = asked.AskedAt.InZone(zone).LocalDateTime.PlusHours(1);
        return times.Where(time => time > soonest).Cast<LocalDateTime?>().FirstOrDefault();
    }
}
