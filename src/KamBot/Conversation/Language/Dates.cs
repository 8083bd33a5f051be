using System.Globalization;
using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>Days as people say them. A day that is said without its year, or only as a weekday, goes the field's direction.</summary>
internal sealed class Dates(LanguageData data)
{
    private readonly Durations durations = new(data);

    public Found<LocalDate>? At(Tokens line, int index, LineContext context, Direction direction)
    {
        var start = data.Skip("before", line, index);
        var found = Any(line, start, context, direction) ?? (start > index ? Any(line, index, context, direction) : null);
        if (found is null)
            return null;
        // "Thu 26 March, tomorrow": the second says the same day again.
        var again = found.End + (line.Is(found.End, ",") ? 1 : 0);
        if (data.RelativeDays.At(line, again) is { } relative && context.Today.PlusDays(relative.Value) == found.Value)
            found = found with { End = relative.End };
        return found with { First = index };
    }

    private Found<LocalDate>? Any(Tokens line, int index, LineContext context, Direction direction) =>
        Relative(line, index, context)
        ?? Iso(line, index)
        ?? WithWeekday(line, index, context, direction)
        ?? Named(line, index, context, direction)
        ?? Figures(line, index, context, direction)
        ?? Edge(line, index, context, direction)
        ?? Counted(line, index, context)
        ?? NextUnit(line, index, context);

    private Found<LocalDate>? Relative(Tokens line, int index, LineContext context) =>
        data.RelativeDays.At(line, index) is { } day ? new Found<LocalDate>(context.Today.PlusDays(day.Value), index, day.End) : null;

    /// <summary>2027-05-15</summary>
    private static Found<LocalDate>? Iso(Tokens line, int index)
    {
        if (!line.IsNumber(index) || line[index].Text.Length != 4 || !line.Is(index + 1, "-") || !line.IsNumber(index + 2) || !line.Is(index + 3, "-") || !line.IsNumber(index + 4))
            return null;
        return Day(Number(line, index), Number(line, index + 2), Number(line, index + 4)) is { } date ? new Found<LocalDate>(date, index, index + 5) : null;
    }

    /// <summary>"Thursday", "next Thursday", "Thu 26 March".</summary>
    private Found<LocalDate>? WithWeekday(Tokens line, int index, LineContext context, Direction direction)
    {
        var which = data.Words("next").At(line, index) is { } next ? ("next", next.End)
            : data.Words("this").At(line, index) is { } @this ? ("this", @this.End)
            : data.Words("last").At(line, index) is { } last ? ("last", last.End)
            : ("", index);
        if (data.Weekdays.At(line, which.Item2) is not { } weekday)
            return null;
        if (which.Item1.Length == 0)
        {
            var after = weekday.End;
            if (line.Is(after, ".") || line.Is(after, ","))
                after++;
            after = data.Skip("the", line, after);
            if ((Named(line, after, context, direction) ?? Figures(line, after, context, direction)) is { } date)
                return Agreed(date with { First = index }, weekday.Value, context, direction);
        }
        var (value, doubt) = Weekday(which.Item1, weekday.Value, context.Today, direction);
        return new Found<LocalDate>(value, index, weekday.End, doubt);
    }

    /// <summary>The weekday tells which year is meant; when no near year fits, one of the two words is wrong: ask.</summary>
    private static Found<LocalDate> Agreed(Found<LocalDate> date, int weekday, LineContext context, Direction direction)
    {
        if ((int)date.Value.DayOfWeek == weekday)
            return date with { Doubt = null };
        foreach (var year in (int[])[0, -1, 1])
        {
            if (Day(context.Today.Year + year, date.Value.Month, date.Value.Day) is { } other && (int)other.DayOfWeek == weekday)
                return date with { Value = other, Doubt = null };
        }
        var byWeekday = Weekday("", weekday, context.Today, direction).Value;
        return date with { Doubt = new Doubt("date.weekday", [date.Value, byWeekday]) };
    }

