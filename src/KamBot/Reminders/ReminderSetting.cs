using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Reminders;

/// <summary>
/// One thing that can be set about reminders: its name, the rule it belongs to, what it may be, and how it is kept as text (in
/// rows, in the data of buttons). What cannot be read is nothing: the level below holds.
/// </summary>
public sealed class ReminderSetting
{
    public const int MostNudges = 5;

    private readonly Func<ReminderSettings, string> _write;
    private readonly Func<ReminderSettings, string, ReminderSettings?> _apply;

    private ReminderSetting(string name, string rule, SettingShape shape, Func<ReminderSettings, string> write, Func<ReminderSettings, string, ReminderSettings?> apply)
    {
        Name = name;
        Rule = rule;
        Shape = shape;
        _write = write;
        _apply = apply;
    }

    public static ReminderSetting Hour { get; } = Time("hour", "R2", settings => settings.Hour, (settings, value) => settings with { Hour = value });

    public static ReminderSetting CallDays { get; } = Number("callDays", "R3", 1, 20, settings => settings.CallDays, (settings, value) => settings with { CallDays = value });

    public static ReminderSetting LetterCallDays { get; } = Number("letterCallDays", "R3", 1, 20, settings => settings.LetterCallDays, (settings, value) => settings with { LetterCallDays = value });

    public static ReminderSetting SecondTouch { get; } = Time("secondTouch", "R4", settings => settings.SecondTouch, (settings, value) => settings with { SecondTouch = value });

    public static ReminderSetting IndifferenceDays { get; } = Number("indifferenceDays", "R4", 1, 60, settings => settings.IndifferenceDays, (settings, value) => settings with { IndifferenceDays = value });

    public static ReminderSetting NudgeDays { get; } = new("nudgeDays", "R5", SettingShape.Numbers, settings => string.Join(',', settings.NudgeDays.Select(Written)), WithNudges) { Least = 1, Most = 60 };

    public static ReminderSetting LateMinutes { get; } =
        Number("lateMinutes", "R6", 1, 240, settings => settings.LateMinutes, (settings, value) => settings with { LateMinutes = value }, isOfClients: false);

    public static ReminderSetting DigestAbove { get; } =
        Number("digestAbove", "R8", 1, 50, settings => settings.DigestAbove, (settings, value) => settings with { DigestAbove = value }, isOfClients: false);

    public static ReminderSetting MorningDigest { get; } = new(
        "morningDigest", "R8", SettingShape.OnOff, settings => settings.MorningDigest ? "on" : "off",
        (settings, text) => text is "on" or "off" ? settings with { MorningDigest = text == "on" } : null)
    { IsOfClients = false };

    public static ReminderSetting MorningDigestAt { get; } =
        Time("morningDigestAt", "R8", settings => settings.MorningDigestAt, (settings, value) => settings with { MorningDigestAt = value }, isOfClients: false);

    public static ReminderSetting Quiet { get; } = new(
        "quiet", "R9", SettingShape.Span, settings => SpanText(settings.Quiet), (settings, text) => ReadSpan(text) is { } span ? settings with { Quiet = span } : null)
    { IsOfClients = false };

    public static ReminderSetting Week { get; } = new(
        "week", "R9", SettingShape.Weekdays, settings => settings.Week is { } week ? WeekText(week) : "", (settings, text) => ReadWeek(text) is { } week ? settings with { Week = week } : null)
    { IsOfClients = false };

    public static ReminderSetting BirthdayShift { get; } = new(
        "birthdayShift", "R10", SettingShape.Shift, settings => settings.BirthdayShift.ToString().ToLowerInvariant(),
        (settings, text) => text.Any(char.IsLetter) && Enum.TryParse<DayOffShift>(text, ignoreCase: true, out var shift) ? settings with { BirthdayShift = shift } : null);

    public static ReminderSetting GuardContacts { get; } = Number("guardContacts", "R11", 1, 50, settings => settings.GuardContacts, (settings, value) => settings with { GuardContacts = value });

