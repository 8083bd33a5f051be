using FsCheck;
using FsCheck.Fluent;
using KamBot.WorkingDays;
using NodaTime;
using static KamBot.WorkingDays.WorkingDayArithmetic;

namespace KamBot.Tests.WorkingDays;

public sealed class WorkingDayArithmeticTests
{
    private static readonly WorkingCalendars Calendars = new();

    // Story 2: R3, the first day that is working for the manager and for the client.
    [Theory]
    [InlineData("PL", "PL", "2 Apr 2026", "3 Apr 2026")]
    [InlineData("RO", "RO", "2 Apr 2026", "3 Apr 2026")]
    [InlineData("ES-CT", "ES-CT", "2 Apr 2026", "7 Apr 2026")]
    [InlineData("PL", "ES-CT", "2 Apr 2026", "7 Apr 2026")]
    [InlineData("RO", "RO", "9 Apr 2026", "14 Apr 2026")]
    [InlineData("ES-CT", "RO", "9 Apr 2026", "14 Apr 2026")]
    [InlineData("PL", "PL", "9 Apr 2026", "10 Apr 2026")]
    [InlineData("PL", "PL", "30 Apr 2026", "4 May 2026")]
    public void R3_the_call_is_due_on_the_first_day_that_works_for_both(string manager, string client, string sent, string due) =>
        Assert.Equal(Days.Day(due), FirstAfter(Days.Day(sent), Calendars.Get(manager), Calendars.Get(client)));

    [Fact]
    public void R3_a_letter_is_followed_up_on_the_third_such_day() =>
        Assert.Equal(Days.Day("9 Apr 2026"), Add(Days.Day("2 Apr 2026"), 3, Calendars.Get("PL"), Calendars.Get("ES-CT")));

    // R5 and stories 1, 7 and 9: working days before a date.
    [Theory]
    [InlineData("ES-CT", "24 Apr 2026", 5, "17 Apr 2026")]
    [InlineData("ES-CT", "24 Apr 2026", 1, "23 Apr 2026")]
    [InlineData("RO", "3 May 2026", 5, "24 Apr 2026")]
    [InlineData("RO", "3 May 2026", 1, "30 Apr 2026")]
    [InlineData("RO", "15 May 2026", 5, "8 May 2026")]
    [InlineData("PL", "15 Jan 2027", 10, "30 Dec 2026")]
    public void R5_nudges_come_so_many_working_days_before(string code, string date, int before, string nudge) =>
        Assert.Equal(Days.Day(nudge), Add(Days.Day(date), -before, Calendars.Get(code)));

    [Fact]
    public void Story_7_an_offer_until_Sunday_has_its_last_working_day_before_the_holiday()
    {
        Assert.Equal(Days.Day("30 Apr 2026"), OnOrBefore(Days.Day("3 May 2026"), Calendars.Get("RO")));
        Assert.Equal(Days.Day("30 Apr 2026"), LastBefore(Days.Day("3 May 2026"), Calendars.Get("RO")));
        Assert.Equal(Days.Day("4 May 2026"), OnOrAfter(Days.Day("3 May 2026"), Calendars.Get("RO")));
    }

    [Fact]
    public void A_working_day_is_itself_on_or_after_and_on_or_before()
    {
        var (thursday, calendar) = (Days.Day("30 Apr 2026"), Calendars.Get("PL"));
        Assert.Equal(thursday, OnOrAfter(thursday, calendar));
        Assert.Equal(thursday, OnOrBefore(thursday, calendar));
        Assert.Equal(thursday, Add(thursday, 0, calendar));
        Assert.Equal(Days.Day("4 May 2026"), FirstAfter(thursday, calendar));
        Assert.Equal(Days.Day("29 Apr 2026"), LastBefore(thursday, calendar));
    }

    [Fact]
    public void Story_2_the_reason_names_the_holidays_and_whose_they_are()
    {
        var daysOff = DaysOff(Days.Day("2 Apr 2026"), Days.Day("7 Apr 2026"), Calendars.Get("PL"), Calendars.Get("ES-CT"));
        Assert.Equal(
            [
                (Days.Day("3 Apr 2026"), "ES-CT", "Divendres Sant"),
                (Days.Day("6 Apr 2026"), "PL", "Drugi dzień Wielkiej Nocy"),
                (Days.Day("6 Apr 2026"), "ES-CT", "Dilluns de Pasqua Florida"),
            ],
            daysOff.Select(day => (day.Date, day.Calendar.Code, day.Holiday.Name)));
    }

