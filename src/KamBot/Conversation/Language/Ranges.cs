using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>From one day to another: "20–24 April", "del 20 al 24 d'abril", "from 28 April to 3 May", "next week", "in May", "the next 10 days", "until Friday"; a single day too.</summary>
internal sealed class Ranges(LanguageData data)
{
    private readonly Dates dates = new(data);
    private readonly MonthDays days = new(data);
    private readonly UnitWords units = new(data);
    private readonly Durations durations = new(data);

    public Found<DateRange>? At(Tokens line, int index, LineContext context, Direction direction)
    {
        var start = data.Skip("during", line, index);
        return FromTo(line, index, context, direction)
            ?? Until(line, index, context)
            ?? Whole(line, index, index, context)
            ?? Whole(line, start, index, context)
            ?? Month(line, start, index, context, direction)
            ?? Quarter(line, start, index, context, direction)
            ?? Coming(line, start, index, context)
            ?? Days(dates.At(line, index, context, direction));
    }

    private Found<DateRange>? FromTo(Tokens line, int index, LineContext context, Direction direction)
    {
        var start = data.Skip("rangeFrom", line, index);
        // "20–24 April", "de dilluns a divendres": a bare first day takes its month from the second.
        return (DayTo(line, start, context, direction) ?? DateTo(line, start, context, direction)) is { } range ? range with { First = index } : null;
    }

    /// <summary>"Until Friday": from today on.</summary>
    private Found<DateRange>? Until(Tokens line, int index, LineContext context)
    {
        var start = data.Skip("rangeUntil", line, index);
        return start > index && Point(line, start, context, Direction.Future) is { } last && last.Value.To >= context.Today
            ? new Found<DateRange>(last.Value with { From = context.Today }, index, last.End)
            : null;
    }

    private Found<DateRange>? DayTo(Tokens line, int index, LineContext context, Direction direction)
    {
        if (days.Digits(line, data.Skip("the", line, index)) is not { } day || RangeTo(line, day.End) is not { } to)
            return null;
        if ((days.Named(line, to, context, direction) ?? days.Figures(line, to, context, direction)) is not { } last)
            return null;
        var month = day.Value <= last.Value.Day ? last.Value : last.Value.With(DateAdjusters.StartOfMonth).PlusMonths(-1);
        return MonthDays.Day(month.Year, month.Month, day.Value) is { } first
            ? new Found<DateRange>(new DateRange(first, last.Value), index, last.End)
            : null;
    }

    private Found<DateRange>? DateTo(Tokens line, int index, LineContext context, Direction direction)
    {
        if (Point(line, index, context, direction) is not { } first || RangeTo(line, first.End) is not { } to)
            return null;
        // The last day is the next such one from the first on.
        var onwards = context with { Today = first.Value.From };
        if ((Point(line, to, onwards, Direction.Future) ?? Days(days.Alone(line, to, onwards, Direction.Future, expected: true))) is not { } last)
            return null;
        // "28 December to 3 January 2028": the year was said at the end.
        if (HasYear(line, to, last.End) && !HasYear(line, index, first.End))
            first = Point(line, index, context with { Today = last.Value.To }, Direction.Past) ?? first;
        return first.Value.From <= last.Value.To ? new Found<DateRange>(new DateRange(first.Value.From, last.Value.To), index, last.End) : null;
    }

    /// <summary>One end of a range: a day, or a month as in "April to June".</summary>
    private Found<DateRange>? Point(Tokens line, int index, LineContext context, Direction direction) =>
        Days(dates.Single(line, index, context, direction)) ?? Month(line, index, index, context, direction);

    private static Found<DateRange>? Days(Found<LocalDate>? day) =>
        day is null ? null : new Found<DateRange>(new DateRange(day.Value, day.Value), day.First, day.End, day.Doubt?.Select(value => new DateRange((LocalDate)value, (LocalDate)value)));

    private static bool HasYear(Tokens line, int first, int end)
    {
        for (var at = first; at < end; at++)
        {
            if (line.IsNumber(at) && line[at].Text.Length == 4)
                return true;
        }
        return false;
    }

    /// <summary>Where the last day begins: after a dash or "to", and the article or preposition that goes with it.</summary>
    private int? RangeTo(Tokens line, int index) =>
        data.Words("rangeTo").At(line, index) is { } to ? data.Skip("the", line, to.End) : null;

    /// <summary>"This month", "next week", "last quarter".</summary>
    private Found<DateRange>? Whole(Tokens line, int start, int index, LineContext context) =>
        units.At(line, start) is { } unit
            ? new Found<DateRange>(new DateRange(unit.Value.First(context.Today), unit.Value.Last(context.Today)), index, unit.End)
            : null;

    /// <summary>"In May", "mai 2027".</summary>
    private Found<DateRange>? Month(Tokens line, int start, int index, LineContext context, Direction direction)
    {
        if (data.Months.At(line, start) is not { } month)
            return null;
        var year = days.Year(line, month.End, context);
        var first = new LocalDate(year?.Value ?? context.Today.Year, month.Value, 1);
        if (year is null && direction == Direction.Past && first > context.Today)
            first = first.PlusYears(-1);
        if (year is null && direction == Direction.Future && first.Month < context.Today.Month)
            first = first.PlusYears(1);
        return new Found<DateRange>(new DateRange(first, first.With(DateAdjusters.EndOfMonth)), index, year?.End ?? month.End);
    }

    /// <summary>"Q2", "T3 2027".</summary>
    private Found<DateRange>? Quarter(Tokens line, int start, int index, LineContext context, Direction direction)
    {
        if (data.Words("quarter").At(line, start) is not { } sign || !line.IsNumber(sign.End) || line[sign.End].Text is not ("1" or "2" or "3" or "4"))
            return null;
        var year = days.Year(line, sign.End + 1, context);
        var first = new LocalDate(year?.Value ?? context.Today.Year, 3 * (line[sign.End].Text[0] - '0') - 2, 1);
        if (year is null && direction == Direction.Past && first > context.Today)
            first = first.PlusYears(-1);
        if (year is null && direction == Direction.Future && first.PlusMonths(3) <= context.Today)
            first = first.PlusYears(1);
        return new Found<DateRange>(new DateRange(first, first.PlusMonths(3).PlusDays(-1)), index, year?.End ?? sign.End + 1);
    }

    /// <summary>"The next 10 days", "ostatnie dwa tygodnie".</summary>
    private Found<DateRange>? Coming(Tokens line, int start, int index, LineContext context)
    {
        if (units.Before(line, start) is not { Value: not 0 } which || durations.At(line, which.End) is not { } length || length.Value.From(context.Today, which.Value) is not { } other)
            return null;
        var range = which.Value > 0 ? new DateRange(context.Today, other) : new DateRange(other, context.Today);
        return new Found<DateRange>(range, index, length.End);
    }
}
