using KamBot.Conversation.Language;

namespace KamBot.Tests.Conversation.Language;

/// <summary>What a line costs is counted, not timed: how often one of its words is looked at, in all languages together.</summary>
public sealed class EffortTests
{
    /// <summary>Each of four languages may spend 400 before it stops, twice where figures are read by two locales.</summary>
    private const int MostLooksAtAToken = 3_000;

    /// <summary>What recognisers begin with, what ends them, and what keeps them going.</summary>
    private static readonly string[] Pieces =
    [
        "proposal sent ", "oferta enviada a ", "ofertă trimisă la ", "oferta wysłana do ", "log meeting with ", "reunió amb ", "întâlnire cu ", "spotkanie z ", "met with Anna; ", "remind me ",
        "48.000 € ", "P-12 ", "12 ", "1.", "1/2 ", "24 April ", "next Friday ", "in 3 ", "half past ", "until ", "valid for ", "no expiry because ", "Anna Lis and ", "Ana z ", "Piotr will ",
        "a ", "i ", "o ", "de ", "z ", "to ", "with ", "not ", "because ", "client ", "task ", "next step: ", "agreed: ", ", ", "; ", ": ", ". ", "\" ", "( ", "- ", "\n", "o\u0301 ", "\u0301\u0301", "\ud83d ", "+34 ", "99999 ",
    ];

    public static TheoryData<string> Openings => ["", "proposal sent to Vila Nord, ", "met Anna with ", "oferta enviada a ", "spotkanie z Wisłą, ", "called P-12, ", "ce am "];

    [Theory]
    [MemberData(nameof(Openings))]
    public void Whatever_is_repeated_a_line_costs_no_more_for_each_word_however_long_it_is(string opening)
    {
        foreach (var piece in Pieces)
        {
            foreach (var times in (int[])[10, 100, 1_000])
                AssertCheap(opening + string.Concat(Enumerable.Repeat(piece, times)));
        }
    }

    [Fact]
    public void Random_lines_cost_no_more()
    {
        var random = new Random(20_260_408);
        for (var line = 0; line < 300; line++)
            AssertCheap(string.Concat(random.GetItems(Pieces, random.Next(1, 200))));
    }

    [Fact]
    public void What_lies_beyond_the_bounds_costs_nothing()
    {
        var line = Tokens.Of(string.Concat(Enumerable.Repeat("proposal sent to Vila Nord ", 100_000)));
        Assert.Equal(Tokens.MaxTokens, line.Count);
        Assert.Single(Tokens.Of("o" + new string('\u0301', 1_000_000)));
    }

    private static void AssertCheap(string text)
    {
        foreach (var language in English.Catalogue.Languages)
        {
            var line = Tokens.Of(text);
            English.Understanding.Understand(line, English.Wednesday with { Language = language });
            Assert.True(line.Looks <= MostLooksAtAToken * (line.Count + 8), $"{line.Looks / (line.Count + 8)} looks at each of {line.Count} tokens: {text[..Math.Min(80, text.Length)]}");
        }
    }
}
