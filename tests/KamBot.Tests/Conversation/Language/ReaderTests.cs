using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Tests.Conversation.Language;

public sealed class ReaderTests
{
    private static readonly LocalDate Today = new(2026, 3, 25);
    private static readonly Reader Marta = new Texts([]).ReaderOf("en", "en-GB", DateTimeZoneProviders.Tzdb["Europe/Madrid"]);

    [Theory]
    [InlineData(2026, 3, 26, "Thu 26 March, tomorrow")]
    [InlineData(2026, 3, 25, "Wed 25 March, today")]
    [InlineData(2026, 3, 24, "Tue 24 March, yesterday")]
    [InlineData(2026, 4, 24, "Fri 24 April")]
    [InlineData(2027, 1, 15, "Fri 15 January 2027")]
    public void A_date_is_written_as_a_person_says_it(int year, int month, int day, string expected) =>
        Assert.Equal(expected, Marta.Date(new LocalDate(year, month, day), Today));

    [Fact]
    public void A_moment_is_written_in_the_reader_s_zone() =>
        Assert.Equal("Tue 31 March 10:30", Marta.DateTime(Instant.FromUtc(2026, 3, 31, 8, 30), Today));

    [Fact]
    public void A_short_date_has_its_year_unless_it_is_this_one()
    {
        Assert.Equal("26 Mar", Marta.ShortDate(new LocalDate(2026, 3, 26), Today));
        Assert.Equal("15 Jan 2027", Marta.ShortDate(new LocalDate(2027, 1, 15), Today));
    }

    [Theory]
    [InlineData("en-GB", 48000, "EUR", "€48,000")]
    [InlineData("en-GB", 48000.5, "EUR", "€48,000.50")]
    [InlineData("en-GB", 48000, "USD", "48,000\u00a0USD")]
    [InlineData("en-GB", 48000, null, "48,000")]
    [InlineData("es-ES", 48000, "EUR", "48.000\u00a0€")]
    [InlineData("ca-ES", 48000, "EUR", "48.000\u00a0€")]
    [InlineData("ro-RO", 120000, "RON", "120.000\u00a0lei")]
    [InlineData("pl-PL", 48000, "PLN", "48\u00a0000\u00a0zł")]
    public void Money_is_written_in_the_reader_s_format(string locale, double amount, string? currency, string expected) =>
        Assert.Equal(expected, new Texts([]).ReaderOf("en", locale, DateTimeZone.Utc).Money(new Money((decimal)amount, currency)));

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a|b", "a and b")]
    [InlineData("a|b|c", "a, b and c")]
    public void A_list_ends_with_and(string items, string expected) =>
        Assert.Equal(expected, Marta.List(items.Split('|', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void A_number_is_grouped() => Assert.Equal("1,234,567 and 0.5", $"{Marta.Number(1_234_567)} and {Marta.Number(0.5m)}");
}