    public static ReminderSetting GuardDays { get; } = Number("guardDays", "R11", 1, 20, settings => settings.GuardDays, (settings, value) => settings with { GuardDays = value });

    /// <summary>All there are, in the order in which they are shown.</summary>
    public static IReadOnlyList<ReminderSetting> All { get; } =
    [
        Hour, Quiet, Week, LateMinutes, DigestAbove, MorningDigest, MorningDigestAt, CallDays, LetterCallDays, SecondTouch, IndifferenceDays, NudgeDays, BirthdayShift, GuardContacts, GuardDays,
    ];

    public string Name { get; }

    /// <summary>R2 to R11.</summary>
    public string Rule { get; }

    public SettingShape Shape { get; }

    /// <summary>False for what is about the user's own day: a client has no say in it.</summary>
    public bool IsOfClients { get; private init; } = true;

    public int Least { get; private init; }

    public int Most { get; private init; }

    public static ReminderSetting? Named(string? name) => All.FirstOrDefault(setting => setting.Name == name);

    public string Text(ReminderSettings settings) => _write(settings);

    /// <summary>The settings with this one changed; null where the text is none of its values.</summary>
    public ReminderSettings? Applied(ReminderSettings settings, string text) => _apply(settings, text);

    public static string TimeText(LocalTime time) => LocalTimePattern.HourMinuteIso.Format(time);

    public static string SpanText(DaySpan span) => $"{TimeText(span.From)}-{TimeText(span.Until)}";

    public static string WeekText(IEnumerable<IsoDayOfWeek> week) => string.Join(',', week.Distinct().Order().Select(day => Written((int)day)));

    public static LocalTime? ReadTime(string text) => LocalTimePattern.HourMinuteIso.Parse(text) is { Success: true } read ? read.Value : null;

    private static DaySpan? ReadSpan(string text) =>
        text.Split('-') is [var from, var until] && ReadTime(from) is { } begins && ReadTime(until) is { } ends ? new DaySpan(begins, ends) : null;

    private static IsoDayOfWeek[]? ReadWeek(string text)
    {
        var days = text.Split(',').Select(part => ReadNumber(part, 1, 7)).ToList();
        return days.Contains(null) ? null : [.. days.Select(day => (IsoDayOfWeek)day!.Value).Distinct().Order()];
    }

    private static ReminderSettings? WithNudges(ReminderSettings settings, string text)
    {
        var days = text.Split(',').Select(part => ReadNumber(part, NudgeDays.Least, NudgeDays.Most)).ToList();
        return days.Contains(null) || days.Distinct().Count() > MostNudges ? null : settings with { NudgeDays = [.. days.Select(day => day!.Value).Distinct().OrderDescending()] };
    }

    private static int? ReadNumber(string text, int least, int most) =>
        int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static ReminderSetting Time(string name, string rule, Func<ReminderSettings, LocalTime> get, Func<ReminderSettings, LocalTime, ReminderSettings> set, bool isOfClients = true) => new(
        name, rule, SettingShape.Time, settings => TimeText(get(settings)), (settings, text) => ReadTime(text) is { } time ? set(settings, time) : null)
    { IsOfClients = isOfClients };

    private static ReminderSetting Number(
        string name, string rule, int least, int most, Func<ReminderSettings, int> get, Func<ReminderSettings, int, ReminderSettings> set, bool isOfClients = true) => new(
        name, rule, SettingShape.Number, settings => Written(get(settings)), (settings, text) => ReadNumber(text, least, most) is { } number ? set(settings, number) : null)
        { Least = least, Most = most, IsOfClients = isOfClients };
}

/// <summary>What a setting's value looks like: how it is asked for and shown.</summary>
public enum SettingShape
{
    Time,
    Number,
    Numbers,
    OnOff,
    Span,
    Weekdays,
    Shift,
}
