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

    public static void Append(StringBuilder builder, Rune rune)
    {
        if (rune.IsAscii)
        {
            builder.Append((char)(rune.Value is >= 'A' and <= 'Z' ? rune.Value | 0x20 : rune.Value));
            return;
        }
        if (Undecomposed.TryGetValue(rune.Value, out var letters))
        {
            builder.Append(letters);
            return;
        }
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (!IsMark(part))
                builder.Append(Rune.ToLowerInvariant(part).ToString());
        }
    }

    public static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    public static string Fold(string text) => string.Join(' ', Tokens.Of(text).Select(token => token.Text));
}
