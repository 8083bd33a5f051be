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
    /// <summary>Trigger words in ordinal order.</summary>
    private readonly string[] words;
    /// <summary>Hashes of every word, whole and with each of its letters left out, in order; beside them whose they are, by place in <see cref="words"/>.</summary>
    private readonly ulong[] hashes;
    private readonly int[] owners;

    public Spelling(IEnumerable<string> triggers, IEnumerable<string> otherWords)
    {
        var targets = new HashSet<string>(triggers, StringComparer.Ordinal);
        known = new HashSet<string>(targets.Concat(otherWords), StringComparer.Ordinal);
        words = [.. targets.Where(word => word.Length >= Shortest && word.All(char.IsLetter)).Order(StringComparer.Ordinal)];
        List<(ulong Hash, int Owner)> keys = [];
        for (var owner = 0; owner < words.Length; owner++)
        {
            keys.Add((Hash(words[owner], without: -1), owner));
            for (var at = 0; at < words[owner].Length; at++)
                keys.Add((Hash(words[owner], without: at), owner));
        }
        keys.Sort();
        hashes = [.. keys.Select(key => key.Hash)];
        owners = [.. keys.Select(key => key.Owner)];
    }

    public string Correct(string word)
    {
        if (word.Length is < Shortest or > Longest || known.Contains(word))
            return word;
        if ((Candidate(word, without: -1) ?? Undoubled(word)) is { } clear)
            return clear;
        string? likely = null;
        for (var at = 0; at < word.Length; at++)
        {
            // Swapped letters are likelier than a letter too few or too many: "oferat" is "oferta" rather than "ofert".
            if (Candidate(word, without: at) is { } found && (likely is null || (found.Length == word.Length && likely.Length != word.Length)))
                likely = found;
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

    /// <summary>The first word that is left when one letter of each is left out; whoever shares but the hash is no slip away.</summary>
    private string? Candidate(string word, int without)
    {
        var hash = Hash(word, without);
        var at = Array.BinarySearch(hashes, hash);
        while (at > 0 && hashes[at - 1] == hash)
            at--;
        for (; at >= 0 && at < hashes.Length && hashes[at] == hash; at++)
        {
            if (IsOneSlipAway(word, words[owners[at]]))
                return words[owners[at]];
        }
        return null;
    }

    /// <summary>FNV-1a: the same in every process, as reading is.</summary>
    private static ulong Hash(string word, int without)
    {
        var hash = 14_695_981_039_346_656_037;
        for (var at = 0; at < word.Length; at++)
        {
            if (at != without)
                hash = unchecked((hash ^ word[at]) * 1_099_511_628_211);
        }
        return hash;
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
