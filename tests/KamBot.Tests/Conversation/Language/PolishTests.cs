using KamBot.Conversation.Language;

namespace KamBot.Tests.Conversation.Language;

/// <summary>What Polish asks of the engine: deeds that are only told of, names that end without a preposition, small words that mean several things.</summary>
public sealed class PolishTests
{
    private static readonly LineContext Wednesday = English.Wednesday with { Language = "pl", Locale = "pl-PL" };

    [Theory]
    [InlineData("Marek napisał: „wygraliśmy P-12”")]
    [InlineData("„P-12 wygrana” – tak pisze na tablicy")]
    [InlineData("szefowa powiedziała, że P-12 wygrana")]
    public void What_somebody_else_says_is_no_deed(string line) =>
        Assert.Null(Understand(line).Intent);

    [Theory]
    [InlineData("„P-12 wygrana”")]
    [InlineData("P-12 wygrana, „bierzemy”")]
    public void A_deed_is_one_in_quotation_marks_of_its_own_or_before_them(string line) =>
        Assert.Equal("proposal.won", Understand(line).Intent);

    [Theory]
    [InlineData("P-12 potwierdzona, ale potem ją odrzucili")]
    [InlineData("P-12 wygrana, a jednak wycofali ofertę, wycofana")]
    public void A_deed_that_the_line_takes_back_changes_nothing(string line) =>
        Assert.False(Understand(line).Intent is { } intent && English.Catalogue[intent].ChangesData);

    [Fact]
    public void Nobody_answered_is_more_than_a_call() =>
        Assert.Equal("proposal.noanswer", Understand("dzwoniłem do Polmetu, ale nikt nie odebrał").Intent);

    [Theory]
    [InlineData("kalendarz Polmetu PL")]
    [InlineData("ustaw Polmetu polskie święta")]
    public void What_the_command_asks_for_ends_a_name(string line)
    {
        var understood = Understand(line);
        Assert.Equal(("client.calendar", "Polmetu", "PL"), (understood.Intent, understood.Fields["client"].Value, understood.Fields["calendar"].Value));
    }

    [Fact]
    public void A_preposition_inside_a_time_announces_nobody() =>
        Assert.Equal("Polmetem", Understand("spotkanie z Polmetem wczoraj o wpół do dziesiątej").Fields["client"].Value);

    [Fact]
    public void A_remark_stands_behind_its_deed() =>
        Assert.Equal("wybrali tańszego dostawcę", Understand("Elmot odrzucił ofertę, wybrali tańszego dostawcę").Fields["reason"].Value);

    [Fact]
    public void A_legal_form_keeps_its_last_point() =>
        Assert.Equal("Tatra Meble sp. z o.o.", Understand("teczka Tatra Meble sp. z o.o.").Fields["client"].Value);

    private static Understood Understand(string line) => English.Understanding.Understand(line, Wednesday);
}
