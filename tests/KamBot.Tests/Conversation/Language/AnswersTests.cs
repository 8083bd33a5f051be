using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

public sealed class AnswersTests
{
    [Theory]
    [InlineData("by letter", "letter")]
    [InlineData("e-mail", "email")]
    [InlineData("email please", "email")]
    [InlineData("it was handed over", "handed")]
    public void A_channel_is_a_listed_word(string answer, string code) =>
        Assert.Equal(code, English.Understanding.Read(FieldKind.Word, answer, English.Wednesday, "channel")?.Value);

    [Theory]
    [InlineData("48k")]
    [InlineData("it's 48,000")]
    [InlineData("about 48 000 please")]
    public void An_amount_may_be_dressed_in_polite_words(string answer) =>
        Assert.Equal(new Money(48_000, null), English.Understanding.Read(FieldKind.Money, answer, English.Wednesday)?.Value);

    [Theory]
    [InlineData("the spec by Tuesday")]
    [InlineData("banana")]
    [InlineData("")]
    [InlineData("   ")]
    public void An_answer_that_is_no_date_is_not_read_as_one(string answer) =>
        Assert.Null(English.Understanding.Read(FieldKind.Date, answer, English.Wednesday));

    [Fact]
    public void A_day_and_an_hour_are_one_answer() =>
        Assert.Equal(new When(new LocalDate(2026, 4, 7), new LocalTime(10, 0)),
            English.Understanding.Read(FieldKind.When, "yesterday, at 10", English.Wednesday, direction: Direction.Past)?.Value);

    [Fact]
    public void A_client_s_name_stays_as_it_was_typed() =>
        Assert.Equal("Wisła Logistyka", English.Understanding.Read(FieldKind.Client, "with Wisła Logistyka.", English.Wednesday)?.Value);

    [Fact]
    public void Several_facts_may_come_in_one_answer()
    {
        var fields = English.Catalogue["proposal.sent"].Fields;
        var filled = English.Understanding.ReadFields([.. fields.Where(field => field.Name != "client")], "proposal.sent", "48k, until 24 April, by letter", English.Wednesday);
        Assert.Equal(new Money(48_000, null), filled["amount"].Value);
        Assert.Equal(new Validity.Until(new LocalDate(2026, 4, 24)), filled["validity"].Value);
        Assert.Equal("letter", filled["channel"].Value);
    }

    [Theory]
    [InlineData("no, Tuesday", "Tuesday")]
    [InlineData("actually by e-mail", "by e-mail")]
    [InlineData("sorry, I meant 48k", "48k")]
    [InlineData("No - make it 50k.", "50k")]
    public void A_correction_gives_the_new_value(string line, string rest)
    {
        Assert.True(English.Understanding.IsCorrection(line, English.Wednesday, out var value));
        Assert.Equal(rest, value);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("Tuesday")]
    [InlineData("nothing")]
    [InlineData("no answer")]
    public void A_plain_answer_is_no_correction(string line) =>
        Assert.False(English.Understanding.IsCorrection(line, English.Wednesday, out _));

    [Theory]
    [InlineData("yes", true)]
    [InlineData("Yes please!", true)]
    [InlineData("ok, go ahead", true)]
    [InlineData("that's right", true)]
    [InlineData("no", false)]
    [InlineData("no thanks", false)]
    [InlineData("don't", false)]
    [InlineData("👍", true)]
    [InlineData("yes but later", null)]
    [InlineData("Tuesday", null)]
    [InlineData("yes no", null)]
    [InlineData("", null)]
    public void Yes_and_no_are_said_in_many_ways(string line, bool? expected) =>
        Assert.Equal(expected, English.Understanding.YesNo(line, English.Wednesday));
}
