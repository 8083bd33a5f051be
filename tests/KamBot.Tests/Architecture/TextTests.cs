using KamBot.Conversation.Language;

namespace KamBot.Tests.Architecture;

/// <summary>The texts of all slices: every language says all of them, each is used, and each fits its place.</summary>
public sealed class TextTests
{
    private const int LongestButton = 40;
    private const int LongestHeadline = 90;

    private static readonly Dictionary<string, string> English = TextFiles.Of("en");

    public static TheoryData<string> Languages => [.. TextFiles.Languages];

    public static TheoryData<string> Translations => [.. TextFiles.Languages.Where(language => language != "en")];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_key_stands_in_one_file_only(string language)
    {
        var keys = from entry in TextFiles.Entries(language)
                   group entry.File by entry.Key into files
                   where files.Count() > 1
                   select $"{files.Key}: {string.Join(", ", files)}";

        Assert.Empty(keys);
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_says_what_English_says(string language)
    {
        var texts = TextFiles.Of(language);
        var missing = English.Keys.Where(key => TextFiles.PluralOf(key, English) is null && !texts.ContainsKey(key)).Select(key => $"{key} is missing");
        var unknown = texts.Keys.Where(key => TextFiles.PluralOf(key, English) is null && !English.ContainsKey(key)).Select(key => $"{key} is not in English");

        Assert.Empty(missing.Concat(unknown));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Plurals_have_every_form_of_their_language(string language)
    {
        var texts = TextFiles.Of(language);
        var wrong = from plural in English.Keys.Select(key => TextFiles.PluralOf(key, English)).OfType<string>().Distinct()
                    let forms = texts.Keys.Where(key => TextFiles.PluralOf(key, English) == plural).Select(key => key[(plural.Length + 1)..])
                    where !Forms(language).SetEquals(forms)
                    select $"{plural}: {string.Join(", ", forms)}";

        Assert.Empty(wrong);
        Assert.DoesNotContain(English.Keys, key => key.EndsWith(".one", StringComparison.Ordinal) && TextFiles.PluralOf(key, English) is null);
    }

    /// <summary>"19 zile", but "20 de zile".</summary>
    [Fact]
    public void Twenty_and_more_take_de_in_Romanian()
    {
        var wrong = from text in TextFiles.Of("ro")
                    where TextFiles.PluralOf(text.Key, English) is not null && text.Value.Contains("{count}", StringComparison.Ordinal)
                    where text.Value.Contains("{count} de ", StringComparison.Ordinal) != text.Key.EndsWith(".other", StringComparison.Ordinal)
                    select $"{text.Key}: {text.Value}";

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_has_the_placeholders_of_English(string language)
    {
        var wrong = from text in TextFiles.Of(language)
                    let plural = TextFiles.PluralOf(text.Key, English)
                    let english = plural is null ? English.GetValueOrDefault(text.Key, text.Value) : English[$"{plural}.other"]
                    where !Needed(english, text.Key, plural).SequenceEqual(Needed(text.Value, text.Key, plural))
                    select $"{text.Key}: {text.Value}";

        Assert.Empty(wrong);
    }

    /// <summary>"email=E-mail|letter=Letter": the codes, and how many there are, are the same in all languages.</summary>
    [Theory]
    [MemberData(nameof(Translations))]
    public void Lists_have_the_parts_of_English(string language)
    {
        static IEnumerable<string> Codes(string list) => list.Split('|').Select(part => part.Contains('=') ? part[..part.IndexOf('=')] : "");

        var wrong = from text in TextFiles.Of(language)
                    where English.TryGetValue(text.Key, out var english) && !Codes(english).SequenceEqual(Codes(text.Value))
                    select $"{text.Key}: {text.Value}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_text_is_used()
    {
        var unused = from key in English.Keys
                     where !TextUses.Has(TextFiles.PluralOf(key, English) ?? key)
                     select key;

        Assert.Empty(unused);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void What_stands_on_a_button_is_short(string language)
    {
        Assert.NotEmpty(TextUses.Buttons);
        Assert.Empty(TooLong(language, TextUses.Buttons, LongestButton));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_headline_is_read_at_a_glance(string language)
    {
        Assert.NotEmpty(TextUses.Headlines);
        Assert.Empty(TooLong(language, TextUses.Headlines, LongestHeadline));
    }

    private static IEnumerable<string> TooLong(string language, IReadOnlySet<string> keys, int most) =>
        from text in TextFiles.Of(language)
        where keys.Contains(TextFiles.PluralOf(text.Key, English) ?? text.Key) && TextFiles.WithoutPlaceholders(text.Value).Length > most
        select $"{text.Key}: {text.Value}";

    /// <summary>The forms that the language's own rule gives for counts up to two hundred, a million and a half.</summary>
    private static HashSet<string> Forms(string language) =>
        [.. Enumerable.Range(0, 200).Select(count => (decimal)count).Append(1_000_000).Append(1.5m).Select(count => PluralRules.Form(language, count))];

    /// <summary>"One open offer" may leave its number out.</summary>
    private static IEnumerable<string> Needed(string text, string key, string? plural) =>
        TextFiles.Placeholders(text).Where(name => plural is null || key != $"{plural}.one" || name != "{count}");
}
