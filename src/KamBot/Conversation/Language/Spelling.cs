namespace KamBot.Conversation.Language;

/// <summary>
/// Forgives one wrong, missing, doubled or swapped letter in a trigger word ("propsal", "confrimed"). A word that the language
/// knows otherwise is no slip: Polish "dostaną" (they will get) is not "dostała" (it was got).
/// </summary>
internal sealed class Spelling
{
    private const int Shortest = 5;
    private const int Longest = 20;

    private readonly HashSet<string> known;
    private readonly Dictionary<string, List<string>> byDeletion = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>>.AlternateLookup<ReadOnlySpan<char>> byLetters;

    public Spelling(IEnumerable<string> triggers, IEnumerable<string> otherWords)
    {
        var targets = new HashSet<string>(triggers, StringComparer.Ordinal);
        known = new HashSet<string>(targets.Concat(otherWords), StringComparer.Ordinal);
        foreach (var word in targets.Where(word => word.Length >= Shortest && word.All(char.IsLetter)).Order(StringComparer.Ordinal))
        {
            Add(word, word);
            for (var at = 0; at < word.Length; at++)
                Add(word.Remove(at, 1), word);
        }
        byLetters = byDeletion.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Correct(string word)
    {
        if (word.Length is < Shortest or > Longest || known.Contains(word))
            return word;
        if ((Candidate(word, word) ?? Undoubled(word)) is { } clear)
            return clear;
        // The word without its first letter, then without its second …
        Span<char> shorter = stackalloc char[Longest];
        shorter = shorter[..(word.Length - 1)];
        word.AsSpan(1).CopyTo(shorter);
        string? likely = null;
        for (var at = 0; at < word.Length; at++)
        {
            // Swapped letters are likelier than a letter too few or too many: "oferat" is "oferta" rather than "ofert".
            if (Candidate(shorter, word) is { } found && (likely is null || (found.Length == word.Length && likely.Length != word.Length)))
                likely = found;
            if (at < shorter.Length)
                shorter[at] = word[at];
        }
        return likely ?? word;
    }

    /// <summary>"Ofertta": a letter struck twice is the likeliest slip.</summary>
    private string? Undoubled(string word)
    {
        for (var at = 1; at < word.Length; at++)
        {
            if (word[at] == word[at - 1] && word.Remove(at, 1) is var meant && known.Contains(meant))
                return meant;
        }
        return null;
    }

    private string? Candidate(ReadOnlySpan<char> letters, string word)
    {
        if (!byLetters.TryGetValue(letters, out var words))
            return null;
        foreach (var meant in words)
        {
            if (IsOneSlipAway(word, meant))
                return meant;
        }
        return null;
    }

    private void Add(string key, string word)
    {
        if (!byDeletion.TryGetValue(key, out var words))
            byDeletion.Add(key, words = []);
        words.Add(word);
    }

    private static bool IsOneSlipAway(string a, string b)
    {
        var (start, endA, endB) = (0, a.Length, b.Length);
        while (start < endA && start < endB && a[start] == b[start])
            start++;
        while (endA > start && endB > start && a[endA - 1] == b[endB - 1])
            (endA, endB) = (endA - 1, endB - 1);
        var (left, right) = (endA - start, endB - start);
        if (left == 2 && right == 2 && a[start] == b[start + 1] && a[start + 1] == b[start])
            return true;
        // The first letter is rarely the wrong one, and another ending is a different word: a plural, a tense, a person.
        var isEnding = endA == a.Length;
        return start > 0 && !isEnding && left <= 1 && right <= 1;
    }
}
