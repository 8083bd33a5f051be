using System.Text;

namespace KamBot.WorkingDays;

/// <summary>A content line, unfolded: its name in upper case and its value; parameters say nothing that days off need.</summary>
internal readonly record struct IcsLine(int Number, string Name, string Value)
{
    private const int LongestLine = 8_192;
    private const int LargestNumberOfLines = 200_000;

    public static IEnumerable<IcsLine> ReadAll(TextReader reader, IcsProblems problems)
    {
        foreach (var (number, text) in Unfold(reader, problems))
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            if (Parse(number, text) is { } line) yield return line;
            else problems.Add(number, "not a line of a calendar");
        }
    }

    private static IEnumerable<(int Number, string Text)> Unfold(TextReader reader, IcsProblems problems)
    {
        var unfolded = new StringBuilder();
        var first = 1;
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (number > LargestNumberOfLines)
            {
                problems.Add(number, "the file is too long; the rest was left out");
                break;
            }
            if (line is [' ' or '\t', ..])
            {
                Append(unfolded, line.AsSpan(1));
                continue;
            }
            yield return (first, Complete());
            unfolded.Clear();
            first = number;
            Append(unfolded, line);
        }
        yield return (first, Complete());

        string Complete()
        {
            if (unfolded.Length == LongestLine) problems.Add(first, "the line is too long; its end was left out");
            return unfolded.ToString();
        }
    }

    private static void Append(StringBuilder text, ReadOnlySpan<char> more) =>
        text.Append(more[..Math.Min(more.Length, LongestLine - text.Length)]);

    /// <summary>NAME;PARAMETER="may hold: a colon";OTHER=x:value</summary>
    private static IcsLine? Parse(int number, string text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            if (text[i] != ':' || quoted) continue;
            var name = text[..i].Split(';')[0].Trim().TrimStart('\uFEFF');
            return name.Length == 0 ? null : new IcsLine(number, name.ToUpperInvariant(), text[(i + 1)..]);
        }
        return null;
    }
}
