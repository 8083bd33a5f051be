using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

public sealed class ValiditiesTests
{
    public static TheoryData<string, Validity> Said => new()
    {
        { "valid until 24 April", new Validity.Until(new LocalDate(2026, 4, 24)) },
        { "expires on 15/5", new Validity.Until(new LocalDate(2026, 5, 15)) },
        { "valid till the end of May", new Validity.Until(new LocalDate(2026, 5, 31)) },
        { "valid for 30 days", new Validity.Days(30) },
        { "validity: 30 days", new Validity.Days(30) },
        { "valid two weeks", new Validity.Days(14) },
        { "valid 10 working days", new Validity.WorkingDays(10) },
        { "valid for a month", new Validity.Span(Period.FromMonths(1)) },
        { "without expiry", new Validity.None(null) },
        { "no expiry because it is a framework", new Validity.None("a framework") },
        { "never expires, due to the frame contract", new Validity.None("the frame contract") },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void How_long_an_offer_stands_is_read(string text, Validity expected)
    {
        var line = Tokens.Of(text);
        var found = new Validities(English.Data).At(line, 0, English.Wednesday);
        Assert.Equal(expected, found?.Value);
        Assert.Equal(line.Count, found?.End);
    }

    [Theory]
    [InlineData("30 days")]
    [InlineData("24 April")]
    public void A_bare_date_or_length_counts_only_as_an_answer(string text)
    {
        var validities = new Validities(English.Data);
        Assert.Null(validities.At(Tokens.Of(text), 0, English.Wednesday));
        Assert.NotNull(validities.At(Tokens.Of(text), 0, English.Wednesday, asked: true));
    }

    [Fact]
    public void A_doubtful_day_makes_a_doubtful_validity()
    {
        var found = new Validities(English.Data).At(Tokens.Of("until Wednesday"), 0, English.Wednesday);
        Assert.Equal([new Validity.Until(new LocalDate(2026, 4, 15)), new Validity.Until(new LocalDate(2026, 4, 8))], found!.Doubt!.Readings.Cast<Validity>());
    }
}
