using System.Text.Json;

namespace KamBot.Conversation.Language;

/// <summary>What Unicode CLDR says of one language; week and year begin with Monday and January. <see cref="Months"/> are the forms beside a day: "kwietnia", "d'abril".</summary>
internal sealed record Cldr(
    IReadOnlyList<string> Months,
    IReadOnlyList<string> MonthsShort,
    IReadOnlyList<string> MonthsAlone,
    IReadOnlyList<string> MonthsAloneShort,
    IReadOnlyList<string> Weekdays,
    IReadOnlyList<string> WeekdaysShort,
    IReadOnlyDictionary<string, string> Plurals)
{
    private static readonly Lazy<File> Data = new(() => JsonSerializer.Deserialize<File>(GrammarFiles.Text("Conversation/Language/Data/Time/cldr.json"), LanguageWords.Json)!);

    public static bool Knows(string language) => Data.Value.Languages.ContainsKey(language);

    public static Cldr Of(string language) =>
        Data.Value.Languages.GetValueOrDefault(language) ?? throw new FormatException($"cldr.json does not hold '{language}'; renew-cldr.mjs adds it.");

    /// <summary>Every form of each month's name.</summary>
    public IEnumerable<string[]> MonthForms =>
        Enumerable.Range(0, Months.Count).Select(month => (string[])[Months[month], MonthsShort[month], MonthsAlone[month], MonthsAloneShort[month]]);

    public IEnumerable<string[]> WeekdayForms => Weekdays.Zip(WeekdaysShort, (wide, narrow) => (string[])[wide, narrow]);

    private sealed record File(string Version, IReadOnlyDictionary<string, Cldr> Languages);
}
