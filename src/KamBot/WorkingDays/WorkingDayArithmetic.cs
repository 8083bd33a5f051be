using NodaTime;
using NodaTime.Text;

namespace KamBot.WorkingDays;

/// <summary>Counting and finding days that are working in several calendars at once: for the manager and for the client.</summary>
public static class WorkingDayArithmetic
{
    /// <summary>No place rests for a year: a search that goes further has met a calendar without working days.</summary>
    private const int SearchLimit = 400;

    /// <summary>About forty years of working days, and far more than anyone plans.</summary>
    private const int CountLimit = 10_000;

    private const int SpanLimit = 40_000;

    public static bool AreWorking(this IReadOnlyCollection<WorkingCalendar> calendars, LocalDate date)
    {
        if (calendars.Count == 0)
            throw new ArgumentException("Working days are those of at least one calendar.", nameof(calendars));
        return calendars.All(calendar => calendar.IsWorkingDay(date));
    }

    /// <summary>The first joint working day strictly after the date.</summary>
    public static LocalDate FirstAfter(LocalDate date, params IReadOnlyCollection<WorkingCalendar> calendars) =>
        Seek(date.PlusDays(1), 1, calendars);

    public static LocalDate OnOrAfter(LocalDate date, params IReadOnlyCollection<WorkingCalendar> calendars) =>
        Seek(date, 1, calendars);

    public static LocalDate OnOrBefore(LocalDate date, params IReadOnlyCollection<WorkingCalendar> calendars) =>
        Seek(date, -1, calendars);

    /// <summary>The last joint working day strictly before the date.</summary>
    public static LocalDate LastBefore(LocalDate date, params IReadOnlyCollection<WorkingCalendar> calendars) =>
        Seek(date.PlusDays(-1), -1, calendars);

    /// <summary>The n-th joint working day after the date, or before it when n is negative; the date itself when n is zero.</summary>
    public static LocalDate Add(LocalDate date, int workingDays, params IReadOnlyCollection<WorkingCalendar> calendars)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workingDays, CountLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(workingDays, -CountLimit);
        var step = Math.Sign(workingDays);
        for (var left = Math.Abs(workingDays); left > 0; left--)
            date = Seek(date.PlusDays(step), step, calendars);
        return date;
    }

    /// <summary>
    /// The joint working days after <paramref name="from"/> up to and including <paramref name="to"/>; when <paramref name="to"/>
    /// comes first, minus those from it up to but not including <paramref name="from"/>. So it undoes <see cref="Add"/>.
    /// </summary>
    public static int Between(LocalDate from, LocalDate to, params IReadOnlyCollection<WorkingCalendar> calendars)
    {
        var span = Span(from, to);
        var step = Math.Sign(span);
        var count = 0;
        for (var day = step; day != span + step; day += step)
            if (calendars.AreWorking(from.PlusDays(day))) count += step;
        return count;
    }

    /// <summary>
    /// The holidays strictly between two dates, with whose they are: the reason why a due day is later than the next one.
    /// Holidays on a calendar's weekend are left out, for they moved nothing.
    /// </summary>
    public static IReadOnlyList<DayOff> DaysOff(LocalDate after, LocalDate before, params IReadOnlyCollection<WorkingCalendar> calendars)
    {
        var days = new List<DayOff>();
        for (var day = 1; day < Span(after, before); day++)
        {
            var date = after.PlusDays(day);
            foreach (var calendar in calendars)
                if (!calendar.IsWeekend(date) && calendar.HolidayOn(date) is { } holiday)
                    days.Add(new DayOff(date, calendar, holiday));
        }
        return days;
    }

    private static LocalDate Seek(LocalDate start, int step, IReadOnlyCollection<WorkingCalendar> calendars)
    {
        for (var day = 0; day < SearchLimit; day++)
        {
            var date = start.PlusDays(day * step);
            if (calendars.AreWorking(date)) return date;
        }
        throw new InvalidOperationException(
            $"No day is working in {string.Join(" and ", calendars)} within {SearchLimit} days {(step > 0 ? "from" : "before")} {LocalDatePattern.Iso.Format(start)}.");
    }

    private static int Span(LocalDate from, LocalDate to)
    {
        var days = Period.DaysBetween(from, to);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(days), SpanLimit, nameof(to));
        return days;
    }
}
