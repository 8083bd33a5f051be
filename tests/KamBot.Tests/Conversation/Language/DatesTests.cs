using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Tests.Conversation.Language;

/// <summary>Today is Wednesday 8 April 2026.</summary>
public sealed class DatesTests
{
    private readonly Dates dates = new(English.Data);

    [Theory]
    [InlineData("today", "2026-04-08")]
    [InlineData("Tomorrow", "2026-04-09")]
    [InlineData("the day after tomorrow", "2026-04-10")]
    [InlineData("yesterday", "2026-04-07")]
    [InlineData("Thursday", "2026-04-09")]
    [InlineData("on Mon", "2026-04-13")]
    [InlineData("this Friday", "2026-04-10")]
    [InlineData("last Friday", "2026-04-03")]
    [InlineData("next Monday", "2026-04-13")]
    [InlineData("24 April", "2026-04-24")]
    [InlineData("the 24th of April", "2026-04-24")]
    [InlineData("April 24th", "2026-04-24")]
    [InlineData("24 Apr 2027", "2027-04-24")]
    [InlineData("Apr. 24, 2027", "2027-04-24")]
    [InlineData("7 April", "2027-04-07")]
    [InlineData("8 April", "2026-04-08")]
    [InlineData("29 February", "2028-02-29")]
    [InlineData("15/5", "2026-05-15")]
    [InlineData("15.5.", "2026-05-15")]
    [InlineData("15.5.2027", "2027-05-15")]
    [InlineData("15/05/27", "2027-05-15")]
    [InlineData("2027-05-15", "2027-05-15")]
    [InlineData("05/15", "2026-05-15")]
    [InlineData("in 3 days", "2026-04-11")]
    [InlineData("in two weeks", "2026-04-22")]
    [InlineData("within a month", "2026-05-08")]
    [InlineData("end of May", "2026-05-31")]
    [InlineData("the end of the month", "2026-04-30")]
    [InlineData("end of February 2028", "2028-02-29")]
    [InlineData("beginning of June", "2026-06-01")]
    [InlineData("end of the week", "2026-04-10")]
    [InlineData("end of next month", "2026-05-31")]
    [InlineData("next week", "2026-04-13")]
    [InlineData("next month", "2026-05-01")]
    [InlineData("Fri 24 April", "2026-04-24")]
    [InlineData("Thursday, 9 April, tomorrow", "2026-04-09")]
    public void A_future_date_is_read_as_people_say_it(string text, string expected) =>
        AssertRead(expected, text, Direction.Future);

    [Theory]
    [InlineData("Monday", "2026-04-06")]
    [InlineData("24 April", "2025-04-24")]
    [InlineData("8 April", "2026-04-08")]
    [InlineData("7 April", "2026-04-07")]
    [InlineData("2 days ago", "2026-04-06")]
    [InlineData("last week", "2026-03-30")]
    [InlineData("29 February", "2024-02-29")]
    public void A_past_date_is_the_most_recent_one(string text, string expected) =>
        AssertRead(expected, text, Direction.Past);

    [Theory]
    [InlineData("31 February")]
    [InlineData("32 April")]
    [InlineData("2026-13-01")]
    [InlineData("10.30")]
    [InlineData("48.000")]
    [InlineData("20-24")]
    [InlineData("week")]
    public void What_is_no_date_is_not_made_one(string text) =>
        Assert.Null(dates.At(Tokens.Of(text), 0, English.Wednesday, Direction.Future));

    [Fact]
    public void E5_A_weekday_said_on_that_day_asks_for_today_or_next_week()
    {
        var found = Read("Friday", English.On(new LocalDate(2026, 4, 10)), Direction.Future);
        Assert.Equal(new LocalDate(2026, 4, 17), found.Value);
        Assert.Equal("date.weekday", found.Doubt?.Kind);
        Assert.Equal([new LocalDate(2026, 4, 17), new LocalDate(2026, 4, 10)], found.Doubt!.Readings.Cast<LocalDate>());
    }

    [Theory]
    [InlineData("en-GB", "2027-04-03", false)]
    [InlineData("ca-ES", "2027-04-03", false)]
    [InlineData("ro-RO", "2027-04-03", false)]
    [InlineData("pl-PL", "2027-04-03", false)]
    [InlineData("en-US", "2027-03-04", true)]
    public void E3_The_locale_says_which_number_is_the_month_and_Americans_are_asked(string locale, string expected, bool asks)
    {
        var found = Read("03/04", English.On(new LocalDate(2026, 4, 8), locale), Direction.Future);
        Assert.Equal(expected, LocalDatePattern.Iso.Format(found.Value));
        Assert.Equal(asks ? "date.order" : null, found.Doubt?.Kind);
    }

    [Fact]
    public void A_weekday_that_does_not_fit_its_date_is_asked_about()
    {
        var found = Read("Monday 24 April", English.Wednesday, Direction.Future);
        Assert.Equal([new LocalDate(2026, 4, 24), new LocalDate(2026, 4, 13)], found.Doubt!.Readings.Cast<LocalDate>());
    }

    private void AssertRead(string expected, string text, Direction direction) =>
        Assert.Equal(expected, LocalDatePattern.Iso.Format(Read(text, English.Wednesday, direction).Value));

    private Found<LocalDate> Read(string text, LineContext context, Direction direction)
    {
        var line = Tokens.Of(text);
        var found = dates.At(line, 0, context, direction);
        Assert.NotNull(found);
        Assert.Equal(line.Count, found.End);
        return found;
    }
}
