using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Tests.WorkingDays;

/// <summary>Our rules against date-holidays, which knows the same places from another source.</summary>
public sealed class RulesAgainstDataTests
{
    private const string OnlyByRule = "only by rule";
    private const string OnlyInData = "only in data";

    private const string ChristmasOnSunday =
        "Each region decides whether the Monday after takes the place of a Christmas on Sunday, so it is not a holiday of all Spain.";

    private const string LabourDayMoved =
        "Catalonia's orders have not moved 1 May: neither the Saturday of 2021 nor the Sundays of 2011, 2016 and 2022.";

    private const string WhitMonday =
        "When 1 May, 11 September and 25 December fall on Sundays the orders (2011, 2016, 2022) give Whit Monday instead.";

    // Every difference and who is right. A new one fails the test until it is understood.
    private static readonly (string Code, string Day, string Where, string Why)[] Explained =
    [
        ("ES", "26 Dec 2033", OnlyInData, ChristmasOnSunday),
        ("ES", "26 Dec 2039", OnlyInData, ChristmasOnSunday),
        ("ES-CT", "3 May 2027", OnlyInData, LabourDayMoved),
        ("ES-CT", "3 May 2032", OnlyInData, LabourDayMoved),
        ("ES-CT", "2 May 2033", OnlyInData, LabourDayMoved),
        ("ES-CT", "6 Jun 2033", OnlyByRule, WhitMonday),
        ("ES-CT", "3 May 2038", OnlyInData, LabourDayMoved),
        ("ES-CT", "2 May 2039", OnlyInData, LabourDayMoved),
        ("ES-CT", "30 May 2039", OnlyByRule, WhitMonday),
    ];

    public static TheoryData<string, int> PlacesAndYears
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var code in (string[])["ES", "ES-CT", "PL", "RO"])
                foreach (var year in Enumerable.Range(2024, 17))
                    data.Add(code, year);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PlacesAndYears))]
    public void A_rule_and_the_data_differ_only_where_it_is_explained(string code, int year)
    {
        var byRule = new WorkingCalendars().Get(code).HolidaysIn(year);
        var inData = HolidayData.Embedded.Of(code)!.Select(holiday => holiday.Date).Where(date => date.Year == year).Distinct().ToArray();
        var differences = byRule.Except(inData).Select(date => (date, OnlyByRule))
            .Concat(inData.Except(byRule).Select(date => (date, OnlyInData)));

        var explained = Explained
            .Where(difference => difference.Code == code)
            .Select(difference => (Date: Days.Day(difference.Day), difference.Where))
            .Where(difference => difference.Date.Year == year);
        Assert.Equal(explained.Order(), differences.Order());
    }
}
