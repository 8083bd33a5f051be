using System.Globalization;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

public sealed class AmountsTests
{
    private readonly Amounts amounts = new(English.Data);

    [Theory]
    [InlineData("€48,000", "48000", "EUR")]
    [InlineData("48 000 zł", "48000", "PLN")]
    [InlineData("48k", "48000", null)]
    [InlineData("48 k EUR", "48000", "EUR")]
    [InlineData("1.2m", "1200000", null)]
    [InlineData("1,5 million lei", "1500000", "RON")]
    [InlineData("120,000 lei", "120000", "RON")]
    [InlineData("1,234,567.89 USD", "1234567.89", "USD")]
    [InlineData("1.234.567,89 €", "1234567.89", "EUR")]
    [InlineData("EUR 9 500", "9500", "EUR")]
    [InlineData("£12,500.50", "12500.50", "GBP")]
    [InlineData("$0.99", "0.99", "USD")]
    [InlineData("SEK 300", "300", "SEK")]
    [InlineData("12.5", "12.5", null)]
    [InlineData("1'000 CHF", "1000", "CHF")]
    public void An_amount_is_read_with_sign_code_or_word(string text, string amount, string? currency)
    {
        var line = Tokens.Of(text);
        var found = amounts.At(line, 0, English.Wednesday);
        Assert.NotNull(found);
        Assert.Equal(line.Count, found.End);
        Assert.Equal(new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency), found.Value);
        Assert.Null(found.Doubt);
    }

    [Theory]
    [InlineData("-5 EUR", "-5", "EUR")]
    [InlineData("€-5", "-5", "EUR")]
    [InlineData("-€5", "-5", "EUR")]
    [InlineData("−48k", "-48000", null)]
    public void A_minus_is_not_lost(string text, string amount, string? currency) =>
        Assert.Equal(new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency), amounts.At(Tokens.Of(text), 0, English.Wednesday)?.Value);

    [Theory]
    [InlineData("48.000", "es-ES", false)]
    [InlineData("48.000", "ro-RO", false)]
    [InlineData("48.000", "en-GB", true)]
    [InlineData("48,000", "en-GB", false)]
    [InlineData("48,000", "pl-PL", true)]
    [InlineData("48 000", "pl-PL", false)]
    [InlineData("48 000", "en-GB", false)]
    public void E6_One_amount_per_locale_and_an_ambiguous_one_is_asked_about(string text, string locale, bool asks)
    {
        var found = amounts.At(Tokens.Of(text), 0, English.On(new LocalDate(2026, 4, 8), locale));
        Assert.Equal(48_000m, found?.Value.Amount);
        Assert.Equal(asks ? [new Money(48_000, null), new Money(48, null)] : null, found?.Doubt?.Readings.Cast<Money>());
    }

    [Theory]
    [InlineData("€")]
    [InlineData("1.2.3,4,5")]
    [InlineData("99999999999999999999")]
    [InlineData("lei")]
    public void What_is_no_amount_is_not_made_one(string text) => Assert.Null(amounts.At(Tokens.Of(text), 0, English.Wednesday));

    [Theory]
    [InlineData("48 kilos", 48)]
    [InlineData("48 metres", 48)]
    public void A_magnitude_is_a_whole_word(string text, int amount) =>
        Assert.Equal(amount, amounts.At(Tokens.Of(text), 0, English.Wednesday)?.Value.Amount);
}