    [Fact]
    public void A_reason_leaves_out_its_two_ends_and_holidays_on_a_weekend()
    {
        var poland = Calendars.Get("PL");
        Assert.Empty(DaysOff(Days.Day("1 May 2026"), Days.Day("4 May 2026"), poland)); // 3 May is a Sunday
        Assert.Empty(DaysOff(Days.Day("5 Apr 2026"), Days.Day("6 Apr 2026"), poland));
        Assert.Empty(DaysOff(Days.Day("7 Apr 2026"), Days.Day("2 Apr 2026"), poland));
    }

    [Fact]
    public void Days_between_are_counted_forwards_and_backwards()
    {
        var (from, to, poland) = (Days.Day("2 Apr 2026"), Days.Day("8 Apr 2026"), Calendars.Get("PL"));
        Assert.Equal(3, Between(from, to, poland)); // 3, 7 and 8 April
        Assert.Equal(-3, Between(to, from, poland)); // 7, 3 and 2 April
        Assert.Equal(0, Between(from, from, poland));
    }

    [Fact]
    public void A_place_that_never_works_is_said_and_not_searched_for_ever()
    {
        var first = Days.Day("1 Jan 2026");
        var never = Calendars.Get("PL").With(Enumerable.Range(-500, 1_000)
            .Select(day => new CalendarChange("PL", first.PlusDays(day), IsWorking: false, "Closed")));
        var failure = Assert.Throws<InvalidOperationException>(() => FirstAfter(first, never, Calendars.Get("RO")));
        Assert.Equal("No day is working in PL and RO within 400 days from 2026-01-02.", failure.Message);
        Assert.Throws<InvalidOperationException>(() => LastBefore(first, never));
    }

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        var (day, poland) = (Days.Day("1 Jan 2026"), Calendars.Get("PL"));
        Assert.Throws<ArgumentException>(() => FirstAfter(day));
        Assert.Throws<ArgumentOutOfRangeException>(() => Add(day, 10_001, poland));
        Assert.Throws<ArgumentOutOfRangeException>(() => Add(day, -10_001, poland));
        Assert.Throws<ArgumentOutOfRangeException>(() => Between(day, day.PlusYears(200), poland));
        Assert.Throws<ArgumentOutOfRangeException>(() => DaysOff(day.PlusYears(200), day, poland));
    }

    [Fact]
    public void Counting_undoes_adding() =>
        Check((date, calendars, n) => Between(date, Add(date, n, calendars), calendars) == n);

    [Fact]
    public void Adding_lands_on_a_working_day() =>
        Check((date, calendars, n) => n == 0 || calendars.AreWorking(Add(date, n, calendars)));

    [Fact]
    public void Adding_more_never_comes_earlier() =>
        Check((date, calendars, n) => Add(date, n, calendars) < Add(date, n + 1, calendars)
            && Add(date, n, calendars) <= Add(date.PlusDays(1), n, calendars).PlusDays(n == 0 ? 1 : 0));

    [Fact]
    public void The_first_day_after_works_and_none_between_does() =>
        Check((date, calendars, _) =>
        {
            var first = FirstAfter(date, calendars);
            return calendars.AreWorking(first) && first > date && Between(date, first, calendars) == 1;
        });

    [Fact]
    public void The_last_day_before_works_and_none_between_does() =>
        Check((date, calendars, _) =>
        {
            var last = LastBefore(date, calendars);
            return calendars.AreWorking(last) && last < date && Between(date, last, calendars) == -1;
        });

    [Fact]
    public void A_joint_working_day_is_one_for_each() =>
        Check((date, calendars, _) => calendars.AreWorking(date) == calendars.All(calendar => calendar.IsWorkingDay(date)));

    [Fact]
    public void Every_weekday_skipped_before_the_first_day_has_its_reason() =>
        Check((date, calendars, _) =>
        {
            var first = FirstAfter(date, calendars);
            var reasons = DaysOff(date, first, calendars).Select(day => day.Date).ToHashSet();
            return Enumerable.Range(1, Period.DaysBetween(date, first) - 1)
                .Select(day => date.PlusDays(day))
                .All(day => reasons.Contains(day) || calendars.Any(calendar => calendar.IsWeekend(day)));
        });

    private static void Check(Func<LocalDate, IReadOnlyCollection<WorkingCalendar>, int, bool> holds)
    {
        var dates = Gen.Choose(0, 365 * 17).Select(day => new LocalDate(2024, 1, 1).PlusDays(day));
        var calendars = Gen.NonEmptyListOf(Gen.Elements("ES", "ES-CT", "PL", "RO", "DE-BY", "GB", "SA", "IN", "US", "JP"))
            .Select(IReadOnlyCollection<WorkingCalendar> (codes) => [.. codes.Distinct().Take(3).Select(Calendars.Get)]);
        var counts = Gen.Choose(-60, 60);
        Prop.ForAll(dates.ToArbitrary(), calendars.ToArbitrary(), counts.ToArbitrary(), holds).QuickCheckThrowOnFailure();
    }
}
