using System.ComponentModel.DataAnnotations;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Reminders;

/// <summary>The company's defaults of R2 to R9 (section <c>Reminders</c>); times are local wall times, "HH:mm".</summary>
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

    /// <summary>R8: more than so many due together are one card.</summary>
    [Range(1, 20)]
    public int MostSingly { get; set; } = 3;

    /// <summary>
    /// Kinds of reminders, e.g. <c>proposal.expired</c>, of which a second copy would be worse than none: where nobody can say
    /// whether one arrived it is not sent again, but asked about in the next digest.
    /// </summary>
    [MaxLength(50)]
    public string[]? AtMostOnce { get; set; }

    private const string HourMinute = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    private static LocalTime Time(string text) => LocalTimePattern.HourMinuteIso.Parse(text).Value;
}
