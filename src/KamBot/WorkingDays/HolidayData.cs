using System.Globalization;
using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>
/// The generated file holidays.txt, whose own header says how it is laid out. Read once into sections; a section's dates are
/// read when its calendar is asked for.
/// </summary>
internal sealed class HolidayData
{
    private readonly Dictionary<string, Section> _sections = new(StringComparer.Ordinal);

    private HolidayData(IEnumerable<string> lines)
    {
        Section? section = null;
        foreach (var line in lines)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith("years ", StringComparison.Ordinal)) (FirstYear, LastYear) = Years(line);
            else if (line.StartsWith('=')) _sections.Add((section = Section.Opening(line)).Code, section);
            else section!.Lines.Add(line);
        }
    }

    public static HolidayData Embedded { get; } = new(EmbeddedText.Lines("holidays.txt"));

    public int FirstYear { get; }

    public int LastYear { get; }

    public IEnumerable<Section> Sections => _sections.Values;

    /// <summary>The holidays of a country or region; null when the file has none of that code.</summary>
    public IReadOnlyList<Holiday>? Of(string code)
    {
        if (!_sections.TryGetValue(code, out var section)) return null;
        var own = section.Lines.Where(line => !line.StartsWith('-')).SelectMany(Holidays);
        if (CalendarCode.IsCountry(code)) return [.. own];

        var dropped = section.Lines.Where(line => line.StartsWith('-')).SelectMany(line => Dates(line[1..])).ToHashSet();
        return [.. Of(CalendarCode.CountryOf(code))!.Where(holiday => !dropped.Contains(holiday.Date)), .. own];
    }

    private IEnumerable<Holiday> Holidays(string line)
    {
        var fields = line.Split('|');
        return Dates(fields[2]).Select(date => new Holiday(date, fields[0], fields[1]));
    }

    private IEnumerable<LocalDate> Dates(string text)
    {
        foreach (var date in text.Split(' '))
        {
            var number = Number(date);
            var (month, day) = (number / 100 % 100, number % 100);
            if (date.Length == 6)
                yield return new LocalDate(2000 + (number / 10_000), month, day);
            else
                for (var year = FirstYear; year <= LastYear; year++)
                    yield return new LocalDate(year, month, day);
        }
    }

    private static (int First, int Last) Years(string line) => (Number(line.Split(' ')[1]), Number(line.Split(' ')[2]));

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    internal sealed record Section(string Code, string EnglishName, string OwnName, string OwnLanguage)
    {
        public List<string> Lines { get; } = [];

        public static Section Opening(string line) =>
            line[1..].Split('|') is [var code, var english, var own, var language]
                ? new Section(code, english, own, language)
                : throw new InvalidDataException($"holidays.txt: not an opening line: {line}");
    }
}
