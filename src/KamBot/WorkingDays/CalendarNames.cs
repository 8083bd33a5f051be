using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace KamBot.WorkingDays;

/// <summary>Finds a place by what people call it: "Catalunya", "catalonia", "Polska", "Hiszpania".</summary>
internal sealed class CalendarNames
{
    private const int LongestName = 100;

    private readonly FrozenDictionary<string, string> _codes;

    public CalendarNames(IEnumerable<CalendarPlace> places)
    {
        // Georgia is a country before it is a state; a name that two regions bear ("Punjab") finds neither.
        var byName = places
            .SelectMany(place => place.Names.Values.Append(place.EnglishName).Select(Fold).Distinct(), (place, name) => (place, name))
            .GroupBy(named => named.name, named => named.place, StringComparer.Ordinal);
        _codes = byName
            .Select(group => (group.Key, Places: OnlyCountries([.. group])))
            .Where(found => found.Places.Count == 1)
            .ToFrozenDictionary(found => found.Key, found => found.Places[0].Code, StringComparer.Ordinal);
    }

    public string? Find(string name) => name.Length <= LongestName ? _codes.GetValueOrDefault(Fold(name)) : null;

    private static List<CalendarPlace> OnlyCountries(List<CalendarPlace> places) =>
        places.Exists(place => CalendarCode.IsCountry(place.Code)) ? places.FindAll(place => CalendarCode.IsCountry(place.Code)) : places;

    /// <summary>Letters and digits in lower case without accents; a single space for whatever stands between.</summary>
    private static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        // Normalize throws on half a surrogate pair, which a user's text may hold; runes put a replacement character there.
        foreach (var c in string.Concat(name.EnumerateRunes()).Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (char.IsLetterOrDigit(c)) folded.Append(c == 'ł' ? 'l' : c);
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        return folded.ToString().TrimEnd();
    }
}
