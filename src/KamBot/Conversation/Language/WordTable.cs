namespace KamBot.Conversation.Language;

/// <summary>A value recognised in the line: tokens from <see cref="First"/> up to, not including, <see cref="End"/>.</summary>
internal sealed record Found<T>(T Value, int First, int End, Doubt? Doubt = null);

/// <summary>Finds listed word sequences ("day after tomorrow", "€", "zł"); the longest wins.</summary>
internal sealed class WordTable<T>
{
    private readonly Dictionary<string, List<(string[] Words, T Value)>> byFirst = new(StringComparer.Ordinal);

    public WordTable(IEnumerable<(string Words, T Value)> entries)
    {
        foreach (var (text, value) in entries)
        {
            string[] words = [.. Tokens.Of(text).Select(token => token.Text)];
            if (words.Length == 0)
                throw new FormatException($"'{text}' holds no word.");
            foreach (var typed in Contractions.Of(words))
                Add(typed, value);
        }
        foreach (var list in byFirst.Values)
            list.Sort((a, b) => b.Words.Length - a.Words.Length);
    }

    /// <summary>Every word of every sequence.</summary>
    public IEnumerable<string> Words => byFirst.Values.SelectMany(list => list).SelectMany(entry => entry.Words);

    public Found<T>? At(Tokens line, int index)
    {
        if (index < 0 || index >= line.Count || !byFirst.TryGetValue(line[index].Text, out var list))
            return null;
        foreach (var (words, value) in list)
        {
            if (Matches(line, index, words))
                return new Found<T>(value, index, index + words.Length);
        }
        return null;
    }

    /// <summary>The end of the sequence that starts here, or the index itself when none does.</summary>
    public int Skip(Tokens line, int index) => At(line, index)?.End ?? index;

    private void Add(string[] words, T value)
    {
        if (!byFirst.TryGetValue(words[0], out var list))
            byFirst.Add(words[0], list = []);
        list.Add((words, value));
    }

    private static bool Matches(Tokens line, int index, string[] words)
    {
        if (index + words.Length > line.Count)
            return false;
        for (var i = 1; i < words.Length; i++)
        {
            if (!line.Is(index + i, words[i]))
                return false;
        }
        return true;
    }
}

/// <summary>Words that an apostrophe or a hyphen holds together are typed without it too: "whats", "n am raspuns", "nam raspuns".</summary>
internal static class Contractions
{
    public static IEnumerable<string[]> Of(string[] words)
    {
        yield return words;
        if (Holds(words, "'"))
            yield return Joined(words, "'");
        if (!Holds(words, "-"))
            yield break;
        yield return Joined(words, "-");
        yield return [.. words.Where(word => word != "-")];
    }

    private static bool Holds(string[] words, string sign) => words.Length > 2 && words[0] != sign && words.Contains(sign, StringComparer.Ordinal);

    private static string[] Joined(string[] words, string sign)
    {
        var joined = new List<string>(words.Length);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == sign && i > 0 && i + 1 < words.Length)
                joined[^1] += words[++i];
            else
                joined.Add(words[i]);
        }
        return [.. joined];
    }
}
