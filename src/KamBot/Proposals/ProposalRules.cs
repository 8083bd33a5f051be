using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>
/// When KamBot speaks about an offer, and why on that day (R2 to R5). Pure: the offer and the settings that hold for its manager
/// and client, with their calendars, decide; the clock does not.
/// </summary>
public static class ProposalRules
{
    public const string Call = "proposal.call";
    public const string Unanswered = "proposal.unanswered";
    public const string Overdue = "proposal.overdue";
    public const string Interim = "proposal.interim";
    public const string Nudge = "proposal.nudge";
    public const string Expired = "proposal.expired";
    public const string Postponed = "proposal.postponed";

    /// <summary>A call and its sequels do not outweigh each other: they know of one another.</summary>
    private static readonly string[] LightestFirst = [Postponed, Nudge, Expired, Interim];

    private const int OverdueUsefulDays = 5;
    private const int ExpiredUsefulDays = 10;

    private static readonly LocalTime EndOfDay = new(23, 59, 59);

    /// <summary>"5 and 1": the days before an end, as texts name them.</summary>
    public static string NudgeDays(ReminderSettings settings, Reader reader) => reader.List(settings.NudgeDays.Select(days => reader.Number(days)));

    /// <summary>Why this reminder comes at all.</summary>
    public static string Why(string kind, ReminderSettings settings, Reader reader) => kind switch
    {
        Nudge => reader.Text($"Proposal.Why.{kind}", ("days", NudgeDays(settings, reader))),
        Unanswered => reader.Text($"Proposal.Why.{kind}", ("time", settings.SecondTouch)),
        _ => reader.Text($"Proposal.Why.{kind}"),
    };

    /// <summary>Where both are due at once, the first one is told: what was agreed with the client before an end, an end before a call, the later nudge before the earlier.</summary>
    public static bool Outweighs(Reminder one, Reminder other)
    {
        var (weight, otherWeight) = (Array.IndexOf(LightestFirst, one.Kind), Array.IndexOf(LightestFirst, other.Kind));
        return weight > otherWeight || weight >= 0 && weight == otherWeight && one.At > other.At;
    }

    /// <summary>All of an offer's reminders, whether their time has come or not. An ended offer has none.</summary>
    public static IReadOnlyList<PlannedReminder> Plan(Proposal proposal, ReminderSettings settings)
    {
        if (!proposal.IsOpen)
            return [];
        List<PlannedReminder> plan = [.. Calls(proposal, settings), .. Interims(proposal, settings), .. Expiry(proposal, settings)];
        if (proposal.PostponedTo is { } day && !plan.Exists(reminder => reminder.At == settings.At(day)))
            plan.Add(new(Postponed, settings.At(day), WorkingDayArithmetic.Add(day, OverdueUsefulDays, settings.Manager) + EndOfDay));
        return plan;
    }

    /// <summary>R3: the first day after the sending date that works for both; a letter or fax takes its time.</summary>
    public static LocalDate CallDay(Proposal proposal, ReminderSettings settings) => proposal.CallOn
        ?? WorkingDayArithmetic.Add(proposal.SentOn, IsSlow(proposal) ? settings.LetterCallDays : settings.CallDays, settings.Manager, settings.Client);

    /// <summary>Sent by letter or fax.</summary>
    public static bool IsSlow(Proposal proposal) => proposal.Channel is "letter" or "fax";

    /// <summary>The holidays that moved the call: what the card gives as its reason.</summary>
    public static IReadOnlyList<DayOff> DaysOffBefore(LocalDate call, Proposal proposal, ReminderSettings settings) =>
        WorkingDayArithmetic.DaysOff(proposal.SentOn, call, settings.Manager.Code == settings.Client.Code ? [settings.Manager] : [settings.Manager, settings.Client]);

    private static IEnumerable<PlannedReminder> Calls(Proposal proposal, ReminderSettings settings)
    {
        if (proposal.ConfirmedAt is not null || proposal.CalledAt is not null)
            yield break;
        var day = CallDay(proposal, settings);
        var next = WorkingDayArithmetic.FirstAfter(day, settings.Manager);
        yield return new(Call, settings.At(day), settings.EndOf(next));
        if (settings.SecondTouchOn(day) is { } again)
            yield return new(Unanswered, again, day + EndOfDay);
        yield return new(Overdue, settings.At(next), settings.EndOf(WorkingDayArithmetic.Add(next, OverdueUsefulDays, settings.Manager)));
    }

    private static IEnumerable<PlannedReminder> Interims(Proposal proposal, ReminderSettings settings)
    {
        if (proposal.Interim is { } at)
            yield return new(Interim, at, WorkingDayArithmetic.FirstAfter(at.Date, settings.Manager) + EndOfDay, Exact: true);
    }

    private static IEnumerable<PlannedReminder> Expiry(Proposal proposal, ReminderSettings settings)
    {
        if (proposal.Current.ValidUntil is not { } until)
            yield break;
        foreach (var days in settings.NudgeDays)
        {
            var day = WorkingDayArithmetic.Add(until, -days, settings.Manager);
            if (day > proposal.SentOn)
                yield return new(Nudge, settings.At(day), until + EndOfDay);
        }

        var after = WorkingDayArithmetic.FirstAfter(until, settings.Manager);
        yield return new(Expired, settings.At(after), WorkingDayArithmetic.Add(after, ExpiredUsefulDays, settings.Manager) + EndOfDay);
    }
}
