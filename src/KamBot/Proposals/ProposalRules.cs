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

    /// <summary>PRP-19: nothing is being done about it.</summary>
    public const string Idle = "proposal.idle";

    /// <summary>A call and its sequels, lightest of all but the flag, do not outweigh each other: they know of one another.</summary>
    private static readonly string[] LightestFirst = [Idle, Call, Postponed, Nudge, Expired, Interim];

    private const int OverdueUsefulDays = 5;
    private const int ExpiredUsefulDays = 10;
    private const int IdleUsefulDays = 3;

    /// <summary>R4: the call's day, the day it is overdue, and this many days later it is indifference.</summary>
    private const int DaysToIndifference = 2;

    private static readonly LocalTime EndOfDay = new(23, 59, 59);

    /// <summary>"5 and 1": the company's days before an end, as its texts name them.</summary>
    public string NudgeDays(Reader reader) => reader.List(options.Nudges.Select(days => reader.Number(days)));

    /// <summary>Why this reminder comes at all.</summary>
    public string Why(string kind, Reader reader) => kind switch
    {
        Nudge => reader.Text($"Proposal.Why.{kind}", ("days", NudgeDays(reader))),
        Unanswered => reader.Text($"Proposal.Why.{kind}", ("time", options.SecondTouchAt)),
        Idle => reader.Plural($"Proposal.Why.{kind}", options.IdleWorkingDays),
        _ => reader.Text($"Proposal.Why.{kind}"),
    };

    /// <summary>Where both are due at once, the first one is told: what was agreed with the client before an end, an end before a call, the later nudge before the earlier.</summary>
    public static bool Outweighs(Reminder one, Reminder other)
    {
        var (weight, otherWeight) = (Weight(one.Kind), Weight(other.Kind));
        return weight > otherWeight || weight > Weight(Call) && weight == otherWeight && one.At > other.At;
    }

    private static int Weight(string kind) => Array.IndexOf(LightestFirst, kind is Unanswered or Overdue ? Call : kind);

    /// <summary>The working days without a step, once there are so many that it is to be flagged; null before.</summary>
    /// <param name="proposal">An open one.</param>
    /// <param name="contact">The day of the latest contact with the client, of whatever kind.</param>
    /// <param name="today">Looked at from here.</param>
    /// <param name="manager">Whose working days.</param>
    /// <param name="client">For the day of the call.</param>
    public int? IdleDays(Proposal proposal, LocalDate? contact, LocalDate today, WorkingCalendar manager, WorkingCalendar client) =>
        IdleFrom(proposal, contact, manager, client) <= today ? WorkingDayArithmetic.Between(LastStep(proposal, contact), today, manager) : null;

    /// <summary>
    /// The day from which nothing done about an offer counts as indifference (PRP-19): so many working days after its last step,
    /// and after what was agreed or put off; or the third day of a call that was not made (R4).
    /// </summary>
    public LocalDate IdleFrom(Proposal proposal, LocalDate? contact, WorkingCalendar manager, WorkingCalendar client)
    {
        var last = LocalDate.Max(LastStep(proposal, contact), LocalDate.Max(proposal.PostponedTo ?? proposal.SentOn, proposal.Interim?.Date ?? proposal.SentOn));
        var day = WorkingDayArithmetic.Add(last, options.IdleWorkingDays, manager);
        if (proposal is not { ConfirmedAt: null, CalledAt: null })
            return day;
        var call = CallDay(proposal, manager, client);
        return contact >= call ? day : LocalDate.Min(day, WorkingDayArithmetic.Add(call, DaysToIndifference, manager));
    }

    private static LocalDate LastStep(Proposal proposal, LocalDate? contact) => contact is { } day ? LocalDate.Max(day, proposal.LastStep) : proposal.LastStep;

    /// <summary>All of an offer's reminders, whether their time has come or not. An ended offer has none.</summary>
    public IReadOnlyList<PlannedReminder> Plan(Proposal proposal, WorkingCalendar manager, WorkingCalendar client)
    {
        if (!proposal.IsOpen)
            return [];
        List<PlannedReminder> plan = [.. Calls(proposal, manager, client), .. Interims(proposal, manager), .. Expiry(proposal, manager), .. Indifference(proposal, manager, client)];
        if (proposal.PostponedTo is { } day && day + (proposal.PostponedAt ?? options.At) is var at && !plan.Exists(reminder => reminder.At == at))
            plan.Add(new(Postponed, at, WorkingDayArithmetic.Add(day, OverdueUsefulDays, manager) + EndOfDay, Exact: proposal.PostponedAt is not null));
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
        var time = proposal.CallAt ?? options.At;
        yield return new(Call, day + time, next + options.QuietFromTime, Exact: proposal.CallAt is not null);
        if (time < options.SecondTouchAt)
            yield return new(Unanswered, day + options.SecondTouchAt, day + EndOfDay);
        yield return new(Overdue, next + options.At, WorkingDayArithmetic.Add(next, OverdueUsefulDays, manager) + options.QuietFromTime);
    }

    private static IEnumerable<PlannedReminder> Interims(Proposal proposal, WorkingCalendar manager)
    {
        if (proposal.Interim is { } at)
            yield return new(Interim, at, WorkingDayArithmetic.FirstAfter(at.Date, manager) + EndOfDay, Exact: true);
    }

    /// <summary>The earliest day it could be; whether there was a contact meanwhile is looked at when it comes.</summary>
    private IEnumerable<PlannedReminder> Indifference(Proposal proposal, WorkingCalendar manager, WorkingCalendar client)
    {
        var day = IdleFrom(proposal, null, manager, client);
        if (!(proposal.Current.ValidUntil < day))
            yield return new(Idle, day + options.At, WorkingDayArithmetic.Add(day, IdleUsefulDays, manager) + options.QuietFromTime);
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
