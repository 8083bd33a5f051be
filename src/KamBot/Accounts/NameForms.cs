using System.Reflection;
using KamBot.Conversation.Language;

namespace KamBot.Accounts;

/// <summary>
/// Names as a sentence bends them: "do Wisły Logistyki", "z Markiem", "ofertele Daciei". The endings are a list in Data and are
/// told for folded words; a language that does not bend names (Catalan, English) needs none.
/// </summary>
public sealed class NameForms
{
    private const int ShortestStem = 2;

    private readonly Dictionary<string, string[]> _basicByBent;

    public NameForms()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("KamBot.Accounts.name-forms.txt")!);
        var endings = from line in reader.ReadToEnd().Split('\n')
                      where line.Length > 0 && line[0] != '#'
                      let words = line.Trim().Split(' ')
                      from bent in words.Skip(1)
                      select (Basic: words[0] == "-" ? "" : words[0], Bent: bent);
        _basicByBent = endings.GroupBy(ending => ending.Bent, ending => ending.Basic, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        LongestEnding = _basicByBent.Keys.Max(ending => ending.Length);
    }

    private int LongestEnding { get; }

    /// <summary>The typed word is this word of a name, bent.</summary>
    public bool IsFormOf(string typed, string word) => BasicForms(typed).Contains(word, StringComparer.Ordinal);

    /// <summary>Word by word the same name, any of them bent: "Anną Lis" for "Anna Lis".</summary>
    public bool IsNameBent(string typed, string name)
    {
        var (said, known) = (Folding.Fold(typed).Split(' '), Folding.Fold(name).Split(' '));
        return said.Length == known.Length && said.Zip(known).All(pair => pair.First == pair.Second || IsFormOf(pair.First, pair.Second));
    }

    /// <summary>What the word may be in the form a name is registered in.</summary>
    public IEnumerable<string> BasicForms(string typed)
    {
        for (var length = 1; length <= LongestEnding && typed.Length - length >= ShortestStem; length++)
        {
            foreach (var basic in _basicByBent.GetValueOrDefault(typed[^length..]) ?? [])
                yield return typed[..^length] + basic;
        }
    }
}
