using System.Runtime.InteropServices;

namespace KamBot.Conversation.Language;

/// <summary>How many words of a line each language knows: what tells the language that somebody writes from the one they read.</summary>
internal sealed class Vocabulary
{
    private readonly int languages;
    /// <summary>A bit for each language that has the word.</summary>
    private readonly Dictionary<string, int> speakers = new(StringComparer.Ordinal);

    public Vocabulary(IReadOnlyList<IEnumerable<string>> wordsOf)
    {
        languages = wordsOf.Count;
        for (var language = 0; language < languages; language++)
        {
            foreach (var word in wordsOf[language])
                CollectionsMarshal.GetValueRefOrAddDefault(speakers, word, out _) |= 1 << language;
        }
    }

    /// <summary>By language, in the order they were given.</summary>
    public int[] Known(Tokens line)
    {
        var known = new int[languages];
        for (var at = 0; at < line.Count; at++)
        {
            if (!line.IsWord(at) || !speakers.TryGetValue(line[at].Text, out var who))
                continue;
            for (var language = 0; language < languages; language++)
                known[language] += (who >> language) & 1;
        }
        return known;
    }
}
