using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>Days as people say them. A day that is said without its year, or only as a weekday, goes the field's direction.</summary>
internal sealed class Dates(LanguageData data)
{
    private const int FarthestNegation = 3;

    private readonly MonthDays days = new(data);
    private readonly UnitWords units = new(data);
    private readonly Offsets offsets = new(data);
    private readonly Durations durations = new(data);
    private readonly NumberWords numbers = new(data);

    /// <param name="expected">The day was asked for or introduced, so that a bare "15" is enough.</param>
    public Found<LocalDate>? At(Tokens line, int index, LineContext context, Direction direction, bool expected = false)
    {
        if (IsDenied(line, index) || line.IsJoined(index))
            return null;
        return Single(line, index, context, direction, expected) is { } found && !line.IsJoined(found.End + 1) ? found : null;
    }

    /// <summary>A day that may be one end of a range.</summary>
    public Found<LocalDate>? Single(Tokens line, int index, LineContext context, Direction direction, bool expected = false)
    {
        var start = data.Skip("before", line, index);
        var found = (start > index ? Any(line, start, context, direction, expected) : null) ?? Any(line, index, context, direction, expected);
        if (found is null)
            return null;
        // "Thu 26 March, tomorrow": the second says the same day again.
        var again = found.End + (line.Is(found.End, ",") ? 1 : 0);
        if (data.RelativeDays.At(line, again) is { } relative && context.Today.PlusDays(relative.Value) == found.Value)
            found = found with { End = relative.End };
        return found with { First = index };
    }

    private Found<LocalDate>? Any(Tokens line, int index, LineContext context, Direction direction, bool expected) =>
        Relative(line, index, context)
        ?? MonthDays.Iso(line, index)
        ?? FromAnother(line, index, context, direction)
        ?? OfMonth(line, index, context, direction)
        ?? WithWeekday(line, index, context, direction)
        ?? days.Named(line, index, context, direction)
        ?? days.Figures(line, index, context, direction, expected)
        ?? Edge(line, index, context, direction)
        ?? Counted(line, index, context)
        ?? FirstOfUnit(line, index, context)
        ?? days.Alone(line, index, context, direction, expected);

    /// <summary>"Not tomorrow", "nie w piątek": whatever is meant, it is not this day.</summary>
    private bool IsDenied(Tokens line, int index)
    {
        for (var at = index - 1; at >= 0 && at >= index - FarthestNegation; at--)
        {
            if (data.Words("not").At(line, at) is not null)
                return true;
            if (data.Words("before").At(line, at) is null)
                return false;
        }
        return false;
    }

    private Found<LocalDate>? Relative(Tokens line, int index, LineContext context) =>
        data.RelativeDays.At(line, index) is { } day ? new Found<LocalDate>(context.Today.PlusDays(day.Value), index, day.End) : null;

    /// <summary>"Thursday", "next Thursday", "dimecres que ve", "Thu 26 March", "Friday next week", "next week on Friday".</summary>
    private Found<LocalDate>? WithWeekday(Tokens line, int index, LineContext context, Direction direction)
    {
        if (units.At(line, index) is { Value.Unit: Unit.Week } ahead && Weekday(line, ahead.End) is { } inWeek)
            return InWeek(ahead.Value, inWeek, index, inWeek.End, context);
        var before = units.Before(line, index);
        if (data.Weekdays.At(line, before?.End ?? index) is not { } weekday)
            return null;
        var which = before ?? units.After(line, weekday.End);
        var end = Math.Max(weekday.End, which?.End ?? 0);
        var after = AfterWeekday(line, weekday.End);
        if (before is null && (days.Named(line, after, context, direction) ?? days.Figures(line, after, context, direction)) is { } date)
            return Agreed(date with { First = index }, weekday.Value, context, direction);
        // "Friday 24": where the two do not agree, the number is something else.
        if (which is null && days.Alone(line, weekday.End, context, direction, expected: true) is { } day && (int)day.Value.DayOfWeek == weekday.Value)
            return day with { First = index };
        if (which is null && units.At(line, data.Skip("of", line, after)) is { Value.Unit: Unit.Week } week)
            return InWeek(week.Value, weekday, index, week.End, context);
        var (value, doubt) = Nearest(which?.Value, weekday.Value, context.Today, direction);
        return new Found<LocalDate>(value, index, end, doubt);
    }

