using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace KamBot.WorkingDays;

/// <summary>One VEVENT while it is read, and the days off it means.</summary>
internal sealed class IcsEvent(int line)
{
    internal const int LastYear = 2100;
    private const int FirstYear = 1900;
    private const int LongestEvent = 366;

    private static readonly LocalDatePattern BasicDate = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    private readonly Dictionary<string, string> _properties = new(StringComparer.Ordinal);
    private readonly List<string> _exceptions = [];

    public int Line { get; } = line;

    public void Take(IcsLine property)
    {
        if (property.Name == "EXDATE") _exceptions.AddRange(property.Value.Split(','));
        else _properties.TryAdd(property.Name, property.Value);
    }

    public IEnumerable<CalendarChange> DaysOff(string calendar, IcsProblems problems)
    {
        if (string.Equals(Property("STATUS"), "CANCELLED", StringComparison.OrdinalIgnoreCase)) return [];
        if (WholeDay(Property("DTSTART")) is not { Year: >= FirstYear and <= LastYear } start) return Refuse("the event has no usable day of start, or has an hour as well");
        if (Length(start) is not (>= 1 and <= LongestEvent and var length)) return Refuse("the event's end makes no sense");
        if (Unescape(Property("SUMMARY")) is not { Length: > 0 } name) return Refuse("the event has no name");

        var exceptions = _exceptions.Select(text => WholeDay(text.Trim())).ToHashSet();
        return from first in Starts(start, problems)
               where !exceptions.Contains(first)
               from day in Enumerable.Range(0, length)
               select new CalendarChange(calendar, first.PlusDays(day), IsWorking: false, name);

        IEnumerable<CalendarChange> Refuse(string why)
        {
            problems.Add(Line, why);
            return [];
        }
    }

    private IEnumerable<LocalDate> Starts(LocalDate start, IcsProblems problems)
    {
        if (Property("RRULE") is not { } rule) return [start];
        if (IcsYearlyRule.Parse(rule) is { } yearly) return yearly.From(start);
        problems.Add(Line, "the event's repetition is not understood; only its first day was taken");
        return [start];
    }

    /// <summary>Days until DTEND, which is exclusive, or by DURATION; one when the event says neither.</summary>
    private int? Length(LocalDate start)
    {
        if (Property("DTEND") is { } end)
        {
            // Some writers repeat the start as the end of a one-day event.
            return WholeDay(end) is { } last ? Math.Max(Period.DaysBetween(start, last), last == start ? 1 : 0) : null;
        }
        if (Property("DURATION") is not { } duration) return 1;
        if (duration is not ['P', .. var digits, var unit] || unit is not ('D' or 'W')) return null;
        return short.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number * (unit == 'W' ? 7 : 1) : null;
    }

    private string? Property(string name) => _properties.GetValueOrDefault(name)?.Trim();

    /// <summary>A date, or the midnight by which Outlook writes one.</summary>
    internal static LocalDate? WholeDay(string? text) =>
        text is { Length: 8 } || (text is { Length: 15 } && text.EndsWith("T000000", StringComparison.Ordinal))
            ? BasicDate.Parse(text[..8]) is { Success: true } parsed ? parsed.Value : null
            : null;

    private static string? Unescape(string? text)
    {
        if (text is null || !text.Contains('\\', StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var escaped = text[i] == '\\' && i + 1 < text.Length;
            plain.Append(!escaped ? text[i] : text[++i] is 'n' or 'N' ? ' ' : text[i]);
        }
        return plain.ToString().Trim();
    }
}
