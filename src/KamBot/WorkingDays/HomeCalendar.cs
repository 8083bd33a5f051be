using NodaTime.TimeZones;

namespace KamBot.WorkingDays;

/// <summary>The calendar that a person most likely lives by, from what Teams tells of him. A guess to be confirmed.</summary>
internal static class HomeCalendar
{
    /// <summary>The countries that can be meant, best guess first.</summary>
    public static IEnumerable<string> Guesses(string? locale, string? ianaZone)
    {
        var (language, region) = Split(locale);
        if (OfLanguage(language, region) is { } home) yield return home;
        if (CountryOf(ianaZone) is { } country) yield return country;
        if (region is not null) yield return region;
    }

    // These languages have one country, so they say more than a zone: who writes Catalan from Europe/Madrid keeps Catalonia's days.
    private static string? OfLanguage(string? language, string? region) => (language, region) switch
    {
        ("ca", null or "ES") => CalendarRules.Catalonia,
        ("pl", null or "PL") => CalendarRules.Poland,
        ("ro", null or "RO") => CalendarRules.Romania,
        _ => null,
    };

    private static string? CountryOf(string? ianaZone)
    {
        if (ianaZone is null) return null;
        var source = TzdbDateTimeZoneSource.Default;
        // Europe/Oslo has a place of its own though it is an alias; Asia/Calcutta has one only under its present name.
        return Located(ianaZone) ?? (source.CanonicalIdMap.TryGetValue(ianaZone, out var canonical) ? Located(canonical) : null);

        string? Located(string id) => source.ZoneLocations!
            .FirstOrDefault(location => string.Equals(location.ZoneId, id, StringComparison.OrdinalIgnoreCase))?.CountryCode;
    }

    private static (string? Language, string? Region) Split(string? locale)
    {
        if (string.IsNullOrWhiteSpace(locale)) return (null, null);
        var parts = locale.Trim().Split('-', '_');
        var region = Array.FindLast(parts[1..], part => part.Length == 2);
        return (parts[0].ToLowerInvariant(), region?.ToUpperInvariant());
    }
}