    /// <summary>"The last Friday of May", "pierwszy poniedziałek miesiąca".</summary>
    private Found<LocalDate>? OfMonth(Tokens line, int index, LineContext context, Direction direction)
    {
        if (numbers.Ordinal(line, data.Skip("the", line, index)) is not { Value: -1 or (>= 1 and <= 5) } which || data.Weekdays.At(line, which.End) is not { } weekday
            || FirstOfMonth(line, data.Skip("of", line, weekday.End), which.Value == -1 ? 28 : 1, context, direction) is not { } month)
            return null;
        var day = (IsoDayOfWeek)weekday.Value;
        var date = which.Value == -1
            ? month.Value.With(DateAdjusters.EndOfMonth).With(DateAdjusters.PreviousOrSame(day))
            : month.Value.With(DateAdjusters.NextOrSame(day)).PlusWeeks(which.Value - 1);
        return date.Month == month.Value.Month ? month with { Value = date, First = index } : null;
    }

    /// <summary>The first day of a month that is named ("maig de 2027") or counted from this one ("next month").</summary>
    /// <param name="nearest">The day of the month by which its nearest year is found.</param>
    private Found<LocalDate>? FirstOfMonth(Tokens line, int index, int nearest, LineContext context, Direction direction)
    {
        var at = MonthWord(line, index);
        if (data.Months.At(line, at) is not { } month)
            return units.OrThis(line, at) is { Value.Unit: Unit.Month } unit ? new Found<LocalDate>(unit.Value.First(context.Today), index, unit.End) : null;
        var year = days.Year(line, month.End, context);
        var first = year is null
            ? MonthDays.Nearest(month.Value, nearest, context.Today, direction)?.With(DateAdjusters.StartOfMonth)
            : new LocalDate(year.Value, month.Value, 1);
        return first is { } start ? new Found<LocalDate>(start, index, year?.End ?? month.End) : null;
    }

    private static Found<LocalDate> InWeek(UnitOffset week, Found<int> weekday, int first, int end, LineContext context) =>
        new(week.First(context.Today).PlusDays(weekday.Value - 1), first, end);

    private Found<int>? Weekday(Tokens line, int index) =>
        data.Weekdays.At(line, data.Skip("before", line, line.Is(index, ",") ? index + 1 : index));

    private int AfterWeekday(Tokens line, int index)
    {
        if (line.Is(index, "."))
            index++;
        if (line.Is(index, ","))
            index++;
        return data.Skip("before", line, data.Skip("the", line, index));
    }

    /// <summary>"A week from Friday", "dos dies abans del 24 d'abril", "od piątku za tydzień": counted from another day.</summary>
    private Found<LocalDate>? FromAnother(Tokens line, int index, LineContext context, Direction direction)
    {
        if (durations.At(line, index) is { } length)
        {
            var from = data.Words("weekFrom").At(line, length.End);
            var start = (from ?? data.Words("daysBefore").At(line, length.End))?.End ?? index;
            return start > index && (Relative(line, start, context) ?? WithWeekday(line, start, context, direction) ?? days.Named(line, start, context, direction)) is { } anchor
                ? Moved(anchor, length.Value, from is null ? -1 : 1, anchor.End)
                : null;
        }
        var said = data.Skip("weekdayFrom", line, index);
        if (data.Weekdays.At(line, said) is { } weekday && data.Words("in").At(line, weekday.End) is { } @in
            && durations.At(line, @in.End) is { Value.Unit: Unit.Week } weeks && (said > index || weeks.Value.Count == 1)
            && WithWeekday(line, said, context, direction) is { } day)
            return Moved(day, weeks.Value, 1, weeks.End);
        return null;

        Found<LocalDate>? Moved(Found<LocalDate> anchor, Duration by, int sign, int end) =>
            by.From(anchor.Value, sign) is { } date
                ? new Found<LocalDate>(date, index, end, anchor.Doubt?.Select(value => by.From((LocalDate)value, sign)!.Value))
                : null;
    }

    /// <summary>The weekday tells which year is meant; when no near year fits, one of the two words is wrong: ask.</summary>
    private static Found<LocalDate> Agreed(Found<LocalDate> date, int weekday, LineContext context, Direction direction)
    {
        if ((int)date.Value.DayOfWeek == weekday)
            return date with { Doubt = null };
        foreach (var year in (int[])[0, -1, 1])
        {
            if (MonthDays.Day(context.Today.Year + year, date.Value.Month, date.Value.Day) is { } other && (int)other.DayOfWeek == weekday)
                return date with { Value = other, Doubt = null };
        }
        var byWeekday = Nearest(null, weekday, context.Today, direction).Value;
        return date with { Doubt = new Doubt("date.weekday", [date.Value, byWeekday]) };
    }

