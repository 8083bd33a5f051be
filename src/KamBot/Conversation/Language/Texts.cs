using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>One slice's texts; every slice registers its own.</summary>
public sealed record TextSource(ResourceManager Resources);

/// <summary>
/// All slices' texts. A key that a language lacks is answered in English and logged once.
/// With <paramref name="strict"/> (tests, development) a missing key and a placeholder without value, or a value without placeholder, throw.
/// </summary>
public sealed class Texts(IEnumerable<TextSource> sources, bool strict = false, ILogger<Texts>? logger = null)
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    private readonly TextSource[] sources = [.. sources];
    private readonly ILogger logger = logger ?? NullLogger<Texts>.Instance;
    private readonly ConcurrentDictionary<(string, string), bool> said = new();

    /// <summary>The reader of a language, in a locale ("en-GB") and zone.</summary>
    public Reader ReaderOf(string language, string locale, DateTimeZone zone) => new(this, language, Cultures.Of(locale), zone);

    internal string Plural(string key, decimal count, string language) =>
        Find($"{key}.{PluralRules.Form(language, count)}", language, optional: true) ?? Text($"{key}.other", language);

    internal string Text(string key, string language) => Find(key, language, optional: false)!;

    internal string Fill(string text, IReadOnlyList<(string Name, string Value)> values)
    {
        var filled = new StringBuilder(text.Length + 32);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        while (text.IndexOf('{', at) is var open and >= 0 && text.IndexOf('}', open) is var close and >= 0)
        {
            var name = text[(open + 1)..close];
            var known = values.Any(value => value.Name == name);
            if (!known && strict)
                throw new FormatException($"'{text}' has no value for {{{name}}}.");
            filled.Append(text, at, open - at).Append(known ? values.First(value => value.Name == name).Value : text[open..(close + 1)]);
            used.Add(name);
            at = close + 1;
        }
        if (strict && values.FirstOrDefault(value => !used.Contains(value.Name)) is { Name: { } unused })
            throw new FormatException($"'{text}' has no place for {{{unused}}}.");
        return filled.Append(text, at, text.Length - at).ToString();
    }

    private string? Find(string key, string language, bool optional)
    {
        var culture = Cultures.Of(language);
        foreach (var source in sources)
        {
            // The language's own file, without its parents: English is the fallback on purpose, and is logged.
            if (source.Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)?.GetString(key) is { } text)
                return text;
        }
        foreach (var source in sources)
        {
            if (source.Resources.GetString(key, English) is not { } english)
                continue;
            if (language != "en" && said.TryAdd((key, language), true))
                logger.LogWarning("The text {Key} is missing in {Language}; English is shown", key, language);
            return english;
        }
        if (optional)
            return null;
        if (strict)
            throw new MissingManifestResourceException($"There is no text '{key}'.");
        if (said.TryAdd((key, language), true))
            logger.LogError("There is no text {Key}", key);
        return key;
    }
}
