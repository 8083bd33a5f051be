using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// The rules R2 to R11 as they hold for one user and, where one is spoken of, one client: the company's ground, on top what the
/// company set in the chat, then the user, then the user for this client. Values only: when something is said follows from them
/// and the two calendars, and the clock does not come in.
/// </summary>
public sealed record ReminderSettings
{
    private static readonly LocalTime Midnight = new(23, 59, 59);

    /// <summary>R2: when a day's reminders are said.</summary>
    public LocalTime Hour { get; init; } = new(9, 0);

    /// <summary>R3: on which day after the sending that works for both the client is called.</summary>
    public int CallDays { get; init; } = 1;

    /// <summary>R3: the same after a letter or fax.</summary>
    public int LetterCallDays { get; init; } = 3;

    /// <summary>R4: when an unanswered call card changes in place.</summary>
    public LocalTime SecondTouch { get; init; } = new(16, 0);

    /// <summary>R4: on which working day of a call that is not made its offer is flagged.</summary>
    public int IndifferenceDays { get; init; } = 3;

    /// <summary>PRP-19: after so many working days without a step an open offer is flagged.</summary>
    public int IdleDays { get; init; } = 10;

    /// <summary>R5: how many of the manager's working days before its end an offer is nudged, largest first.</summary>
    public IReadOnlyList<int> NudgeDays { get; init; } = [5, 1];

    /// <summary>R6: from this delay on a reminder says that it is late.</summary>
    public int LateMinutes { get; init; } = 10;

    /// <summary>R8: more than so many at once become one card.</summary>
    public int DigestAbove { get; init; } = 3;

    /// <summary>R8: the day in one card, in the morning of a working day.</summary>
    public bool MorningDigest { get; init; }

    public LocalTime MorningDigestAt { get; init; } = new(8, 30);

    /// <summary>R9: nothing is said in it.</summary>
    public DaySpan Quiet { get; init; } = new(new(18, 0), new(8, 30));

    /// <summary>R9: the days of the week that the user works; null: as the calendar has it.</summary>
    public IReadOnlyList<IsoDayOfWeek>? Week { get; init; }

    /// <summary>R10: what becomes of a birthday on a day off.</summary>
    public DayOffShift BirthdayShift { get; init; } = DayOffShift.Before;

    /// <summary>R11: more contacts than this with one client …</summary>
    public int GuardContacts { get; init; } = 2;

    /// <summary>R11: … in so many working days are warned of.</summary>
    public int GuardDays { get; init; } = 5;

    /// <summary>The user's calendar with the company's own days and the user's own working week.</summary>
    public required WorkingCalendar Manager { get; init; }

    /// <summary>The client's calendar; the user's place's where the client has none (E10) or none is spoken of.</summary>
    public required WorkingCalendar Client { get; init; }

    /// <summary>Which of the settings are not the company's, by name.</summary>
    public IReadOnlyDictionary<string, SettingLevel> Levels { get; init; } = new Dictionary<string, SettingLevel>();

    public SettingLevel LevelOf(string setting) => Levels.GetValueOrDefault(setting);

    /// <summary>When the reminders of that working day are said: at the hour, or when the quiet hours around it are over.</summary>
    public LocalDateTime At(LocalDate day) =>
        Quiet.Contains(Round) && Quiet.IsOverNight && Round >= Quiet.From ? Morning(WorkingDayArithmetic.FirstAfter(day, Manager)) : Morning(day);

    /// <summary>When that working day's quiet hours begin: what is of use on that day is of use until then.</summary>
    public LocalDateTime EndOf(LocalDate day) => day + (Quiet.IsOverNight ? Quiet.From : Midnight);

    /// <summary>R4: when the unanswered call of that day is asked about again; null where that would be in the quiet hours, or before the call.</summary>
    public LocalDateTime? SecondTouchOn(LocalDate day) => Quiet.Contains(SecondTouch) || day + SecondTouch <= At(day) ? null : day + SecondTouch;

    /// <summary>R9: the first moment from this one on at which something may be said.</summary>
    public LocalDateTime NextAllowed(LocalDateTime at)
    {
        var (day, time) = (at.Date, at.TimeOfDay);
        if (!Manager.IsWorkingDay(day))
            return WorkingDayArithmetic.FirstAfter(day, Manager) + Quiet.FirstOfDay;
        if (!Quiet.Contains(time))
            return at;
        return Quiet.IsOverNight && time >= Quiet.From ? WorkingDayArithmetic.FirstAfter(day, Manager) + Quiet.FirstOfDay : day + Quiet.Until;
    }

    /// <summary>The same for what has no time of its own: null when now is as good as any, otherwise the next time at which reminders are said.</summary>
    public LocalDateTime? NextRound(LocalDateTime at)
    {
        var allowed = NextAllowed(at);
        return allowed == at ? null : LocalDateTime.Max(allowed, Morning(allowed.Date));
    }

    /// <summary>R2, R9: the time of day at which reminders are said that have none of their own.</summary>
    public LocalTime TimeOfDay => Quiet.Contains(Round) ? Quiet.Until : Round;

    private LocalDateTime Morning(LocalDate day) => day + TimeOfDay;

    /// <summary>Who wants the day in one card gets the day's reminders with it.</summary>
    private LocalTime Round => MorningDigest ? MorningDigestAt : Hour;
}

/// <summary>A part of every day, the first moment included and the last not; one that ends before it begins goes over the night. None at all where both are the same.</summary>
public sealed record DaySpan(LocalTime From, LocalTime Until)
{
    public bool IsOverNight => From > Until;

    public bool IsNone => From == Until;

    /// <summary>The first moment of a day that is not in it.</summary>
    public LocalTime FirstOfDay => Contains(LocalTime.Midnight) ? Until : LocalTime.Midnight;

    /// <summary>What is left of the day.</summary>
    public DaySpan Rest => new(Until, From);

    public bool Contains(LocalTime time) => IsOverNight ? time >= From || time < Until : time >= From && time < Until;
}

/// <summary>Where a setting comes from; the later wins.</summary>
public enum SettingLevel
{
    /// <summary>Configured, or set in the chat by who may.</summary>
    Company,

    /// <summary>The user's own.</summary>
    User,

    /// <summary>The account manager's for one client.</summary>
    Client,
}

/// <summary>Where a yearly day goes that falls on a day off (R10).</summary>
public enum DayOffShift
{
    /// <summary>To the working day before.</summary>
    Before,

    /// <summary>To the working day after.</summary>
    After,

    /// <summary>Nowhere: on the day itself, whatever day it is.</summary>
    None,
}
