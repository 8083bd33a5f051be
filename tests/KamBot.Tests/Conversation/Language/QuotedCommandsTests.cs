using System.Text.RegularExpressions;
using KamBot.Conversation.Language;
using KamBot.Tests.Architecture;

namespace KamBot.Tests.Conversation.Language;

/// <summary>What a text tells its reader to type is understood in the reader's language.</summary>
public sealed partial class QuotedCommandsTests
{
    public static TheoryData<string> Languages => [.. TextFiles.Languages.Intersect(English.Catalogue.Languages)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void What_a_text_says_to_type_is_understood(string language)
    {
        var context = new LineContext(language, English.Catalogue.LocaleOf(language), English.Wednesday.Today, English.Wednesday.Time);
        var lines = from text in TextFiles.Of(language)
                    where IsHint(text.Key)
                    from Match quote in Quote().Matches(text.Value)
                    select Filled(quote.Groups["line"].Value) into line
                    where !line.Contains('{') && !line.Contains('…')
                    select line;

        string[] unknown = [.. lines.Distinct().Where(line => !IsUnderstood(line, context))];

        Assert.NotEmpty(lines);
        Assert.True(unknown.Length == 0, string.Join(Environment.NewLine, unknown));
    }

    /// <summary>A command, a yes or no, or what corrects the entry before.</summary>
    private static bool IsUnderstood(string line, LineContext context) =>
        (English.Understanding.Understand(line, context) is { Intent: not null } understood && understood.Language == context.Language)
        || English.Understanding.YesNo(line, context) is not null
        || English.Understanding.IsCorrection(line, context, out _);

    /// <summary>Labels of a form quote answers, not commands.</summary>
    private static bool IsHint(string key) => !key.Contains(".Label.", StringComparison.Ordinal);

    private static string Filled(string quoted) =>
        quoted.Replace("{client}", "Vila Nord", StringComparison.Ordinal).Replace("{number}", "2", StringComparison.Ordinal);

    [GeneratedRegex("[\"«„](?<line>[^\"«»„”]+)[\"»”]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quote();
}
