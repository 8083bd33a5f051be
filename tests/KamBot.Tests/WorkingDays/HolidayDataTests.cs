using KamBot.WorkingDays;

namespace KamBot.Tests.WorkingDays;

public sealed class HolidayDataTests
{
    private readonly WorkingCalendars _calendars = new();

    [Theory]
    [InlineData("DE", "4 Jun 2026", null)]
    [InlineData("DE-BY", "4 Jun 2026", "Fronleichnam")]
    [InlineData("DE-BY", "3 Oct 2026", "Tag der Deutschen Einheit")] // the country's
    [InlineData("CH-TI", "25 Dec 2026", "Natale di Gesù")] // the country's, in the region's language
    [InlineData("GB-ENG", "28 Dec 2026", "Boxing Day (substitute day)")]
    [InlineData("US", "26 Nov 2026", "Thanksgiving Day")]
    [InlineData("TR", "19 Mar 2026", null)] // a half day is worked
    [InlineData("TR", "20 Mar 2026", "Ramazan Bayramı")]
    public void A_place_has_its_own_holidays_and_its_countrys(string code, string day, string? name) =>
        Assert.Equal(name, _calendars.Get(code).HolidayOn(Days.Day(day))?.Name);

    [Fact]
    public void Every_section_can_be_read_and_stays_in_its_years()
    {
        var data = HolidayData.Embedded;
        Assert.Equal((2024, 2040), (data.FirstYear, data.LastYear));
        Assert.All(data.Sections, section =>
            Assert.All(data.Of(section.Code)!, holiday =>
            {
                Assert.InRange(holiday.Date.Year, data.FirstYear, data.LastYear);
                Assert.NotEmpty(holiday.Name);
                Assert.NotEmpty(holiday.EnglishName);
            }));
    }

    [Fact]
    public void Every_country_with_data_has_holidays_in_every_year() =>
        Assert.All(HolidayData.Embedded.Sections.Where(section => section.Code.Length == 2), section =>
            Assert.Equal(17, HolidayData.Embedded.Of(section.Code)!.Select(holiday => holiday.Date.Year).Distinct().Count()));
}
