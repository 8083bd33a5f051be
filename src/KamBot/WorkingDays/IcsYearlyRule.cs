using System.Globalization;
using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>
/// An RRULE that repeats every year or every few: on the day it started, on a given day of a month, or on a month's n-th weekday
/// ("the last Monday of May").
/// </summary>
internal sealed class IcsYearlyRule
{
    private static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private int _interval = 1;
    private int _count = int.MaxValue;
    private LocalDate _until = LocalDate.MaxIsoValue;
    private int? _month;
    private int? _dayOfMonth;
    private (int Nth, IsoDayOfWeek Day)? _weekday;

    private IcsYearlyRule()
    {
    }

    /// <summary>Null for a rule of any other kind.</summary>
    public static IcsYearlyRule? Parse(string text)
    {
        var rule = new IcsYearlyRule();
        var yearly = false;
        foreach (var part in text.ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=') is not [var name, var value]) return null;
            if (name == "FREQ") yearly = value == "YEARLY";
            else if (!rule.Take(name, value)) return null;
        }
        // A weekday without a month counts through the year, which no holiday does.
        return yearly && (rule._weekday is null || rule is { _month: not null, _dayOfMonth: null }) ? rule : null;
    }

    public IEnumerable<LocalDate> From(LocalDate start)
    {
        var count = 0;
        for (var year = start.Year; year <= IcsEvent.LastYear; year += _interval)
        {
            if (In(year, start) is not { } date || date < start) continue;
            if (date > _until || ++count > _count) yield break;
            yield return date;
        }
    }

    private bool Take(string name, string value)
    {
        switch (name)
        {
            case "INTERVAL": return Number(value, 1, IcsEvent.LastYear) is { } interval && (_interval = interval) > 0;
            case "COUNT": return Number(value, 1, int.MaxValue) is { } count && (_count = count) > 0;
            case "BYMONTH": return (_month = Number(value, 1, 12)) is not null;
            case "BYMONTHDAY": return (_dayOfMonth = Number(value, 1, 31)) is not null;
            case "BYDAY": return (_weekday = NthWeekday(value)) is not null;
            case "UNTIL" when value.Length >= 8 && IcsEvent.WholeDay(value[..8]) is { } until:
                _until = until;
                return true;
            default: return name == "WKST";
        }
    }

    /// <summary>The date in that year, or null in a year that lacks it (29 February, a fifth Monday).</summary>
    private LocalDate? In(int year, LocalDate start)
    {
        var month = new YearMonth(year, _month ?? start.Month);
        var length = CalendarSystem.Iso.GetDaysInMonth(month.Year, month.Month);
        var day = _weekday is var (nth, weekday) ? DayOfNth(month, length, nth, weekday) : _dayOfMonth ?? start.Day;
        return day >= 1 && day <= length ? month.OnDayOfMonth(day) : null;
    }

    private static int DayOfNth(YearMonth month, int length, int nth, IsoDayOfWeek weekday)
    {
        if (nth > 0)
            return 1 + (((int)weekday - (int)month.OnDayOfMonth(1).DayOfWeek + 7) % 7) + ((nth - 1) * 7);
        return length - (((int)month.OnDayOfMonth(length).DayOfWeek - (int)weekday + 7) % 7) + ((nth + 1) * 7);
    }

    private static (int, IsoDayOfWeek)? NthWeekday(string value)
    {
        if (value.Length < 3) return null;
        var day = Array.IndexOf(Weekdays, value[^2..]) + 1;
        var nth = int.TryParse(value[..^2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : 0;
        return day > 0 && nth is (>= 1 and <= 5) or (>= -5 and <= -1) ? (nth, (IsoDayOfWeek)day) : null;
    }

    private static int? Number(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
