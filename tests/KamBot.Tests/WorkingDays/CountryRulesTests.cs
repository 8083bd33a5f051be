using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Tests.WorkingDays;

public sealed class CountryRulesTests
{
    private readonly WorkingCalendars _calendars = new();

    [Theory]
    [InlineData("ES", 2026, "1 Jan, 6 Jan, 3 Apr, 1 May, 15 Aug, 12 Oct, 1 Nov, 6 Dec, 8 Dec, 25 Dec")]
    [InlineData("ES-CT", 2026, "1 Jan, 6 Jan, 3 Apr, 6 Apr, 1 May, 24 Jun, 15 Aug, 11 Sep, 12 Oct, 1 Nov, 6 Dec, 8 Dec, 25 Dec, 26 Dec")]
    [InlineData("PL", 2024, "1 Jan, 6 Jan, 31 Mar, 1 Apr, 1 May, 3 May, 19 May, 30 May, 15 Aug, 1 Nov, 11 Nov, 25 Dec, 26 Dec")]
    [InlineData("PL", 2026, "1 Jan, 6 Jan, 5 Apr, 6 Apr, 1 May, 3 May, 24 May, 4 Jun, 15 Aug, 1 Nov, 11 Nov, 24 Dec, 25 Dec, 26 Dec")]
    [InlineData("RO", 2023, "1 Jan, 2 Jan, 24 Jan, 14 Apr, 16 Apr, 17 Apr, 1 May, 1 Jun, 4 Jun, 5 Jun, 15 Aug, 30 Nov, 1 Dec, 25 Dec, 26 Dec")]
    [InlineData("RO", 2026, "1 Jan, 2 Jan, 6 Jan, 7 Jan, 24 Jan, 10 Apr, 12 Apr, 13 Apr, 1 May, 31 May, 1 Jun, 15 Aug, 30 Nov, 1 Dec, 25 Dec, 26 Dec")]
    public void A_year_has_the_holidays_of_the_law(string code, int year, string holidays) =>
        Assert.Equal(Days.DaysOf(year, holidays), _calendars.Get(code).HolidaysIn(year));

    // The orders of the Generalitat, which leave out what falls on a Sunday.
    [Theory]
    [InlineData(2011, "1 Jan, 6 Jan, 22 Apr, 25 Apr, 13 Jun, 24 Jun, 15 Aug, 12 Oct, 1 Nov, 6 Dec, 8 Dec, 26 Dec")]
    [InlineData(2013, "1 Jan, 29 Mar, 1 Apr, 1 May, 24 Jun, 15 Aug, 11 Sep, 12 Oct, 1 Nov, 6 Dec, 25 Dec, 26 Dec")]
    [InlineData(2016, "1 Jan, 6 Jan, 25 Mar, 28 Mar, 16 May, 24 Jun, 15 Aug, 12 Oct, 1 Nov, 6 Dec, 8 Dec, 26 Dec")]
    [InlineData(2017, "6 Jan, 14 Apr, 17 Apr, 1 May, 24 Jun, 15 Aug, 11 Sep, 12 Oct, 1 Nov, 6 Dec, 8 Dec, 25 Dec, 26 Dec")]
    [InlineData(2018, "1 Jan, 6 Jan, 30 Mar, 2 Apr, 1 May, 15 Aug, 11 Sep, 12 Oct, 1 Nov, 6 Dec, 8 Dec, 25 Dec, 26 Dec")]
    [InlineData(2021, "1 Jan, 6 Jan, 2 Apr, 5 Apr, 1 May, 24 Jun, 11 Sep, 12 Oct, 1 Nov, 6 Dec, 8 Dec, 25 Dec")]
    [InlineData(2022, "1 Jan, 6 Jan, 15 Apr, 18 Apr, 6 Jun, 24 Jun, 15 Aug, 12 Oct, 1 Nov, 6 Dec, 8 Dec, 26 Dec")]
    [InlineData(2023, "6 Jan, 7 Apr, 10 Apr, 1 May, 24 Jun, 15 Aug, 11 Sep, 12 Oct, 1 Nov, 6 Dec, 8 Dec, 25 Dec, 26 Dec")]
    [InlineData(2025, "1 Jan, 6 Jan, 18 Apr, 21 Apr, 1 May, 24 Jun, 15 Aug, 11 Sep, 1 Nov, 6 Dec, 8 Dec, 25 Dec, 26 Dec")]
    [InlineData(2026, "1 Jan, 6 Jan, 3 Apr, 6 Apr, 1 May, 24 Jun, 15 Aug, 11 Sep, 12 Oct, 8 Dec, 25 Dec, 26 Dec")]
    public void Catalonia_keeps_the_days_of_its_yearly_order(int year, string holidays) =>
        Assert.Equal(
            Days.DaysOf(year, holidays),
            _calendars.Get("ES-CT").HolidaysIn(year).Where(date => date.DayOfWeek != IsoDayOfWeek.Sunday));

