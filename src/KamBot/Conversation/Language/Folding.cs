using System.Globalization;
using System.Text;

namespace KamBot.Conversation.Language;

/// <summary>Letters as they are compared: lower case, without accents, cedilla and comma forms alike.</summary>
internal static class Folding
{
    /// <summary>Letters that Unicode does not decompose.</summary>
    private static readonly Dictionary<int, string> Undecomposed = new()
    {
        ['ł'] = "l",
        ['Ł'] = "l",
        ['đ'] = "d",
        ['Đ'] = "d",
        ['ø'] = "o",
        ['Ø'] = "o",
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['Æ'] = "ae",
        ['œ'] = "oe",
        ['Œ'] = "oe",
        ['ı'] = "i",
        ['ŀ'] = "l",
        ['Ŀ'] = "l",
    };

    /// <summary>The letters of the four languages lie below; folding one is a look-up.</summary>
    private const int EndOfLatin = 0x250;
    private static readonly string[] Latin = [.. Enumerable.Range(0, EndOfLatin).Select(code => Folded(new Rune(code)))];

    public static void Append(StringBuilder builder, Rune rune) => builder.Append(rune.Value < EndOfLatin ? Latin[rune.Value] : Folded(rune));

    private static string Folded(Rune rune)
    {
        if (Undecomposed.TryGetValue(rune.Value, out var letters))
            return letters;
        var folded = new StringBuilder();
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (!IsMark(part))
                folded.Append(Rune.ToLowerInvariant(part).ToString());
        }
        return folded.ToString();
    }

    public static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    public static string Fold(string text) => string.Join(' ', Tokens.Of(text).Select(token => token.Text));
}
