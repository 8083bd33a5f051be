using System.Globalization;
using NodaTime;

namespace KamBot.Conversation.Language;

internal readonly record struct Duration(decimal Count, Unit Unit)
{
    /// <summary>"2 week", as the data files write it.</summary>
    public static Duration Parse(string text) =>
        text.Split(' ') is [var count, var unit]
            ? new(decimal.Parse(count, CultureInfo.InvariantCulture), Enum.Parse<Unit>(unit, ignoreCase: true))
            : throw new FormatException($"'{text}' is no number and unit.");

    /// <summary>The day this long after another; nothing for hours, minutes and working days.</summary>
    public LocalDate? From(LocalDate start, int sign = 1)
    {
        var count = sign * (int)Count;
        return Unit switch
        {
            Unit.Day => start.PlusDays(count),
            Unit.Week => start.PlusWeeks(count),
            Unit.Month => start.PlusMonths(count),
            Unit.Year => start.PlusYears(count),
            _ => null,
        };
    }

    public Period Period => Unit switch
    {
        Unit.Minute => Period.FromMinutes((long)Count),
        Unit.Hour => Period.FromMinutes((long)(Count * 60)),
        Unit.Week => Period.FromWeeks((int)Count),
        Unit.Month => Period.FromMonths((int)Count),
        Unit.Year => Period.FromYears((int)Count),
        _ => Period.FromDays((int)Count),
    };
}

/// <summary>Lengths of time: "3 working days", "a week", "half an hour", "un any i mig", "două săptămâni".</summary>
internal sealed class Durations(LanguageData data)
{
    private const int Longest = 3_660;

    private readonly NumberWords numbers = new(data);

    public Found<Duration>? At(Tokens line, int index)
    {
        if (Count(line, index) is not { } number)
            return data.Lengths.At(line, index);
        var count = numbers.WithHalf(line, number);
        var at = line.Is(count.End, "-") ? count.End + 1 : data.Skip("of", line, count.End);
        if (data.Units.At(line, at) is not { } unit)
            return data.Lengths.At(line, index);
        var length = numbers.WithHalf(line, count with { End = unit.End });
        return Whole(length.Value, unit.Value) is { } whole ? new Found<Duration>(whole, index, length.End) : null;
    }

    private Found<decimal>? Count(Tokens line, int index) =>
        line.IsNumber(index)
            ? line[index].Text.Length <= 4 ? new Found<decimal>(int.Parse(line[index].Text, CultureInfo.InvariantCulture), index, index + 1) : null
            : numbers.At(line, index);

    /// <summary>Quarters and half years are months; only hours and years are halved.</summary>
    private static Duration? Whole(decimal count, Unit unit)
    {
        var whole = unit switch
        {
            Unit.Quarter => new Duration(count * 3, Unit.Month),
            Unit.Year when !decimal.IsInteger(count) => new Duration(count * 12, Unit.Month),
            _ => new Duration(count, unit),
        };
        return whole.Count <= Longest && (decimal.IsInteger(whole.Count) || unit == Unit.Hour) ? whole : null;
    }
}
