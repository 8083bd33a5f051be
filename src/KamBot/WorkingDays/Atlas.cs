using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace KamBot.WorkingDays;

/// <summary>All places and their calendars as the law has them, before any administrator's change.</summary>
internal static class Atlas
{
    private static readonly FrozenDictionary<string, CalendarPlace> Places =
        Regions().Concat(Countries()).ToFrozenDictionary(place => place.Code, StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, WorkingCalendar> Made = new(StringComparer.Ordinal);

    private static readonly Lazy<CalendarNames> Names = new(() => new CalendarNames(Places.Values));

    private static readonly ConcurrentDictionary<string, IReadOnlyList<CalendarInfo>> Listed = new(StringComparer.Ordinal);

    /// <summary>All places by their names in the culture's language, in its alphabet's order.</summary>
    public static IReadOnlyList<CalendarInfo> Infos(CultureInfo culture) => Listed.GetOrAdd(
        culture.TwoLetterISOLanguageName,
        language => [.. Places.Values
            .Select(place => new CalendarInfo(place.Code, place.NameIn(language)))
            .OrderBy(info => info.Name, StringComparer.Create(culture, ignoreCase: true))
            .ThenBy(info => info.Code, StringComparer.Ordinal)]);

    public static bool Has(string code) => Places.ContainsKey(code);

    /// <summary>The code that a code in any spelling or a name means.</summary>
    public static string? Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var code = CalendarCode.Of(text);
        return Has(code) ? code : Names.Value.Find(text);
    }

    public static WorkingCalendar Calendar(string code) => Made.GetOrAdd(code, Make);

    private static WorkingCalendar Make(string code) => new(Places[code], HolidaysOf(code), Territories.Embedded.Weekend(code));

    private static IHolidays HolidaysOf(string code)
    {
        if (CalendarRules.Of(code) is { } rule) return new HolidaysByRule(rule);
        var data = HolidayData.Embedded;
        return data.Of(code) is { } listed ? new ListedHolidays(listed, data.FirstYear, data.LastYear) : UnknownHolidays.Instance;
    }

    private static IEnumerable<CalendarPlace> Regions() =>
        from section in HolidayData.Embedded.Sections
        where !CalendarCode.IsCountry(section.Code)
        select section.Code == CalendarRules.Catalonia ? Catalonia.Place : Place(section.Code, section);

    private static IEnumerable<CalendarPlace> Countries()
    {
        var sections = HolidayData.Embedded.Sections.ToDictionary(section => section.Code, StringComparer.Ordinal);
        return sections.Keys.Where(CalendarCode.IsCountry)
            .Union(Territories.Embedded.Countries)
            .Select(code => Place(code, sections.GetValueOrDefault(code)));
    }

    private static CalendarPlace Place(string code, HolidayData.Section? section)
    {
        var names = new Dictionary<string, string>(Territories.Embedded.Names(code), StringComparer.Ordinal);
        if (section is not null) names.TryAdd(section.OwnLanguage, section.OwnName);
        return new CalendarPlace(code, names.GetValueOrDefault("en") ?? section!.EnglishName, names);
    }
}
