using System.Buffers;
using System.Numerics;

namespace KamBot.Conversation.Language;

/// <summary>A phrase whose words are all in the line, with the places they take.</summary>
internal sealed record PhraseMatch(string Intent, Phrase Phrase, IReadOnlyList<(int First, int End)> Places, int Slips = 0)
{
    public int Words { get; } = Places.Sum(place => place.End - place.First);

    /// <summary>"Proposal sent" and "sent the proposal" are two phrases, and the same words.</summary>
    public bool SaysTheSame(string intent, Phrase phrase, List<(int First, int End)> places) =>
        Intent == intent && Places.Count == places.Count && places.TrueForAll(Places.Contains) && FieldsOf(Phrase).SequenceEqual(FieldsOf(phrase), StringComparer.Ordinal);

    private static IEnumerable<string> FieldsOf(Phrase phrase) => phrase.Parts.Select(part => part.Field).OfType<string>();
}

/// <summary>The phrases of a grammar that a line has words of.</summary>
internal sealed record PhraseFinding(IReadOnlyList<PhraseMatch> Complete, IReadOnlyList<(int Phrase, int Parts)> Begun);

/// <summary>Finds all phrases of a grammar in two passes over the line: which parts are there, then where those of the complete ones are.</summary>
internal sealed class PhraseIndex
{
    private const int MostOccurrences = 64;

    /// <summary>A value that makes up nearly the whole line ("from 20 April to 3 May 2027, please") is no longer than that.</summary>
    private const int LongestAlone = 16;

    private readonly List<(string Intent, Phrase Phrase, int Needed)> phrases = [];
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
        foreach (var entries in byFirst.Values)
            entries.TrimExcess();
        Words = byFirst.Values.SelectMany(entries => entries).Select(entry => entry.Words).Distinct().SelectMany(sequence => sequence).ToHashSet(StringComparer.Ordinal);
        spelling = new Spelling(Words, otherWords);
    }

    /// <summary>Every word of every phrase.</summary>
    public IReadOnlySet<string> Words { get; }

    public PhraseFinding Find(Tokens line)
    {
        var words = new string[line.Count];
        for (var at = 0; at < words.Length; at++)
            words[at] = line[at] is { IsWord: true } word ? spelling.Correct(word.Text) : line[at].Text;
        var begun = Begun(words, line);
        var complete = new Dictionary<int, List<(int Part, int First, int End)>>();
        foreach (var (phrase, parts) in begun)
        {
            if ((parts & phrases[phrase].Needed) == phrases[phrase].Needed)
                complete.Add(phrase, []);
        }
        foreach (var (phrase, part, first, end) in Occurrences(words, line, phrase => complete.ContainsKey(phrase)))
        {
            if (complete[phrase] is { Count: < MostOccurrences } places)
                places.Add((part, first, end));
        }
        var matches = new List<PhraseMatch>(line.Count <= LongestAlone ? fieldsAlone : []);
        foreach (var (index, found) in complete)
        {
            var (intent, phrase, _) = phrases[index];
            if (Place(phrase, found, line) is { } places && !matches.Exists(match => match.SaysTheSame(intent, phrase, places)))
                matches.Add(new PhraseMatch(intent, phrase, places, Slips(places, words, line)));
        }
        return new PhraseFinding(matches, begun);
    }

    /// <summary>How much of each intent's best phrase is there, for "did you mean".</summary>
    public Dictionary<string, double> Shares(PhraseFinding finding)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (index, parts) in finding.Begun)
        {
            var (intent, phrase, needed) = phrases[index];
            var share = (double)BitOperations.PopCount((uint)(parts & needed)) / phrase.Parts.Count(part => !part.Optional);
            shares[intent] = Math.Max(shares.GetValueOrDefault(intent), share);
        }
        return shares;
    }

    private List<(int Phrase, int Parts)> Begun(string[] words, Tokens line)
    {
        var parts = ArrayPool<int>.Shared.Rent(phrases.Count);
        Array.Clear(parts, 0, phrases.Count);
        var begun = new List<int>();
        foreach (var (phrase, part, _, _) in Occurrences(words, line, phrase => true))
        {
            if (parts[phrase] == 0)
                begun.Add(phrase);
            parts[phrase] |= 1 << part;
        }
        List<(int, int)> result = [.. begun.Select(phrase => (phrase, parts[phrase]))];
        ArrayPool<int>.Shared.Return(parts);
        return result;
    }

    private IEnumerable<(int Phrase, int Part, int First, int End)> Occurrences(string[] words, Tokens line, Func<int, bool> wanted)
    {
        for (var at = 0; at < words.Length; at++)
        {
            if (!byFirst.TryGetValue(words[at], out var entries))
                continue;
            foreach (var (phrase, part, sequence) in entries)
            {
                if (wanted(phrase) && Matches(words, at, sequence) && !IsHalfOfContraction(line, at + sequence.Length))
                    yield return (phrase, part, at, at + sequence.Length);
            }
        }
    }

    private void Add(string intent, Phrase phrase)
    {
        var index = phrases.Count;
        if (phrase.Parts.All(part => part.Field is not null))
            fieldsAlone.Add(new PhraseMatch(intent, phrase, []));
        var needed = 0;
        for (var part = 0; part < phrase.Parts.Count; part++)
        {
            if (phrase.Parts[part] is { Optional: false, Field: null })
                needed |= 1 << part;
            foreach (var words in phrase.Parts[part].Words)
            {
                if (!byFirst.TryGetValue(words[0], out var entries))
                    byFirst.Add(words[0], entries = []);
                entries.Add((index, part, words));
            }
        }
        phrases.Add((intent, phrase, needed));
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
        // One optional part may lean on another: "(they confirm)? (that)? they have it".
        List<(int Part, int First, int End)> optional = [.. found.Where(place => phrase.Parts[place.Part].Optional).OrderByDescending(place => place.End - place.First)];
        while (optional.FindIndex(place => IsBeside(places, place.First, place.End, line)) is var next && next >= 0)
        {
            places.Add((optional[next].First, optional[next].End));
            optional.RemoveAt(next);
        }
        return places;
    }

    private static bool IsBeside(List<(int First, int End)> places, int first, int end, Tokens line) =>
        places.Exists(place => AfterSigns(line, end) == place.First || AfterSigns(line, place.End) == first) && places.TrueForAll(place => end <= place.First || first >= place.End);

    private static int Slips(List<(int First, int End)> places, string[] words, Tokens line) =>
        places.Sum(place => Enumerable.Range(place.First, place.End - place.First).Count(at => words[at] != line[at].Text));

    private static int AfterSigns(Tokens line, int at)
    {
        while (at < line.Count && line[at].Kind == TokenKind.Sign)
            at++;
        return at;
    }
}
