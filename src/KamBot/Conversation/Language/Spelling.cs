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

    public Spelling(IEnumerable<string> triggers, IEnumerable<string> otherWords)
    {
        var targets = new HashSet<string>(triggers, StringComparer.Ordinal);
        known = new HashSet<string>(targets.Concat(otherWords), StringComparer.Ordinal);
        foreach (var word in targets.Where(word => word.Length >= Shortest && word.All(char.IsLetter)).Order(StringComparer.Ordinal))
        {
            Add(word, word);
            foreach (var shorter in Deletions(word))
                Add(shorter, word);
        }
    }

    public string Correct(string word)
    {
        if (word.Length is < Shortest or > Longest || known.Contains(word))
            return word;
        return Candidate(word, word) ?? Deletions(word).Select(shorter => Candidate(shorter, word)).FirstOrDefault(found => found is not null) ?? word;
    }

    private string? Candidate(string key, string word) =>
        byDeletion.TryGetValue(key, out var words) ? words.Find(known => IsOneSlipAway(word, known)) : null;

    private void Add(string key, string word)
    {
        if (!byDeletion.TryGetValue(key, out var words))
            byDeletion.Add(key, words = []);
        words.Add(word);
    }

    private static IEnumerable<string> Deletions(string word)
    {
        for (var i = 0; i < word.Length; i++)
            yield return word.Remove(i, 1);
    }

    private static bool IsOneSlipAway(string a, string b)
    {
        var (start, endA, endB) = (0, a.Length, b.Length);
        while (start < endA && start < endB && a[start] == b[start])
            start++;
        while (endA > start && endB > start && a[endA - 1] == b[endB - 1])
            (endA, endB) = (endA - 1, endB - 1);
        var (left, right) = (endA - start, endB - start);
        // The first letter is rarely the wrong one.
        if (start == 0)
            return false;
        // Another ending is a different word: a plural, a tense, a person.
        var isEnding = endA == a.Length;
        return (!isEnding && left <= 1 && right <= 1) || (left == 2 && right == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]);
    }
}
