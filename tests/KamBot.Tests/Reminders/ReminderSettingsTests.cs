using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Tests.Reminders;

/// <summary>R2, R4 and R9 as values: when a day's reminders are said, and where what falls into the quiet hours goes.</summary>
public sealed class ReminderSettingsTests
{
    private static readonly LocalDate Thursday = new(2026, 3, 26);

    private static readonly ReminderSettings Ground = new() { Manager = new WorkingCalendars().Get("ES-CT"), Client = new WorkingCalendars().Get("ES-CT") };

    [Theory]
    [InlineData("09:00", "18:00-08:30", "2026-03-26T09:00")]
    [InlineData("08:00", "18:00-08:30", "2026-03-26T08:30")]
    [InlineData("19:00", "18:00-08:30", "2026-03-27T08:30")]
    [InlineData("13:30", "13:00-15:00", "2026-03-26T15:00")]
    [InlineData("09:00", "09:00-09:00", "2026-03-26T09:00")]
    public void A_days_reminders_are_said_at_the_hour_or_when_the_quiet_hours_are_over(string hour, string quiet, string said)
    {
        var settings = With(("hour", hour), ("quiet", quiet));

        Assert.Equal(said, Text(settings.At(Thursday)));
    }

    [Theory]
    [InlineData("2026-03-26T10:00", "18:00-08:30", "2026-03-26T10:00")]
    [InlineData("2026-03-26T18:40", "18:00-08:30", "2026-03-27T08:30")]
    [InlineData("2026-03-27T18:00", "18:00-08:30", "2026-03-30T08:30")]
    [InlineData("2026-03-28T11:00", "18:00-08:30", "2026-03-30T08:30")]
    [InlineData("2026-04-02T20:00", "18:00-08:30", "2026-04-07T08:30")]
    [InlineData("2026-03-26T14:59", "13:00-15:00", "2026-03-26T15:00")]
    [InlineData("2026-03-26T23:59", "22:00-22:00", "2026-03-26T23:59")]
    public void What_falls_into_the_quiet_hours_or_on_a_day_off_waits_for_the_next_moment_outside(string at, string quiet, string allowed) =>
        Assert.Equal(allowed, Text(With(("quiet", quiet)).NextAllowed(LocalDateTimePattern.GeneralIso.Parse(at + ":00").Value)));

    [Fact]
    public void A_reminder_that_comes_too_early_waits_for_the_hour_and_not_for_the_first_loud_minute()
    {
        Assert.Equal("2026-03-26T09:00", Text(Ground.NextRound(Thursday + new LocalTime(7, 0))!.Value));
        Assert.Equal("2026-03-27T09:00", Text(Ground.NextRound(Thursday + new LocalTime(18, 5))!.Value));
        Assert.Null(Ground.NextRound(Thursday + new LocalTime(8, 40)));
    }

    [Theory]
    [InlineData("16:00", "18:00-08:30", "2026-03-26T16:00")]
    [InlineData("16:00", "15:00-08:30", null)]
    [InlineData("08:45", "18:00-08:30", null)]
    public void An_unanswered_call_is_not_asked_about_in_the_quiet_hours_or_before_it_was_asked_at_all(string second, string quiet, string? said) =>
        Assert.Equal(said, With(("secondTouch", second), ("quiet", quiet)).SecondTouchOn(Thursday) is { } at ? Text(at) : null);

    [Fact]
    public void A_working_week_of_ones_own_takes_the_place_of_the_weekend_and_keeps_the_holidays()
    {
        // Sunday to Thursday: Friday 27 March is off, Sunday 29 March works, Good Friday and Easter Monday stay days off.
        var own = Ground.Manager.InWeek([IsoDayOfWeek.Sunday, IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday]);

        Assert.Equal(new LocalDate(2026, 3, 29), WorkingDayArithmetic.FirstAfter(Thursday, own));
        Assert.False(own.IsWorkingDay(new LocalDate(2026, 4, 6)));
        Assert.True(own.IsWeekend(new LocalDate(2026, 3, 27)));
    }

    [Fact]
    public void A_friday_that_the_place_works_after_all_is_not_worked_by_who_never_works_on_fridays()
    {
        CalendarChange[] changes = [new("ES-CT", new LocalDate(2026, 4, 3), IsWorking: true, "Inventory")];
        var calendar = new WorkingCalendars(changes).Get("ES-CT");

        Assert.True(calendar.IsWorkingDay(new LocalDate(2026, 4, 3)));
        Assert.False(calendar.InWeek([IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday]).IsWorkingDay(new LocalDate(2026, 4, 3)));
    }

    [Theory]
    [InlineData("hour", "25:00")]
    [InlineData("hour", "9")]
    [InlineData("hour", "")]
    [InlineData("callDays", "0")]
    [InlineData("callDays", "21")]
    [InlineData("callDays", "one")]
    [InlineData("callDays", "-1")]
    [InlineData("nudgeDays", "0")]
    [InlineData("nudgeDays", "5,,1")]
    [InlineData("nudgeDays", "1,2,3,4,5,6")]
    [InlineData("nudgeDays", "99")]
    [InlineData("quiet", "19:00")]
    [InlineData("quiet", "19:00-25:00")]
    [InlineData("week", "")]
    [InlineData("week", "0,1")]
    [InlineData("week", "8")]
    [InlineData("morningDigest", "maybe")]
    [InlineData("birthdayShift", "1")]
    [InlineData("birthdayShift", "never")]
    [InlineData("lateMinutes", "99999999999999999999")]
    public void A_text_that_is_no_value_of_a_setting_is_nothing(string name, string text) =>
        Assert.Null(ReminderSetting.Named(name)!.Applied(Ground, text));

    [Theory]
    [InlineData("hour", "08:30")]
    [InlineData("callDays", "2")]
    [InlineData("nudgeDays", "10,5,1")]
    [InlineData("quiet", "19:00-08:00")]
    [InlineData("week", "1,2,3,4")]
    [InlineData("morningDigest", "on")]
    [InlineData("birthdayShift", "after")]
    public void A_value_is_read_as_it_was_written(string name, string text) =>
        Assert.Equal(text, ReminderSetting.Named(name)!.Text(With((name, text))));

    [Fact]
    public void Every_setting_can_be_written_and_read_again()
    {
        Assert.All(ReminderSetting.All.Where(setting => setting != ReminderSetting.Week), setting => Assert.NotNull(setting.Applied(Ground, setting.Text(Ground))));
        Assert.Equal(ReminderSetting.All.Count, ReminderSetting.All.Select(setting => setting.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Days_before_an_end_come_the_largest_first_and_each_once() =>
        Assert.Equal([10, 5, 1], With(("nudgeDays", "1,10,5,10")).NudgeDays);

    private static ReminderSettings With(params (string Name, string Text)[] changes) =>
        changes.Aggregate(Ground, (settings, change) => ReminderSetting.Named(change.Name)!.Applied(settings, change.Text)!);

    private static string Text(LocalDateTime at) => LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Format(at);
}
