using System.ComponentModel.DataAnnotations;
using KamBot.WorkingDays;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.Text;

namespace KamBot.Reminders;

/// <summary>The company's defaults of R2 to R11 (section <c>Reminders</c>); times are local wall times, "HH:mm".</summary>
public sealed class ReminderOptions
{
    /// <summary>R2: when a day's reminders are said.</summary>
    [RegularExpression(HourMinute)]
    public string Hour { get; set; } = "09:00";

    /// <summary>R4: when an unanswered call card changes in place.</summary>
    [RegularExpression(HourMinute)]
    public string SecondTouch { get; set; } = "16:00";

    /// <summary>R9: nothing from this time on …</summary>
    [RegularExpression(HourMinute)]
    public string QuietFrom { get; set; } = "18:00";

    /// <summary>R9: … until this one.</summary>
    [RegularExpression(HourMinute)]
    public string QuietUntil { get; set; } = "08:30";

    /// <summary>R5: how many of the manager's working days before the end a proposal is nudged, largest first.</summary>
    // Null by default: configuration would append to an array that is there already.
    [MinLength(1), MaxLength(5)]
    public int[]? NudgeDaysBefore { get; set; }

    /// <summary>R3: a letter or fax waits for this many joint working days.</summary>
    [Range(1, 20)]
    public int LetterCallDays { get; set; } = 3;

    /// <summary>R6: from this delay on a reminder says that it is late.</summary>
    [Range(1, 240)]
    public int LateAfterMinutes { get; set; } = 10;

    /// <summary>
    /// Kinds of reminders, e.g. <c>proposal.expired</c>, of which a second copy would be worse than none: where nobody can say
    /// whether one arrived it is not sent again, but asked about in the next digest.
    /// </summary>
    [MaxLength(50)]
    public string[]? AtMostOnce { get; set; }

    /// <summary>R3: on which joint working day after the sending the client is called.</summary>
    [Range(1, 20)]
    public int CallDays { get; set; } = 1;

    /// <summary>R4: on which working day of a call that is not made its offer is flagged.</summary>
    [Range(1, 60)]
    public int IndifferenceDays { get; set; } = 3;

    /// <summary>PRP-19: working days without a step after which an open offer is flagged.</summary>
    [Range(1, 250)]
    public int IdleDays { get; set; } = 10;

    /// <summary>R8: more reminders than this at once become one card.</summary>
    [Range(1, 50)]
    public int DigestAbove { get; set; } = 3;

    /// <summary>R8: the day in one card every working morning, for who does not switch it off.</summary>
    public bool MorningDigest { get; set; }

    [RegularExpression(HourMinute)]
    public string MorningDigestAt { get; set; } = "08:30";

    /// <summary>R9: the working week where it is not the calendar's.</summary>
    [MinLength(1), MaxLength(7)]
    public DayOfWeek[]? WorkingDays { get; set; }

    /// <summary>R10: what becomes of a birthday on a day off.</summary>
    public DayOffShift BirthdayShift { get; set; } = DayOffShift.Before;

    /// <summary>R11: more contacts with one client than this …</summary>
    [Range(1, 50)]
    public int GuardContacts { get; set; } = 2;

    /// <summary>R11: … in so many working days are warned of.</summary>
    [Range(1, 20)]
    public int GuardDays { get; set; } = 5;

    /// <summary>The company's ground, for people of this calendar.</summary>
    public ReminderSettings Settings(WorkingCalendar calendar) => new()
    {
        Hour = Time(Hour),
        CallDays = CallDays,
        LetterCallDays = LetterCallDays,
        SecondTouch = Time(SecondTouch),
        IndifferenceDays = IndifferenceDays,
        IdleDays = IdleDays,
        NudgeDays = [.. (NudgeDaysBefore ?? [5, 1]).Distinct().OrderDescending()],
        LateMinutes = LateAfterMinutes,
        DigestAbove = DigestAbove,
        MorningDigest = MorningDigest,
        MorningDigestAt = Time(MorningDigestAt),
        Quiet = new DaySpan(Time(QuietFrom), Time(QuietUntil)),
        Week = WorkingDays is null ? null : [.. WorkingDays.Distinct().Select(day => day.ToIsoDayOfWeek()).Order()],
        BirthdayShift = BirthdayShift,
        GuardContacts = GuardContacts,
        GuardDays = GuardDays,
        Manager = calendar,
        Client = calendar,
    };

    private const string HourMinute = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    private static LocalTime Time(string text) => LocalTimePattern.HourMinuteIso.Parse(text).Value;
}
