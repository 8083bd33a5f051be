namespace KamBot.Conversation.Language;

/// <summary>A phrase whose words are all in the line, with the places they take.</summary>
internal sealed record PhraseMatch(string Intent, Phrase Phrase, IReadOnlyList<(int First, int End)> Places, int Slips = 0)
{
    public int Words { get; } = Places.Sum(place => place.End - place.First);
}

/// <summary>Finds all phrases of a grammar in one pass over the line.</summary>
internal sealed class PhraseIndex
{
    private const int MostOccurrences = 64;

    private readonly List<(string Intent, Phrase Phrase)> phrases = [];
    private readonly Dictionary<string, List<(int Phrase, int Part, string[] Words)>> byFirst = new(StringComparer.Ordinal);
    /// <summary>Phrases without words of their own: "P-12".</summary>
    private readonly List<PhraseMatch> fieldsAlone = [];
    private readonly Spelling spelling;

    public PhraseIndex(Grammar grammar, IEnumerable<string> otherWords)
    {
        foreach (var command in grammar.Commands.Values)
        {
            foreach (var phrase in command.Phrases)
                Add(command.Intent, phrase);
        }
        spelling = new Spelling(Words, otherWords);
    }

    public IEnumerable<string> Words => byFirst.Values.SelectMany(entries => entries).SelectMany(entry => entry.Words);

    /// <summary>The complete matches, and how much of each intent's best phrase is there (for "did you mean").</summary>
    public (IReadOnlyList<PhraseMatch> Matches, IReadOnlyDictionary<string, double> Shares) Find(Tokens line)
    {
        string[] words = [.. line.Select(token => token.IsWord ? spelling.Correct(token.Text) : token.Text)];
        var occurrences = new Dictionary<int, List<(int Part, int First, int End)>>();
        for (var at = 0; at < words.Length; at++)
        {
            if (!byFirst.TryGetValue(words[at], out var entries))
                continue;
            foreach (var (phrase, part, sequence) in entries)
            {
                if (!Matches(words, at, sequence) || IsHalfOfContraction(line, at + sequence.Length))
                    continue;
                if (!occurrences.TryGetValue(phrase, out var list))
                    occurrences.Add(phrase, list = []);
                if (list.Count < MostOccurrences)
                    list.Add((part, at, at + sequence.Length));
            }
        }
        var matches = new List<PhraseMatch>(fieldsAlone);
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (index, found) in occurrences)
        {
            var (intent, phrase) = phrases[index];
            var places = Place(phrase, found, line);
            if (places is not null)
                matches.Add(new PhraseMatch(intent, phrase, places, Slips(places, words, line)));
            shares[intent] = Math.Max(shares.GetValueOrDefault(intent), Share(phrase, found));
        }
        return (matches, shares);
    }

    private void Add(string intent, Phrase phrase)
    {
        var index = phrases.Count;
        if (phrase.Parts.All(part => part.Field is not null))
            fieldsAlone.Add(new PhraseMatch(intent, phrase, []));
        phrases.Add((intent, phrase));
        for (var part = 0; part < phrase.Parts.Count; part++)
        {
            foreach (var words in phrase.Parts[part].Words)
            {
                if (!byFirst.TryGetValue(words[0], out var entries))
                    byFirst.Add(words[0], entries = []);
                entries.Add((index, part, words));
            }
        }
    }

    private static bool Matches(string[] words, int at, string[] sequence)
    {
        if (at + sequence.Length > words.Length)
            return false;
        for (var i = 1; i < sequence.Length; i++)
        {
            if (words[at + i] != sequence[i])
                return false;
        }
        return true;
    }

    /// <summary>"Won't" does not say "won".</summary>
    private static bool IsHalfOfContraction(Tokens line, int end) =>
        line.Is(end, "'") && line.Glued(end) && line.Glued(end + 1) && line.IsWord(end + 1);

    /// <summary>Each part takes the free place nearest after the part before, else the first; optional parts only beside another.</summary>
    private static List<(int First, int End)>? Place(Phrase phrase, List<(int Part, int First, int End)> found, Tokens line)
    {
        var places = new List<(int First, int End)>();
        var after = 0;
        for (var part = 0; part < phrase.Parts.Count; part++)
        {
            if (phrase.Parts[part].Optional || phrase.Parts[part].Field is not null)
                continue;
            var free = found.Where(place => place.Part == part && places.TrueForAll(taken => place.End <= taken.First || place.First >= taken.End)).ToList();
            if (free.Count == 0)
                return null;
            var best = free.OrderBy(place => place.First >= after ? place.First - after : 1_000 + place.First).ThenByDescending(place => place.End - place.First).First();
            places.Add((best.First, best.End));
            after = best.End;
        }
        foreach (var (part, first, end) in found.OrderByDescending(place => place.End - place.First))
        {
            if (phrase.Parts[part].Optional && places.Exists(place => AfterSigns(line, end) == place.First || AfterSigns(line, place.End) == first) && places.TrueForAll(place => end <= place.First || first >= place.End))
                places.Add((first, end));
        }
        return places;
    }

    private static int Slips(List<(int First, int End)> places, string[] words, Tokens line) =>
        places.Sum(place => Enumerable.Range(place.First, place.End - place.First).Count(at => words[at] != line[at].Text));

    private static int AfterSigns(Tokens line, int at)
    {
        while (at < line.Count && line[at].Kind == TokenKind.Sign)
            at++;
        return at;
    }

    private static double Share(Phrase phrase, List<(int Part, int First, int End)> found)
    {
        var required = phrase.Parts.Count(part => !part.Optional);
        var there = found.Select(place => place.Part).Distinct().Count(part => !phrase.Parts[part].Optional);
        return (double)there / required;
    }
}
