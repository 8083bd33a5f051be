using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>
/// When KamBot speaks about an offer, and why on that day (R2 to R5). Pure: the offer, two calendars and the company's
/// settings decide; the clock does not.
/// </summary>
public sealed class ProposalRules(ReminderOptions options)
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

    /// <summary>"5 and 1": the company's days before an end, as its texts name them.</summary>
    public string NudgeDays(Reader reader) => reader.List(options.Nudges.Select(days => reader.Number(days)));

    /// <summary>Why this reminder comes at all.</summary>
    public string Why(string kind, Reader reader) => kind switch
    {
        Nudge => reader.Text($"Proposal.Why.{kind}", ("days", NudgeDays(reader))),
        Unanswered => reader.Text($"Proposal.Why.{kind}", ("time", options.SecondTouchAt)),
        _ => reader.Text($"Proposal.Why.{kind}"),
    };

    /// <summary>Where both are due at once, the first one is told: what was agreed with the client before an end, an end before a call, the later nudge before the earlier.</summary>
    public static bool Outweighs(Reminder one, Reminder other)
    {
        var (weight, otherWeight) = (Array.IndexOf(LightestFirst, one.Kind), Array.IndexOf(LightestFirst, other.Kind));
        return weight > otherWeight || weight >= 0 && weight == otherWeight && one.At > other.At;
    }

    /// <summary>All of an offer's reminders, whether their time has come or not. An ended offer has none.</summary>
    public IReadOnlyList<PlannedReminder> Plan(Proposal proposal, WorkingCalendar manager, WorkingCalendar client)
    {
        if (!proposal.IsOpen)
            return [];
        List<PlannedReminder> plan = [.. Calls(proposal, manager, client), .. Interims(proposal, manager), .. Expiry(proposal, manager)];
        if (proposal.PostponedTo is { } day && !plan.Exists(reminder => reminder.At == day + options.At))
            plan.Add(new(Postponed, day + options.At, WorkingDayArithmetic.Add(day, OverdueUsefulDays, manager) + EndOfDay));
        return plan;
    }

    /// <summary>R3: the first day after the sending date that works for both; a letter or fax takes its time.</summary>
    public LocalDate CallDay(Proposal proposal, WorkingCalendar manager, WorkingCalendar client) => proposal.CallOn
        ?? (proposal.Channel is "letter" or "fax"
            ? WorkingDayArithmetic.Add(proposal.SentOn, options.LetterCallDays, manager, client)
            : WorkingDayArithmetic.FirstAfter(proposal.SentOn, manager, client));

    /// <summary>The holidays that moved the call: what the card gives as its reason.</summary>
    public static IReadOnlyList<DayOff> DaysOffBefore(LocalDate call, Proposal proposal, WorkingCalendar manager, WorkingCalendar client) =>
        WorkingDayArithmetic.DaysOff(proposal.SentOn, call, manager.Code == client.Code ? [manager] : [manager, client]);

    private IEnumerable<PlannedReminder> Calls(Proposal proposal, WorkingCalendar manager, WorkingCalendar client)
    {
        if (proposal.ConfirmedAt is not null || proposal.CalledAt is not null)
            yield break;
        var day = CallDay(proposal, manager, client);
        var next = WorkingDayArithmetic.FirstAfter(day, manager);
        yield return new(Call, day + options.At, next + options.QuietFromTime);
        yield return new(Unanswered, day + options.SecondTouchAt, day + EndOfDay);
        yield return new(Overdue, next + options.At, WorkingDayArithmetic.Add(next, OverdueUsefulDays, manager) + options.QuietFromTime);
    }

    private static IEnumerable<PlannedReminder> Interims(Proposal proposal, WorkingCalendar manager)
    {
        if (proposal.Interim is { } at)
            yield return new(Interim, at, WorkingDayArithmetic.FirstAfter(at.Date, manager) + EndOfDay, Exact: true);
    }

    private IEnumerable<PlannedReminder> Expiry(Proposal proposal, WorkingCalendar manager)
    {
        if (proposal.Current.ValidUntil is not { } until)
            yield break;
        foreach (var days in options.Nudges)
        {
            var day = WorkingDayArithmetic.Add(until, -days, manager);
            if (day > proposal.SentOn)
                yield return new(Nudge, day + options.At, until + EndOfDay);
        }

        var after = WorkingDayArithmetic.FirstAfter(until, manager);
        yield return new(Expired, after + options.At, WorkingDayArithmetic.Add(after, ExpiredUsefulDays, manager) + EndOfDay);
    }
}