    private static (LocalDate Value, Doubt? Doubt) Weekday(string which, int weekday, LocalDate today, Direction direction)
    {
        var day = (IsoDayOfWeek)weekday;
        var monday = today.PlusDays(1 - (int)today.DayOfWeek);
        var thisWeek = monday.PlusDays(weekday - 1);
        switch (which)
        {
            case "this":
                return (thisWeek, null);
            case "last":
                return (today.Previous(day), null);
            case "next":
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

    /// <summary>"24 April", "the 24th of April 2027", "April 24th, 2027".</summary>
    private Found<LocalDate>? Named(Tokens line, int index, LineContext context, Direction direction)
    {
        if (DayNumber(line, index) is { } day)
        {
            var at = data.Skip("of", line, day.End);
            if (line[at < line.Count ? at : day.First].Text is "-" or "/" or ".")
                at++;
            if (data.Months.At(line, at) is not { } month)
                return null;
            var (year, end) = Year(line, AfterDot(line, month.End));
            return Dated(year, month.Value, day.Value, index, year is null ? month.End : end, context, direction);
        }
        if (data.Months.At(line, index) is { } first && DayNumber(line, data.Skip("the", line, AfterDot(line, first.End))) is { } second)
        {
            var (year, end) = Year(line, line.Is(second.End, ",") ? second.End + 1 : second.End);
            return Dated(year, first.Value, second.Value, index, year is null ? second.End : end, context, direction);
        }
        return null;
    }

    private static int AfterDot(Tokens line, int index) => line.Is(index, ".") && line.Glued(index) ? index + 1 : index;

    private Found<int>? DayNumber(Tokens line, int index)
    {
        if (!line.IsNumber(index) || line[index].Text.Length > 2 || Number(line, index) is not (>= 1 and <= 31) || line.IsNumber(index + 1))
            return null;
        var end = index + 1;
        if (line.Glued(end))
            end = data.Skip("ordinal", line, end);
        return new Found<int>(Number(line, index), index, end);
    }

    private static (int? Year, int End) Year(Tokens line, int index) =>
        line.IsNumber(index) && line[index].Text.Length == 4 && Number(line, index) is >= 1900 and <= 2199 and var year ? (year, index + 1) : (null, index);

    private static Found<LocalDate>? Dated(int? year, int month, int day, int first, int end, LineContext context, Direction direction)
    {
        var date = year is { } said ? Day(said, month, day) : Nearest(month, day, context.Today, direction);
        return date is { } value ? new Found<LocalDate>(value, first, end) : null;
    }

    /// <summary>15/5, 15.5., 15-05-2027. Which of two small numbers is the month, the locale says; en-US readers are asked.</summary>
    private static Found<LocalDate>? Figures(Tokens line, int index, LineContext context, Direction direction)
    {
        if (!line.IsNumber(index) || line[index].Text.Length > 2 || index + 2 >= line.Count || line[index + 1].Text is not ("/" or "." or "-") || !line.Glued(index + 1)
            || !line.IsNumber(index + 2) || !line.Glued(index + 2) || line[index + 2].Text.Length > 2)
            return null;
        var sign = line[index + 1].Text;
        var end = index + 3;
        int? year = null;
        if (line.Is(end, sign) && line.Glued(end) && line.Glued(end + 1) && line.IsNumber(end + 1))
        {
            if (line[end + 1].Text.Length is not (2 or 4))
                return null;
            year = Number(line, end + 1) + (line[end + 1].Text.Length == 2 ? 2000 : 0);
            end += 2;
        }
        else if (sign == "." && line.Is(end, ".") && line.Glued(end))
        {
            (year, end) = Year(line, end + 1);
        }
        else if (sign is "." or "-" && !(line.Glued(end) && line.Is(end, ".")))
        {
            // "10.30" is a time and "20-24" a range: without a year only the slash, or a closing point, makes a date.
            return null;
        }
        var (a, b) = (Number(line, index), Number(line, index + 2));
        var dayFirst = Date(year, b, a, context.Today, direction);
        var monthFirst = sign == "/" ? Date(year, a, b, context.Today, direction) : null;
        var american = IsMonthFirst(context.Locale);
        var date = american ? monthFirst ?? dayFirst : dayFirst ?? monthFirst;
        if (date is not { } value)
            return null;
        var doubt = american && monthFirst is { } m && dayFirst is { } d && m != d ? new Doubt("date.order", [m, d]) : null;
        return new Found<LocalDate>(value, index, end, doubt);
    }

    private static bool IsMonthFirst(string locale)
    {
        var pattern = Cultures.Of(locale).DateTimeFormat.ShortDatePattern;
        return !Cultures.Of(locale).Equals(CultureInfo.InvariantCulture)
            && pattern.IndexOf('M', StringComparison.Ordinal) < pattern.IndexOf('d', StringComparison.Ordinal)
            && pattern.IndexOf('y', StringComparison.Ordinal) > pattern.IndexOf('d', StringComparison.Ordinal);
    }

    /// <summary>"End of May", "end of the month", "beginning of next week", "end of the week".</summary>
    private Found<LocalDate>? Edge(Tokens line, int index, LineContext context, Direction direction)
    {
        var isEnd = data.Words("endOf").At(line, index);
        var edge = isEnd ?? data.Words("startOf").At(line, index);
        if (edge is null)
            return null;
        if (data.Months.At(line, edge.End) is { } month)
        {
            var (year, end) = Year(line, month.End);
            if (year is null && Nearest(month.Value, isEnd is null ? 1 : 28, context.Today, direction) is { } near)
                year = near.Year;
            var first = new LocalDate(year ?? context.Today.Year, month.Value, 1);
            return new Found<LocalDate>(isEnd is null ? first : LastOfMonth(first), index, year is null ? month.End : end);
        }
        var isNext = data.Words("next").At(line, edge.End);
        var at = isNext?.End ?? data.Skip("this", line, data.Skip("the", line, edge.End));
        if (data.Units.At(line, at) is not { } unit || unit.Value is not (Unit.Week or Unit.Month or Unit.Year))
            return null;
        var start = Start(context.Today, unit.Value);
        if (isNext is not null)
            start = new Duration(1, unit.Value).From(start)!.Value;
        return new Found<LocalDate>(isEnd is null ? start : LastOf(start, unit.Value), index, unit.End);
    }

    /// <summary>"In 3 weeks", "2 days ago".</summary>
    private Found<LocalDate>? Counted(Tokens line, int index, LineContext context)
    {
        var start = data.Skip("in", line, index);
        if (durations.At(line, start) is not { } length)
            return null;
        if (start > index)
            return length.Value.From(context.Today) is { } later ? new Found<LocalDate>(later, index, length.End) : null;
        var end = data.Skip("ago", line, length.End);
        return end > length.End && length.Value.From(context.Today, -1) is { } earlier ? new Found<LocalDate>(earlier, index, end) : null;
    }

    /// <summary>"Next week" is its Monday, "next month" its first, "last week" its Monday.</summary>
    private Found<LocalDate>? NextUnit(Tokens line, int index, LineContext context)
    {
        var next = data.Words("next").At(line, index);
        var last = next is null ? data.Words("last").At(line, index) : null;
        if ((next ?? last) is not { } which || data.Units.At(line, which.End) is not { } unit || unit.Value is not (Unit.Week or Unit.Month or Unit.Year))
            return null;
        var start = Start(context.Today, unit.Value);
        return new Found<LocalDate>(new Duration(1, unit.Value).From(start, next is null ? -1 : 1)!.Value, index, unit.End);
    }

    private static LocalDate Start(LocalDate day, Unit unit) => unit switch
    {
        Unit.Week => day.PlusDays(1 - (int)day.DayOfWeek),
        Unit.Month => new LocalDate(day.Year, day.Month, 1),
        _ => new LocalDate(day.Year, 1, 1),
    };

    /// <summary>The end of a week is its Friday: offers and tasks are for working weeks.</summary>
    private static LocalDate LastOf(LocalDate start, Unit unit) => unit switch
    {
        Unit.Week => start.PlusDays(4),
        Unit.Month => LastOfMonth(start),
        _ => new LocalDate(start.Year, 12, 31),
    };

    private static LocalDate LastOfMonth(LocalDate day) => new(day.Year, day.Month, day.Calendar.GetDaysInMonth(day.Year, day.Month));

    private static LocalDate? Date(int? year, int month, int day, LocalDate today, Direction direction) =>
        year is { } said ? Day(said, month, day) : Nearest(month, day, today, direction);

    private static LocalDate? Day(int year, int month, int day) =>
        year is >= 1900 and <= 2199 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? new LocalDate(year, month, day) : null;

    /// <summary>The next such day (today counts), or the most recent one; 29 February may be years away.</summary>
    private static LocalDate? Nearest(int month, int day, LocalDate today, Direction direction)
    {
        var step = direction == Direction.Past ? -1 : 1;
        for (var year = 0; year <= 8; year++)
        {
            if (Day(today.Year + step * year, month, day) is { } date && (step > 0 ? date >= today : date <= today))
                return date;
        }
        return null;
    }

    private static int Number(Tokens line, int index) =>
        line[index].Text.Length <= 4 ? int.Parse(line[index].Text, CultureInfo.InvariantCulture) : int.MaxValue;
}
