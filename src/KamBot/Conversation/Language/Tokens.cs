using System.Collections;
using System.Globalization;
using System.Text;

namespace KamBot.Conversation.Language;

/// <summary>
/// A line as normalised tokens that keep their place in the original. Reading is bounded: what lies beyond
/// the bounds is not looked at, but a text that runs to the end of the line keeps it.
/// </summary>
internal sealed class Tokens : IReadOnlyList<Token>
{
    public const int MaxCharacters = 4_000;
    public const int MaxTokens = 400;

    private readonly List<Token> tokens = [];

    private Tokens(string original) => Original = original;

    public string Original { get; }

    public int Count => tokens.Count;

    public Token this[int index] => Look(index);

    /// <summary>How often a token was looked at, by all languages together: the measure of work that the tests hold to the line's length.</summary>
    public int Looks { get; private set; }

    /// <summary>True when the line went on after the last token.</summary>
    public bool Cut { get; private set; }

    public static Tokens Of(string line)
    {
        var result = new Tokens(line);
        result.Split();
        return result;
    }

    /// <summary>No space between this token and the one before.</summary>
    public bool Glued(int index) => index > 0 && index < Count && !Look(index).SpaceBefore;

    /// <summary>The word before goes on here, perhaps behind a hyphen or an apostrophe: "m-am", "m'han".</summary>
    public bool GoesOn(int index) =>
        Glued(index) && (IsWord(index) || (Look(index).Text is "-" or "'" && Glued(index + 1) && IsWord(index + 1)));

    /// <summary>A dash without spaces joins this number to the one before: "20-24 April", "48-50k".</summary>
    public bool IsJoined(int index) =>
        index > 1 && Glued(index) && Glued(index - 1) && IsNumber(index) && Look(index - 1).Text is "-" or "–" or "—" && IsNumber(index - 2);

    public bool Is(int index, string text) => index >= 0 && index < Count && Look(index).Is(text);

    public bool IsNumber(int index) => index >= 0 && index < Count && Look(index).IsNumber;

    public bool IsWord(int index) => index >= 0 && index < Count && Look(index).IsWord;

    /// <summary>The user's own words from the first token up to, not including, the end token.</summary>
    public string Slice(int first, int end)
    {
        if (first >= end)
            return "";
        var stop = end == Count && Cut ? Original.Length : tokens[end - 1].End;
        return Original[tokens[first].Start..stop].Trim();
    }

    public IEnumerator<Token> GetEnumerator() => tokens.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Token Look(int index)
    {
        Looks++;
        return tokens[index];
    }

    private void Split()
    {
        var text = new StringBuilder();
        var at = 0;
        var space = false;
        var limit = Math.Min(Original.Length, MaxCharacters);
        while (at < limit && tokens.Count < MaxTokens)
        {
            Rune.DecodeFromUtf16(Original.AsSpan(at), out var rune, out var length);
            if (Rune.IsWhiteSpace(rune) && rune.Value != '\n' || Rune.IsControl(rune) && rune.Value != '\n' || IsInvisible(rune))
            {
                space = true;
                at += length;
                continue;
            }
            var start = at;
            text.Clear();
            var kind = KindOf(rune);
            do
            {
                Append(text, rune, kind);
                at += length;
                if (at >= limit)
                    break;
                if (kind == TokenKind.Word && JoinsTwoLs(at))
                    at++;
                Rune.DecodeFromUtf16(Original.AsSpan(at), out rune, out length);
            }
            while (kind != TokenKind.Sign && Continues(kind, rune));
            if (text.Length > 0)
                tokens.Add(new Token(text.ToString(), kind, start, at, space || tokens.Count == 0, char.IsUpper(Original[start])));
            space = false;
        }
        Cut = at < Original.Length && !string.IsNullOrWhiteSpace(Original[at..]);
    }

    private static bool Continues(TokenKind kind, Rune rune) =>
        kind == TokenKind.Number ? Rune.IsDigit(rune) : KindOf(rune) == TokenKind.Word || Folding.IsMark(rune);

    /// <summary>The Catalan l·l of "cancel·la", also typed with a full point or a hyphen: one word, written "cancella".</summary>
    private bool JoinsTwoLs(int at) =>
        at + 1 < Original.Length && Original[at] is '·' or '•' or '‧' or '∙' or '⋅' or '.' or '-'
        && Original[at - 1] is 'l' or 'L' && Original[at + 1] == Original[at - 1] && at > 1 && char.IsLetter(Original[at - 2]);

    private static TokenKind KindOf(Rune rune) =>
        Rune.IsDigit(rune) ? TokenKind.Number : Rune.IsLetter(rune) ? TokenKind.Word : TokenKind.Sign;

    private static void Append(StringBuilder text, Rune rune, TokenKind kind)
    {
        if (kind == TokenKind.Number)
            text.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(rune.ToString(), 0)));
        else if (kind == TokenKind.Word)
        {
            if (!Folding.IsMark(rune))
                Folding.Append(text, rune);
        }
        else
            text.Append(Sign(rune));
    }

    /// <summary>Signs that keyboards and phones write in several ways.</summary>
    private static string Sign(Rune rune) => rune.Value switch
    {
        '’' or '‘' or '´' or '`' or 'ʼ' => "'",
        '“' or '”' or '„' or '«' or '»' => "\"",
        '‐' or '‑' or '−' => "-",
        '…' => ".",
        _ => rune.ToString(),
    };

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format;
}
