using System.Globalization;
using KamBot.Conversation.Language;
using KamBot.Recurring;
using KamBot.Tests.WorkingDays;
using KamBot.WorkingDays;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Tests.Recurring;

/// <summary>The days and moments that rules name: counted from the anchor, on the wall, and once each (E1, E2, E7, R10).</summary>
public sealed class RecurrenceRuleTests
{
    private static readonly WorkingCalendar Catalonia = new WorkingCalendars().Get("ES-CT");
    private static readonly DateTimeZone Madrid = DateTimeZoneProviders.Tzdb["Europe/Madrid"];
    private static readonly LocalTime Nine = new(9, 0);

    public static TheoryData<string, Recurrence, string> Rules => new()
    {
        { "31 Jan 2026", new(RecurrenceUnit.Month, 1, []), "31 Jan, 28 Feb, 31 Mar, 30 Apr, 31 May" },
        { "29 Feb 2024", new(RecurrenceUnit.Year, 1, []), "28 Feb, 28 Feb, 29 Feb, 28 Feb" },
        { "31 Jan 2026", new(RecurrenceUnit.Month, 3, []), "31 Jan, 30 Apr, 31 Jul, 31 Oct" },
        { "15 Apr 2026", new(RecurrenceUnit.Month, 1, [IsoDayOfWeek.Monday], 1), "4 May, 1 Jun, 6 Jul, 3 Aug" },
        { "15 Apr 2026", new(RecurrenceUnit.Month, 1, [IsoDayOfWeek.Monday], 2), "11 May, 8 Jun, 13 Jul, 10 Aug" },
        { "15 Apr 2026", new(RecurrenceUnit.Month, 1, [IsoDayOfWeek.Monday], -1), "27 Apr, 25 May, 29 Jun, 27 Jul" },
        { "15 Apr 2026", new(RecurrenceUnit.Month, 1, [IsoDayOfWeek.Friday], 5), "29 May, 31 Jul, 30 Oct" },
        { "31 Jan 2026", new(RecurrenceUnit.Month, 1, [], DayOfMonth: 31), "31 Jan, 28 Feb, 31 Mar, 30 Apr" },
        { "20 Apr 2026", new(RecurrenceUnit.Month, 2, [], DayOfMonth: 15), "15 Jun, 15 Aug, 15 Oct" },
        { "1 Apr 2026", new(RecurrenceUnit.Month, 1, [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday], -1), "30 Apr, 29 May, 30 Jun" },
        { "1 May 2026", new(RecurrenceUnit.Month, 1, [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday], 1), "4 May, 1 Jun, 1 Jul" },
        { "8 Apr 2026", new(RecurrenceUnit.Week, 3, []), "8 Apr, 29 Apr, 20 May, 10 Jun" },
        { "8 Apr 2026", new(RecurrenceUnit.Week, 2, [IsoDayOfWeek.Monday, IsoDayOfWeek.Thursday]), "9 Apr, 20 Apr, 23 Apr, 4 May" },
        { "8 Apr 2026", new(RecurrenceUnit.Day, 10, []), "8 Apr, 18 Apr, 28 Apr" },
        { "2 Apr 2026", new(RecurrenceUnit.WorkingDay, 1, []), "2 Apr, 7 Apr, 8 Apr, 9 Apr, 10 Apr, 13 Apr" },
        { "2 Apr 2026", new(RecurrenceUnit.WorkingDay, 3, []), "2 Apr, 9 Apr, 14 Apr" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_names_its_days_from_the_anchor_without_drift(string anchor, Recurrence every, string days)
    {
        var rule = new RecurrenceRule(Days.Day(anchor), every);
        var from = every.Unit == RecurrenceUnit.Year ? Days.Day("1 Jan 2026") : rule.Anchor.PlusDays(-1);
        var expected = days.Split(", ");

        Assert.Equal(expected, rule.After(from, Nine, Madrid, Catalonia).Take(expected.Length).Select(Text));
        // From the middle it goes on with the same days, whoever asks when.
        foreach (var (at, index) in rule.After(from, Nine, Madrid, Catalonia).Take(expected.Length - 1).Select((at, index) => (at.At.Date, index)))
            Assert.Equal(expected[index + 1], Text(rule.After(at, Nine, Madrid, Catalonia).First()));
    }

    [Fact]
    public void E1_every_day_at_half_past_eight_is_at_half_past_eight_on_both_sides_of_the_clock_change_and_on_no_day_off()
    {
        var rule = new RecurrenceRule(Days.Day("1 Oct 2026"), new(RecurrenceUnit.Day, 1, []), WhenOff.NextWorkingDay);

        var said = rule.After(Days.Day("22 Oct 2026"), new LocalTime(8, 30), Madrid, Catalonia).Take(2).Select(each => InstantPattern.General.Format(WallTime.InstantOf(Madrid, each.At)));

        Assert.Equal(["2026-10-23T06:30:00Z", "2026-10-26T07:30:00Z"], said);
    }

    [Fact]
    public void E2_a_time_that_the_clocks_leave_out_is_the_first_that_there_is()
    {
        var rule = new RecurrenceRule(Days.Day("28 Mar 2026"), new(RecurrenceUnit.Day, 1, []));

        var said = rule.After(Days.Day("27 Mar 2026"), new LocalTime(2, 30), Madrid, Catalonia).Take(3).Select(each => LocalDateTimePattern.GeneralIso.Format(each.At));

        Assert.Equal(["2026-03-28T02:30:00", "2026-03-29T03:00:00", "2026-03-30T02:30:00"], said);
        Assert.Equal(Instant.FromUtc(2026, 10, 25, 0, 30), WallTime.InstantOf(Madrid, new LocalDateTime(2026, 10, 25, 2, 30)));
    }

    /// <summary>Found by following all zones (F10): Nuuk's clocks go from 23:00 to midnight, and both days have their reminder.</summary>
    [Fact]
    public void A_time_that_is_left_out_at_the_end_of_a_day_is_said_on_that_day()
    {
        var rule = new RecurrenceRule(Days.Day("27 Mar 2026"), new(RecurrenceUnit.Day, 1, []));

        var said = rule.After(Days.Day("27 Mar 2026"), new LocalTime(23, 10), DateTimeZoneProviders.Tzdb["America/Nuuk"], Catalonia).Take(3).Select(each => LocalDateTimePattern.GeneralIso.Format(each.At));

        Assert.Equal(["2026-03-28T22:59:00", "2026-03-29T23:10:00", "2026-03-30T23:10:00"], said);
    }

    [Theory]
    [InlineData("29 Feb 2000", "26 Feb 2027", "28 Feb 2027")]
    [InlineData("25 Apr 1980", "24 Apr 2026", "25 Apr 2026")]
    [InlineData("16 Apr 1985", "16 Apr 2026", "16 Apr 2026")]
    public void R10_a_birthday_on_a_day_off_is_announced_on_the_working_day_before(string born, string said, string birthday)
    {
        var rule = new RecurrenceRule(Days.Day(born), new(RecurrenceUnit.Year, 1, []), WhenOff.PreviousWorkingDay);

        var next = rule.After(Days.Day(said).PlusDays(-1), Nine, Madrid, Catalonia).First();

        Assert.Equal((Days.Day(birthday), Days.Day(said)), (next.Nominal, next.At.Date));
    }

    [Fact]
    public void Days_off_that_meet_on_one_working_day_are_said_once()
    {
        var daily = new RecurrenceRule(Days.Day("1 Apr 2026"), new(RecurrenceUnit.Day, 1, []), WhenOff.NextWorkingDay);
        var backwards = daily with { OnDayOff = WhenOff.PreviousWorkingDay };

        Assert.Equal(["1 Apr", "2 Apr", "7 Apr", "8 Apr"], daily.After(Days.Day("31 Mar 2026"), Nine, Madrid, Catalonia).Take(4).Select(Text));
        Assert.Equal(["1 Apr", "2 Apr", "7 Apr", "8 Apr"], backwards.After(Days.Day("31 Mar 2026"), Nine, Madrid, Catalonia).Take(4).Select(Text));
        Assert.Equal(Days.Day("6 Apr 2026"), backwards.After(Days.Day("31 Mar 2026"), Nine, Madrid, Catalonia).ElementAt(1).Nominal);
    }

    [Fact]
    public void Days_before_a_date_are_counted_from_that_date()
    {
        var rule = new RecurrenceRule(Days.Day("31 Jan 2026"), new(RecurrenceUnit.Month, 1, []), DaysBefore: 30);

        Assert.Equal(["1 Jan", "29 Jan", "1 Mar", "31 Mar"], rule.After(Days.Day("31 Dec 2025"), Nine, Madrid, Catalonia).Take(4).Select(Text));
    }

    [Fact]
    public void A_single_day_is_said_once()
    {
        var once = new RecurrenceRule(Days.Day("20 May 2026"), Every: null);

        Assert.Equal(["20 May"], once.After(Days.Day("8 Apr 2026"), Nine, Madrid, Catalonia).Select(Text));
        Assert.Empty(once.After(Days.Day("20 May 2026"), Nine, Madrid, Catalonia));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public void A_step_that_leads_nowhere_is_refused(int interval)
    {
        var rule = new RecurrenceRule(Days.Day("8 Apr 2026"), new(RecurrenceUnit.Day, interval, []));

        Assert.Throws<InvalidOperationException>(() => rule.After(Days.Day("8 Apr 2026"), Nine, Madrid, Catalonia).First());
    }

    private static string Text(Occurrence each) => each.At.Date.ToString("d MMM", CultureInfo.InvariantCulture);
}
