using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>The generated file territories.txt: weekends and the names of countries and regions.</summary>
internal sealed class Territories
{
    private const string World = "001";

    private readonly Dictionary<string, WeekendDays> _weekends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string>> _names = new(StringComparer.Ordinal);

    private Territories(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.Split(' ') is ["weekend", var place, .. var days])
                _weekends.Add(place, new WeekendDays(days.Select(day => (IsoDayOfWeek)(day[0] - '0'))));
            else if (line.Split(' ', 4) is ["name", var language, var code, var name])
                NamesOf(code).Add(language, name);
        }
    }

    public static Territories Embedded { get; } = new(EmbeddedText.Lines("territories.txt"));

    public IEnumerable<string> Countries => _names.Keys.Where(CalendarCode.IsCountry);

    /// <summary>A place's names by two-letter language; empty for what CLDR does not know.</summary>
    public IReadOnlyDictionary<string, string> Names(string code) => _names.GetValueOrDefault(code) ?? [];

    public WeekendDays Weekend(string code) =>
        _weekends.TryGetValue(code, out var own) ? own
        : _weekends.TryGetValue(CalendarCode.CountryOf(code), out var national) ? national
        : _weekends[World];

    private Dictionary<string, string> NamesOf(string code) =>
        _names.TryGetValue(code, out var names) ? names : _names[code] = new(StringComparer.Ordinal);
}
