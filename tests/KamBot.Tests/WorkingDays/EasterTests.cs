using FsCheck;
using FsCheck.Fluent;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Tests.WorkingDays;

public sealed class EasterTests
{
    // As the churches publish them.
    [Theory]
    [InlineData(1990, "15 Apr", "15 Apr")]
    [InlineData(2000, "23 Apr", "30 Apr")]
    [InlineData(2008, "23 Mar", "27 Apr")]
    [InlineData(2010, "4 Apr", "4 Apr")]
    [InlineData(2013, "31 Mar", "5 May")]
    [InlineData(2016, "27 Mar", "1 May")]
    [InlineData(2019, "21 Apr", "28 Apr")]
    [InlineData(2024, "31 Mar", "5 May")]
    [InlineData(2025, "20 Apr", "20 Apr")]
    [InlineData(2026, "5 Apr", "12 Apr")]
    [InlineData(2027, "28 Mar", "2 May")]
    [InlineData(2028, "16 Apr", "16 Apr")]
    [InlineData(2029, "1 Apr", "8 Apr")]
    [InlineData(2030, "21 Apr", "28 Apr")]
    [InlineData(2031, "13 Apr", "13 Apr")]
    [InlineData(2032, "28 Mar", "2 May")]
    [InlineData(2033, "17 Apr", "24 Apr")]
    [InlineData(2034, "9 Apr", "9 Apr")]
    [InlineData(2035, "25 Mar", "29 Apr")]
    [InlineData(2036, "13 Apr", "20 Apr")]
    [InlineData(2037, "5 Apr", "5 Apr")]
    [InlineData(2038, "25 Apr", "25 Apr")]
    [InlineData(2039, "10 Apr", "17 Apr")]
    [InlineData(2040, "1 Apr", "6 May")]
    [InlineData(2100, "28 Mar", "2 May")]
    public void Both_Easters_fall_as_published(int year, string western, string orthodox)
    {
        Assert.Equal(Days.Day($"{western} {year}"), Easter.Western(year));
        Assert.Equal(Days.Day($"{orthodox} {year}"), Easter.Orthodox(year));
    }

    [Fact]
    public void Easter_is_a_Sunday_in_its_bounds_and_the_Orthodox_one_is_never_earlier() =>
        Prop.ForAll(Gen.Choose(1900, 2199).ToArbitrary(), year =>
        {
            var (western, orthodox) = (Easter.Western(year), Easter.Orthodox(year));
            return western.DayOfWeek == IsoDayOfWeek.Sunday
                && orthodox.DayOfWeek == IsoDayOfWeek.Sunday
                && western >= new LocalDate(year, 3, 22)
                && western <= new LocalDate(year, 4, 25)
                && orthodox >= western
                && orthodox <= western.PlusWeeks(5);
        }).QuickCheckThrowOnFailure();
}
