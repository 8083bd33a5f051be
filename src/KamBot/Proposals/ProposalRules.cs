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

    /// <summary>PRP-19: nothing is being done about it.</summary>
    public const string Idle = "proposal.idle";

    /// <summary>A call and its sequels, lightest of all but the flag, do not outweigh each other: they know of one another.</summary>
    private static readonly string[] LightestFirst = [Idle, Call, Postponed, Nudge, Expired, Interim];

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
        Idle => reader.Plural($"Proposal.Why.{kind}", settings.IdleDays),
        _ => reader.Text($"Proposal.Why.{kind}"),
    };

    /// <summary>Which setting decides when this reminder comes; null where a day was named by the user.</summary>
    public static ReminderSetting? SettingOf(string kind, Proposal proposal) => kind switch
    {
        Call or Overdue when proposal.CallOn is null => IsSlow(proposal) ? ReminderSetting.LetterCallDays : ReminderSetting.CallDays,
        Unanswered => ReminderSetting.SecondTouch,
        Nudge => ReminderSetting.NudgeDays,
        Interim => null,
        _ => ReminderSetting.Hour,
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
    /// <param name="settings">How many are too many, and whose working days.</param>
    public static int? IdleDays(Proposal proposal, LocalDate? contact, LocalDate today, ReminderSettings settings) =>
        IdleFrom(proposal, contact, settings) <= today ? WorkingDayArithmetic.Between(LastStep(proposal, contact), today, settings.Manager) : null;

    /// <summary>
    /// The day from which nothing done about an offer counts as indifference (PRP-19): so many working days after its last step,
    /// and after what was agreed or put off; or the third day of a call that was not made (R4).
    /// </summary>
    public static LocalDate IdleFrom(Proposal proposal, LocalDate? contact, ReminderSettings settings)
    {
        var last = LocalDate.Max(LastStep(proposal, contact), LocalDate.Max(proposal.PostponedTo ?? proposal.SentOn, proposal.Interim?.Date ?? proposal.SentOn));
        var day = WorkingDayArithmetic.Add(last, settings.IdleDays, settings.Manager);
        if (proposal is not { ConfirmedAt: null, CalledAt: null })
            return day;
        var call = CallDay(proposal, settings);
        // The call's own day is the first.
        return contact >= call ? day : LocalDate.Min(day, WorkingDayArithmetic.Add(call, settings.IndifferenceDays - 1, settings.Manager));
    }

    private static LocalDate LastStep(Proposal proposal, LocalDate? contact) => contact is { } day ? LocalDate.Max(day, proposal.LastStep) : proposal.LastStep;

    /// <summary>All of an offer's reminders, whether their time has come or not. An ended offer has none.</summary>
    public static IReadOnlyList<PlannedReminder> Plan(Proposal proposal, ReminderSettings settings)
    {
        if (!proposal.IsOpen)
            return [];
        List<PlannedReminder> plan = [.. Calls(proposal, settings), .. Interims(proposal, settings), .. Expiry(proposal, settings), .. Indifference(proposal, settings)];
        if (proposal.PostponedTo is { } day && (proposal.PostponedAt is { } time ? day + time : settings.At(day)) is var at && !plan.Exists(reminder => reminder.At == at))
            plan.Add(new(Postponed, at, WorkingDayArithmetic.Add(day, OverdueUsefulDays, settings.Manager) + EndOfDay, Exact: proposal.PostponedAt is not null));
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
        var at = proposal.CallAt is { } time ? day + time : settings.At(day);
        yield return new(Call, at, settings.EndOf(next), Exact: proposal.CallAt is not null);
        if (settings.SecondTouchOn(day) is { } again && again > at)
            yield return new(Unanswered, again, day + EndOfDay);
        yield return new(Overdue, settings.At(next), settings.EndOf(WorkingDayArithmetic.Add(next, OverdueUsefulDays, settings.Manager)));
    }

    private static IEnumerable<PlannedReminder> Interims(Proposal proposal, ReminderSettings settings)
    {
        if (proposal.Interim is { } at)
            yield return new(Interim, at, WorkingDayArithmetic.FirstAfter(at.Date, settings.Manager) + EndOfDay, Exact: true);
    }

    /// <summary>The earliest day it could be; whether there was a contact meanwhile is looked at when it comes. Of use as long as the offer is.</summary>
    private static IEnumerable<PlannedReminder> Indifference(Proposal proposal, ReminderSettings settings)
    {
        var day = IdleFrom(proposal, null, settings);
        if (!(proposal.Current.ValidUntil < day))
            yield return new(Idle, settings.At(day), (proposal.Current.ValidUntil ?? day.PlusYears(1)) + EndOfDay);
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
