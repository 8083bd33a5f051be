using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KamBot.Tests.Architecture;

/// <summary>The texts of every slice as they lie in its resx files: <c>AccountTexts.resx</c> is English, <c>AccountTexts.ca.resx</c> Catalan.</summary>
internal static partial class TextFiles
{
    /// <summary>English, and every language that any slice has texts in.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. Files().Select(LanguageOf).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>All slices' texts in one language, with the file each stands in; a key may stand there twice.</summary>
    public static IEnumerable<(string Key, string Text, string File)> Entries(string language) =>
        from file in Files()
        where LanguageOf(file) == language
        from data in XDocument.Load(file).Root!.Elements("data")
        select ((string)data.Attribute("name")!, (string)data.Element("value")!, Path.GetFileName(file));

    public static Dictionary<string, string> Of(string language) =>
        Entries(language).GroupBy(entry => entry.Key).ToDictionary(entries => entries.Key, entries => entries.First().Text, StringComparer.Ordinal);

    /// <summary>"Client.Count" where English has Client.Count.one and Client.Count.other; null for a plain key.</summary>
    public static string? PluralOf(string key, IReadOnlyDictionary<string, string> english) =>
        key.LastIndexOf('.') is var dot and > 0 && key[..dot] is var name && english.ContainsKey($"{name}.one") && english.ContainsKey($"{name}.other") ? name : null;

    public static string[] Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What always stands there, whatever is filled in.</summary>
    public static string WithoutPlaceholders(string text) => Placeholder().Replace(text, "");

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "KamBot"), "*.resx", SearchOption.AllDirectories).Where(file => TextFile().IsMatch(Path.GetFileName(file)));

    private static string LanguageOf(string file) =>
        TextFile().Match(Path.GetFileName(file)).Groups["language"] is { Success: true } language ? language.Value : "en";

    [GeneratedRegex(@"^\w+Texts(\.(?<language>\w+))?\.resx$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TextFile();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();
}
