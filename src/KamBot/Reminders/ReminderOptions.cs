using System.ComponentModel.DataAnnotations;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Reminders;

/// <summary>The company's defaults of R2 to R11 (section <c>Reminders</c>); times are local wall times, "HH:mm".</summary>
public sealed class ReminderOptions
{
    /// <summary>R2: when a day's reminders are said.</summary>
    public LocalTime At => Time(Hour);

    [RegularExpression(HourMinute)]
    public string Hour { get; set; } = "09:00";

    /// <summary>R4: when an unanswered call card changes in place.</summary>
    public LocalTime SecondTouchAt => Time(SecondTouch);

    [RegularExpression(HourMinute)]
    public string SecondTouch { get; set; } = "16:00";

    /// <summary>R9: nothing from this time on …</summary>
    public LocalTime QuietFromTime => Time(QuietFrom);

    [RegularExpression(HourMinute)]
    public string QuietFrom { get; set; } = "18:00";

    /// <summary>R9: … until this one.</summary>
    public LocalTime QuietUntilTime => Time(QuietUntil);

    [RegularExpression(HourMinute)]
    public string QuietUntil { get; set; } = "08:30";

    /// <summary>R5: how many of the manager's working days before the end a proposal is nudged, largest first.</summary>
    public IReadOnlyList<int> Nudges => NudgeDaysBefore ?? [5, 1];

    // Null by default: configuration would append to an array that is there already.
    [MinLength(1), MaxLength(5)]
    public int[]? NudgeDaysBefore { get; set; }

    /// <summary>R3: a letter or fax waits for this many joint working days.</summary>
    [Range(1, 20)]
    public int LetterCallDays { get; set; } = 3;

    /// <summary>R6: from this delay on a reminder says that it is late.</summary>
    [Range(1, 240)]
    public int LateAfterMinutes { get; set; } = 10;

    /// <summary>R11: after this many contacts that went out to a client …</summary>
    [Range(1, 50)]
    public int GuardContacts { get; set; } = 2;

    /// <summary>R11: … within so many working days the next one is warned of.</summary>
    [Range(1, 60)]
    public int GuardWorkingDays { get; set; } = 5;

    /// <summary>PRP-19: working days without a step after which an open offer is flagged.</summary>
    [Range(3, 250)]
    public int IdleWorkingDays { get; set; } = 10;

    private const string HourMinute = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    private static LocalTime Time(string text) => LocalTimePattern.HourMinuteIso.Parse(text).Value;
}
