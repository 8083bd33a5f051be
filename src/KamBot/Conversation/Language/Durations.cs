using NodaTime;

namespace KamBot.Conversation.Language;

internal readonly record struct Duration(decimal Count, Unit Unit)
{
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
        Unit.Week => Period.FromWeeks((int)Count),
        Unit.Month => Period.FromMonths((int)Count),
        Unit.Year => Period.FromYears((int)Count),
        _ => Period.FromDays((int)Count),
    };
}

/// <summary>Lengths of time: "3 working days", "a week", "half an hour", "30 days".</summary>
internal sealed class Durations(LanguageData data)
{
    private const int Longest = 3_660;

    public Found<Duration>? At(Tokens line, int index)
    {
        decimal count;
        int end;
        if (line.IsNumber(index) && line[index].Text.Length <= 4)
            (count, end) = (int.Parse(line[index].Text, System.Globalization.CultureInfo.InvariantCulture), index + 1);
        else if (data.Numbers.At(line, index) is { } number)
            (count, end) = (number.Value, number.End);
        else
            return null;
        if (line.Is(end, "-"))
            end++;
        if (data.Units.At(line, end) is not { } unit || count > Longest || (!decimal.IsInteger(count) && unit.Value > Unit.Hour))
            return null;
        return new Found<Duration>(new Duration(count, unit.Value), index, unit.End);
    }
}
