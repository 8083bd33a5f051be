namespace KamBot.WorkingDays;

/// <summary>A country or region that has a calendar, with its name in the reader's language, for choice lists.</summary>
public sealed record CalendarInfo(string Code, string Name);

/// <summary>A country or region with its names, by two-letter language.</summary>
internal sealed record CalendarPlace(string Code, string EnglishName, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>The English name where the place has none in that language.</summary>
    public string NameIn(string language) => Names.GetValueOrDefault(language, EnglishName);
}
