using KamBot.Conversation.Language;

namespace KamBot.Tests.Conversation.Language;

public sealed class TokensTests
{
    [Theory]
    [InlineData("CONFIRMATĂ", "confirmata")]
    [InlineData("confirmatã", "confirmata")]
    [InlineData("şţ ȘȚ", "st st")]
    [InlineData("Wisła Żółć", "wisla zolc")]
    [InlineData("l’oferta", "l ' oferta")]
    [InlineData("cancel·la CANCEL.LA cancel-la cance\u0140la cancella", "cancella cancella cancella cancella cancella")]
    [InlineData("S.L.L. val-La control.Laia", "s . l . l . val - la control . laia")]
    [InlineData("Straße", "strasse")]
    [InlineData("cafe\u0301", "cafe")]
    [InlineData("P‑12", "p - 12")]
    [InlineData("٤٨", "48")]
    public void Case_accents_and_keyboard_signs_make_no_difference(string text, string folded) =>
        Assert.Equal(folded, Folding.Fold(text));

    [Fact]
    public void Every_token_keeps_its_place_in_the_original()
    {
        var line = Tokens.Of("  Ofertă — 48.000 €!");
        Assert.Equal(["Ofertă", "—", "48", ".", "000", "€", "!"], line.Select(token => line.Original[token.Start..token.End]));
        Assert.Equal("48.000 €", line.Slice(2, 6));
    }

    [Fact]
    public void Only_the_beginning_of_a_very_long_line_is_read_but_its_last_text_keeps_the_end()
    {
        var line = Tokens.Of("note " + new string('x', 70_000) + " end");
        Assert.True(line.Cut);
        Assert.EndsWith("end", line.Slice(1, line.Count));
        Assert.Equal(Tokens.MaxTokens, Tokens.Of(string.Concat(Enumerable.Repeat("a ", 5_000))).Count);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_a_sign_like_any_other() =>
        Assert.Equal(3, Tokens.Of("a \ud83d b").Count);
}
