using System.Globalization;
using KamBot.WorkingDays;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Tests.WorkingDays;

/// <summary>Short ways to say a date and a list of dates in these tests.</summary>
internal static class Days
{
    private static readonly LocalDatePattern DayMonthYear = LocalDatePattern.Create("d MMM uuuu", CultureInfo.InvariantCulture);

    /// <summary>"3 Apr 2026"</summary>
    public static LocalDate Day(string text) => DayMonthYear.Parse(text).GetValueOrThrow();

    /// <summary>"1 Jan, 6 Jan" of a year</summary>
    public static LocalDate[] DaysOf(int year, string text) =>
        [.. text.Split(", ").Select(day => Day($"{day} {year}"))];

    public static LocalDate[] AllOf(int year) =>
        [.. Enumerable.Range(0, CalendarSystem.Iso.GetDaysInYear(year)).Select(day => new LocalDate(year, 1, 1).PlusDays(day))];

    public static LocalDate[] HolidaysIn(this WorkingCalendar calendar, int year) =>
        [.. AllOf(year).Where(date => calendar.HolidayOn(date) is not null)];
}
