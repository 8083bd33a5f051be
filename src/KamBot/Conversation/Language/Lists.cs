using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>Several of a kind: "10, 5 and 1", "Mondays and Fridays", "Monday to Thursday", "de dilluns a dijous".</summary>
internal sealed class Lists(LanguageData data)
{
    private const int MostNumbers = 10;
    private const int DaysOfAWeek = 7;

    private readonly Numbers numbers = new(data);

    public Found<IReadOnlyList<int>>? Numbers(Tokens line, int index)
    {
        if (numbers.At(line, index) is not { } first)
            return null;
        List<int> all = [first.Value];
        var end = first.End;
        while (all.Count < MostNumbers && numbers.At(line, Separated(line, end)) is { } next && Separated(line, end) > end)
        {
            all.Add(next.Value);
            end = next.End;
        }

        return new Found<IReadOnlyList<int>>(all, index, end);
    }

    /// <summary>The days in their order; from one to another past the week's end too.</summary>
    public Found<IReadOnlyList<IsoDayOfWeek>>? Weekdays(Tokens line, int index)
    {
        var days = new List<IsoDayOfWeek>();
        var (at, end) = (index, index);
        while (days.Count <= DaysOfAWeek && One(line, at) is { } day && (at == index || at > end))
        {
            days.Add(day.Value);
            end = day.End;
            if (data.Words("rangeTo").At(line, end) is { } to && data.Words("and").At(line, end) is null && One(line, to.End) is { } last)
            {
                days.AddRange(Between(day.Value, last.Value));
                end = last.End;
            }

            at = Separated(line, end);
        }

        return days.Count == 0 ? null : new Found<IReadOnlyList<IsoDayOfWeek>>([.. days.Distinct().Order()], index, end);
    }

    private Found<IsoDayOfWeek>? One(Tokens line, int index)
    {
        foreach (var at in (int[])[index, data.Skip("rangeFrom", line, index), data.Skip("before", line, index), data.Skip("the", line, index), data.Skip("the", line, data.Skip("before", line, index))])
        {
            if ((data.EveryWeekday.At(line, at) ?? data.Weekdays.At(line, at)) is { } day)
                return new Found<IsoDayOfWeek>((IsoDayOfWeek)day.Value, index, day.End);
        }

        return null;
    }

    /// <summary>Behind a comma, an "and", or both.</summary>
    private int Separated(Tokens line, int index) => data.Skip("and", line, line.Is(index, ",") ? index + 1 : index);

    private static IEnumerable<IsoDayOfWeek> Between(IsoDayOfWeek first, IsoDayOfWeek last)
    {
        for (var day = first; day != last;)
        {
            day = day == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : day + 1;
            yield return day;
        }
    }
}