    /// <param name="which">1 for the next one, 2 for the one after, 0 for this week's, -1 for the last one; null when it was not said.</param>
    private static (LocalDate Value, Doubt? Doubt) Nearest(int? which, int weekday, LocalDate today, Direction direction)
    {
        var day = (IsoDayOfWeek)weekday;
        var thisWeek = today.PlusDays(weekday - (int)today.DayOfWeek);
        switch (which)
        {
            case 0:
                return (thisWeek, null);
            case -1:
                return (today.Previous(day), null);
            case > 1:
                return (thisWeek.PlusWeeks(which.Value), null);
            case 1:
                var nextWeek = thisWeek.PlusWeeks(1);
                return thisWeek > today ? (nextWeek, new Doubt("date.weekday", [nextWeek, thisWeek])) : (nextWeek, null);
        }
        if (today.DayOfWeek != day)
            return (direction == Direction.Past ? today.Previous(day) : today.Next(day), null);
        // "Friday" on a Friday: today, or in a week (for what is past: today, or a week ago).
        return direction == Direction.Past
            ? (today, new Doubt("date.weekday", [today, today.PlusWeeks(-1)]))
            : (today.PlusWeeks(1), new Doubt("date.weekday", [today.PlusWeeks(1), today]));
    }

    /// <summary>"End of May", "mitjan abril", "początek przyszłego tygodnia", "end of the quarter".</summary>
    private Found<LocalDate>? Edge(Tokens line, int index, LineContext context, Direction direction)
    {
        foreach (var edge in Edges)
        {
            if (data.Words(edge.Word).At(line, index) is not { } word)
                continue;
            var at = data.Skip("of", line, word.End);
            if (FirstOfMonth(line, at, edge.Nearest, context, direction) is { } month)
                return month with { Value = edge.Day(month.Value, Unit.Month), First = index };
            return units.OrThis(line, at) is { } unit
                ? new Found<LocalDate>(edge.Day(unit.Value.First(context.Today), unit.Value.Unit), index, unit.End)
                : null;
        }
        return null;
    }

    /// <summary>"Finals del mes de maig": the word "month" before its name.</summary>
    private int MonthWord(Tokens line, int index) =>
        data.Units.At(line, data.Skip("the", line, index)) is { Value: Unit.Month } month && data.Skip("of", line, month.End) is var name && data.Months.At(line, name) is not null
            ? name
            : index;

    /// <param name="Nearest">The day of a month by which its nearest year is found.</param>
    private sealed record EdgeWord(string Word, int Nearest, Func<LocalDate, Unit, LocalDate> Day);

    private static readonly EdgeWord[] Edges =
    [
        new("startOf", 1, (first, _) => first),
        new("middleOf", 15, Middle),
        new("endOf", 28, LastOf),
    ];

    private static LocalDate Middle(LocalDate first, Unit unit) => unit switch
    {
        Unit.Week => first.PlusDays(2),
        Unit.Month => first.PlusDays(14),
        Unit.Quarter => first.PlusMonths(1).PlusDays(14),
        _ => first.PlusMonths(6).PlusDays(-1),
    };

    /// <summary>The end of a week is its Friday: offers and tasks are for working weeks.</summary>
    private static LocalDate LastOf(LocalDate first, Unit unit) =>
        unit == Unit.Week ? first.PlusDays(4) : new UnitOffset(unit, 0).Last(first);

    private Found<LocalDate>? Counted(Tokens line, int index, LineContext context) =>
        offsets.At(line, index) is { } offset && offset.Value.Length.From(context.Today, offset.Value.Sign) is { } day
            ? new Found<LocalDate>(day, index, offset.End)
            : null;

    /// <summary>"Next week" is its Monday, "next month" its first, "last week" its Monday. This week is no day.</summary>
    private Found<LocalDate>? FirstOfUnit(Tokens line, int index, LineContext context) =>
        units.At(line, index) is { Value.Count: not 0 } unit ? new Found<LocalDate>(unit.Value.First(context.Today), index, unit.End) : null;
}
