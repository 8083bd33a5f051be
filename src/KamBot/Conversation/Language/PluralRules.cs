namespace KamBot.Conversation.Language;

/// <summary>
/// The plural category of a whole number. From Unicode CLDR, supplemental/plurals.xml (cardinal), for the four languages;
/// a number with decimals is <c>other</c> in en, ca and pl, <c>few</c> in ro.
/// </summary>
internal static class PluralRules
{
    private static readonly Dictionary<string, Func<long, string>> ByLanguage = new(StringComparer.Ordinal)
    {
        ["en"] = n => n == 1 ? "one" : "other",
        ["ca"] = n => n == 1 ? "one" : n != 0 && n % 1_000_000 == 0 ? "many" : "other",
        ["ro"] = n => n == 1 ? "one" : n == 0 || n % 100 is >= 1 and <= 19 ? "few" : "other",
        ["pl"] = n => n == 1 ? "one" : n % 10 is >= 2 and <= 4 && n % 100 is not (>= 12 and <= 14) ? "few" : "many",
    };

    public static string Form(string language, decimal count)
    {
        count = Math.Abs(count);
        if (!decimal.IsInteger(count))
            return language == "ro" ? "few" : "other";
        return ByLanguage.TryGetValue(language, out var rule) ? rule((long)decimal.Min(count, long.MaxValue)) : "other";
    }
}
