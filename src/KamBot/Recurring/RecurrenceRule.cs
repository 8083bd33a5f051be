using KamBot.Conversation.Language;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>
/// Which days a rule names. All of them are counted from the anchor and none from the day before it, so that nothing drifts:
/// 31 January and "every month" are 28 February, 31 March and 30 April (E7). Local wall time is the truth; instants follow from it.
/// </summary>
/// <param name="Anchor">The day the rule counts from; no occurrence comes before it.</param>
/// <param name="Every">How often; null for the anchor alone.</param>
/// <param name="OnDayOff">What becomes of a day on which the manager does not work.</param>
/// <param name="DaysBefore">So many days ahead of the day that the rule names.</param>
public sealed record RecurrenceRule(LocalDate Anchor, Recurrence? Every, WhenOff OnDayOff = WhenOff.Kept, int DaysBefore = 0)
{
    /// <summary>Beyond it a rule is a slip of the pen, and its days leave the calendar.</summary>
    public const int LongestInterval = 1_000;

    /// <summary>No place rests longer at a stretch, so a day that moved lies no farther from where it came.</summary>
    private const int LongestRest = 40;

    /// <summary>A zone that crosses the date line leaves out one day.</summary>
    private const int LongestSkip = 2;

    /// <summary>A fifth Monday comes within a few months; a rule that names no day for so long names none.</summary>
    private const int MostSteps = 100;

    /// <summary>
    /// The occurrences said on days after <paramref name="after"/>, in their order and without end unless there is only one. Two
    /// that come to be said on one day (Saturday's and Monday's on Monday) are one; so is one whose day does not exist in the zone.
    /// </summary>
    public IEnumerable<Occurrence> After(LocalDate after, LocalTime time, DateTimeZone zone, WorkingCalendar manager)
    {
        Occurrence? waiting = null;
        var nominal = after.PlusDays(DaysBefore - (OnDayOff == WhenOff.Kept ? LongestSkip : LongestRest));
        while (NominalAfter(nominal, manager) is { } next)
        {
            var found = new Occurrence(next, WallTime.Existing(zone, Said(next, manager) + time));
            if (waiting is { } earlier && earlier.At.Date != found.At.Date && earlier.At.Date > after)
                yield return earlier;
            waiting = found;
            nominal = next;
        }

        if (waiting is { } last && last.At.Date > after)
            yield return last;
    }

    /// <summary>The day on which an occurrence is said.</summary>
    public LocalDate Said(LocalDate nominal, WorkingCalendar manager) => (nominal.PlusDays(-DaysBefore), OnDayOff) switch
    {
        (var day, WhenOff.NextWorkingDay) => WorkingDayArithmetic.OnOrAfter(day, manager),
        (var day, WhenOff.PreviousWorkingDay) => WorkingDayArithmetic.OnOrBefore(day, manager),
        (var day, _) => day,
    };

    /// <summary>The first day after that one which the rule names, wherever it is said.</summary>
    public LocalDate? NominalAfter(LocalDate after, WorkingCalendar manager)
    {
        if (Every is not { } every)
            return Anchor > after ? Anchor : null;
        if (every.Interval is < 1 or > LongestInterval)
            throw new InvalidOperationException($"A rule counts in steps of 1 to {LongestInterval}, not {every.Interval}.");
        return every switch
        {
            { Unit: RecurrenceUnit.Day } => Days(every.Interval, after),
            { Unit: RecurrenceUnit.WorkingDay } => WorkingDay(every.Interval, after, manager),
            { Unit: RecurrenceUnit.Week, Weekdays.Count: 0 } => Days(every.Interval * 7, after),
            { Unit: RecurrenceUnit.Week } => Weekday(every, after),
            { Unit: RecurrenceUnit.Month } => Month(every, after, manager),
            _ => Year(every.Interval, after),
        };
    }

    private LocalDate Days(int step, LocalDate after) =>
        after < Anchor ? Anchor : Anchor.PlusDays(((Period.DaysBetween(Anchor, after) / step) + 1) * step);

    private LocalDate WorkingDay(int step, LocalDate after, WorkingCalendar manager)
    {
        var first = WorkingDayArithmetic.OnOrAfter(Anchor, manager);
        if (after < first)
            return first;
        return step == 1
            ? WorkingDayArithmetic.FirstAfter(after, manager)
            : WorkingDayArithmetic.Add(first, ((WorkingDayArithmetic.Between(first, after, manager) / step) + 1) * step, manager);
    }

    /// <summary>"Every other week on Monday and Thursday": weeks are counted from the anchor's.</summary>
    private LocalDate? Weekday(Recurrence every, LocalDate after)
    {
        var start = LocalDate.Max(Anchor, after.PlusDays(1));
        for (var day = start; day < start.PlusDays(7 * (every.Interval + 1)); day = day.PlusDays(1))
        {
            if (every.Weekdays.Contains(day.DayOfWeek) && Period.DaysBetween(MondayOf(Anchor), MondayOf(day)) / 7 % every.Interval == 0)
                return day;
        }

        return null;
    }

    private LocalDate? Month(Recurrence every, LocalDate after, WorkingCalendar manager)
    {
        var from = Anchor.ToYearMonth();
        var ahead = ((after.Year - from.Year) * 12) + after.Month - from.Month;
        var step = Math.Max(0, ahead / every.Interval);
        for (var last = step + MostSteps; step < last; step++)
        {
            if (InMonth(from.PlusMonths(step * every.Interval), every, manager) is { } day && day > after && day >= Anchor)
                return day;
        }

        return null;
    }

    private LocalDate? Year(int interval, LocalDate after)
    {
        for (var step = Math.Max(0, (after.Year - Anchor.Year) / interval); ; step++)
        {
            // From the anchor: 29 February comes back in leap years, and is the 28th in the others (R10).
            if (Anchor.PlusYears(step * interval) is var day && day > after)
                return day;
        }
    }

    private LocalDate? InMonth(YearMonth month, Recurrence every, WorkingCalendar manager)
    {
        var first = month.OnDayOfMonth(1);
        var last = first.With(DateAdjusters.EndOfMonth);
        if (every.Ordinal is not { } which)
            return month.OnDayOfMonth(Math.Min(every.DayOfMonth ?? Anchor.Day, last.Day));

        // "The last working day" has five weekdays, and it is the manager's calendar that knows which of them are worked.
        var workingDays = every.Weekdays.Count > 1;
        var found = Enumerable.Range(0, last.Day).Select(first.PlusDays)
            .Where(day => every.Weekdays.Contains(day.DayOfWeek) && (!workingDays || manager.IsWorkingDay(day))).ToList();
        var at = which < 0 ? found.Count + which : which - 1;
        return at >= 0 && at < found.Count ? found[at] : null;
    }

    private static LocalDate MondayOf(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);
}

/// <summary>What becomes of an occurrence on a day on which the manager does not work.</summary>
public enum WhenOff
{
    /// <summary>It stays: the user named that very day.</summary>
    Kept,

    /// <summary>E4: the next working day.</summary>
    NextWorkingDay,

    /// <summary>R10: the working day before.</summary>
    PreviousWorkingDay,
}

/// <param name="Nominal">The day that the rule names: it stays when a holiday moves the reminder.</param>
/// <param name="At">When it is said, on the user's wall.</param>
public sealed record Occurrence(LocalDate Nominal, LocalDateTime At);
