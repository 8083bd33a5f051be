namespace KamBot.Conversation.Language;

/// <summary>
/// What the brackets of one grammar file hold, each read once: the same word lists stand in hundreds of phrases, with dozens of
/// forms each. Phrases share what comes of them.
/// </summary>
/// <param name="lists">The file's word lists by their names: <c>(&lt;offer&gt;|new &lt;offer&gt;)</c>.</param>
internal sealed class PhraseForms(IReadOnlyDictionary<string, string[]> lists)
{
    /// <summary>More can only be lists that name each other in a ring.</summary>
    private const int MostListsInAForm = 12;

    private readonly Dictionary<string, IReadOnlyList<string[]>> byContent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[][]> byForm = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> byPiece = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);

    /// <summary>The alternatives of a bracket, as the words of a line stand in tokens.</summary>
    /// <exception cref="FormatException">One is empty, or names a list that is not there or names itself.</exception>
    public IReadOnlyList<string[]> Of(string content)
    {
        if (!byContent.TryGetValue(content, out var alternatives))
            byContent.Add(content, alternatives = [.. content.Split('|').SelectMany(words => Forms(words)).SelectMany(Typed)]);
        return alternatives;
    }

    /// <summary>A list may name others, but not itself.</summary>
    private IEnumerable<string> Forms(string form, int depth = 0)
    {
        var start = form.IndexOf('<', StringComparison.Ordinal);
        if (start < 0)
            return [form];
        var end = form.IndexOf('>', start);
        if (end < 0 || depth == MostListsInAForm || !lists.TryGetValue(form[(start + 1)..end], out var list))
            throw new FormatException($"'{form}' names a word list that is not there, or one that names itself.");
        return list.SelectMany(each => Forms(form[..start] + each + form[(end + 1)..], depth + 1));
    }

    private string[][] Typed(string form)
    {
        if (byForm.TryGetValue(form, out var typed))
            return typed;
        string[] tokens = [.. form.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Pieces)];
        if (tokens.Length == 0)
            throw new FormatException($"'{form}' is an empty alternative.");
        typed = [.. Contractions.Of(tokens).Select(sequence => Array.ConvertAll(sequence, Shared))];
        byForm.Add(form, typed);
        return typed;
    }

    /// <summary>No token reaches over a space.</summary>
    private string[] Pieces(string piece)
    {
        if (!byPiece.TryGetValue(piece, out var tokens))
            byPiece.Add(piece, tokens = [.. Tokens.Of(piece).Select(token => token.Text)]);
        return tokens;
    }

    private string Shared(string word) => words.TryAdd(word, word) ? word : words[word];
}
