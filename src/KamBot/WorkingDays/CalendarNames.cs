using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace KamBot.WorkingDays;

/// <summary>Finds a place by what people call it: "Catalunya", "catalonia", "Polska", "Hiszpania".</summary>
internal sealed class CalendarNames
{
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

    public string? Find(string name) => _codes.GetValueOrDefault(Fold(name));

    private static List<CalendarPlace> OnlyCountries(List<CalendarPlace> places) =>
        places.Exists(place => CalendarCode.IsCountry(place.Code)) ? places.FindAll(place => CalendarCode.IsCountry(place.Code)) : places;

    /// <summary>Lower case, no accents, single spaces, plain apostrophes and hyphens.</summary>
    private static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (char.IsLetterOrDigit(c)) folded.Append(c == 'ł' ? 'l' : c);
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        return folded.ToString().TrimEnd();
    }
}