    [Theory]
    [InlineData("PL", "6 Jan 2010", "6 Jan 2011")]
    [InlineData("PL", "24 Dec 2024", "24 Dec 2025")]
    [InlineData("RO", "15 Aug 2008", "15 Aug 2009")]
    [InlineData("RO", "30 Nov 2011", "30 Nov 2012")]
    [InlineData("RO", "24 Jan 2016", "24 Jan 2017")]
    [InlineData("RO", "1 Jun 2016", "1 Jun 2017")]
    [InlineData("RO", "14 Apr 2017", "6 Apr 2018")] // Orthodox Good Friday
    [InlineData("RO", "6 Jan 2023", "6 Jan 2024")]
    [InlineData("RO", "7 Jan 2023", "7 Jan 2024")]
    public void A_law_holds_from_its_first_year(string code, string lastWithout, string firstWith)
    {
        Assert.Null(_calendars.Get(code).HolidayOn(Days.Day(lastWithout)));
        Assert.NotNull(_calendars.Get(code).HolidayOn(Days.Day(firstWith)));
    }

    [Fact]
    public void Poland_rested_on_12_November_once()
    {
        Assert.False(_calendars.Get("PL").IsWorkingDay(Days.Day("12 Nov 2018")));
        Assert.True(_calendars.Get("PL").IsWorkingDay(Days.Day("12 Nov 2019")));
    }

    [Theory]
    [InlineData("ES-CT", "3 Apr 2026", false)]
    [InlineData("ES-CT", "6 Apr 2026", false)]
    [InlineData("ES-CT", "23 Apr 2026", true)] // Sant Jordi
    [InlineData("ES-CT", "1 May 2026", false)]
    [InlineData("PL", "3 Apr 2026", true)] // Good Friday
    [InlineData("PL", "6 Apr 2026", false)]
    [InlineData("PL", "1 May 2026", false)]
    [InlineData("PL", "3 May 2026", false)]
    [InlineData("PL", "1 Jan 2027", false)]
    [InlineData("PL", "6 Jan 2027", false)]
    [InlineData("RO", "3 Apr 2026", true)]
    [InlineData("RO", "10 Apr 2026", false)]
    [InlineData("RO", "13 Apr 2026", false)]
    [InlineData("RO", "1 May 2026", false)]
    public void The_days_of_the_stories_are_off_or_working(string code, string day, bool working) =>
        Assert.Equal(working, _calendars.Get(code).IsWorkingDay(Days.Day(day)));

    [Fact]
    public void Two_feasts_on_one_day_are_one_holiday_with_both_names()
    {
        var holiday = _calendars.Get("RO").HolidayOn(Days.Day("1 Jun 2026"));
        Assert.Equal("Ziua Copilului / A doua zi de Rusalii", holiday?.Name);
        Assert.Equal("Children's Day / Orthodox Whit Monday", holiday?.EnglishName);
    }

    [Fact]
    public void A_rule_is_known_from_1990_to_2100()
    {
        var poland = _calendars.Get("PL");
        Assert.True(poland.Knows(1990) && poland.Knows(2100));
        Assert.False(poland.Knows(1989) || poland.Knows(2101));
        Assert.Null(poland.HolidayOn(Days.Day("25 Dec 2101")));
    }
}
