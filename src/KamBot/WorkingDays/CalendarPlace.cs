namespace KamBot.WorkingDays;

/// <summary>A country or region that has a calendar, for choice lists.</summary>
public sealed record CalendarInfo(string Code, string EnglishName);

/// <summary>A country or region with its names, by two-letter language.</summary>
internal sealed record CalendarPlace(string Code, string EnglishName, IReadOnlyDictionary<string, string> Names);
