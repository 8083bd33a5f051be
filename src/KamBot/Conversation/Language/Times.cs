using System.Globalization;
using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>Times of day: 10:30, at 10, 3pm, half past 9, noon, in the morning.</summary>
internal sealed class Times(LanguageData data)
{
    /// <param name="bare">Also a bare "10": only where a time was asked for or a date stands before it.</param>
    public Found<LocalTime>? At(Tokens line, int index, bool bare = false)
    {
        if (data.DayTimes.At(line, index) is { } named)
            return named;
        var start = data.Skip("at", line, index);
        if (start > index && data.DayTimes.At(line, start) is { } introduced)
            return introduced with { First = index };
        var time = Past(line, start) ?? Clock(line, start, bare || start > index);
        return time is null ? null : time with { First = index };
    }

    private Found<LocalTime>? Past(Tokens line, int index)
    {
        if (data.Words("halfPast").At(line, index) is { } half && Hour(line, half.End) is { } afterHalf)
            return Shifted(line, afterHalf, 30);
        if (data.Words("quarterPast").At(line, index) is { } past && Hour(line, past.End) is { } afterPast)
            return Shifted(line, afterPast, 15);
        if (data.Words("quarterTo").At(line, index) is { } to && Hour(line, to.End) is { } before)
            return Shifted(line, before, -15);
        return null;
    }

    private Found<LocalTime> Shifted(Tokens line, Found<int> hour, int minutes)
    {
        var half = HalfOfDay(line, hour.End, hour.Value);
        return new Found<LocalTime>(new LocalTime((half?.Value ?? Likely(hour.Value)) % 24, 0).PlusMinutes(minutes), hour.First, half?.End ?? hour.End);
    }

    /// <summary>"Half past 2" at work is in the afternoon.</summary>
    private static int Likely(int hour) => hour is >= 1 and <= 6 ? hour + 12 : hour;

    private Found<LocalTime>? Clock(Tokens line, int index, bool bare)
    {
        if (Hour(line, index) is not { } hour || NumberGoesOn(line, hour.End))
            return null;
        var end = hour.End;
        if (line.IsNumber(index) && line[index + 1 < line.Count ? index + 1 : index].Text is ":" or "." or "h" && line.Glued(end) && line.Glued(end + 1) && Minutes(line, end + 1) is { } minutes)
        {
            var colon = line.Is(end, ":");
            end += 2;
            if (NumberGoesOn(line, end))
                return null;
            if (HalfOfDay(line, end, hour.Value) is { } exact)
                return new Found<LocalTime>(new LocalTime(exact.Value, minutes), index, exact.End);
            if (!colon && !bare)
                return null;
            end = data.Skip("oclock", line, end);
            return hour.Value < 24 ? new Found<LocalTime>(new LocalTime(hour.Value, minutes), index, end) : null;
        }
        if (HalfOfDay(line, end, hour.Value) is { } half)
            return new Found<LocalTime>(new LocalTime(half.Value, 0), index, half.End);
        var marked = data.Skip("oclock", line, end);
        if (hour.Value >= 24 || (!bare && marked == end) || (marked == end && IsUnit(line, end)))
            return null;
        return new Found<LocalTime>(new LocalTime(hour.Value, 0), index, marked);
    }

    /// <summary>"10" of "at 10 days", "10%" or "10 April" is no hour.</summary>
    private bool IsUnit(Tokens line, int index) =>
        data.Units.At(line, index) is not null || data.Months.At(line, index) is not null || data.Currencies.At(line, index) is not null
        || data.Magnitudes.At(line, index) is not null || line.Is(index, "%") || (line.Glued(index) && (line.IsWord(index) || line[index].Text is "/" or "-"));

    private static bool NumberGoesOn(Tokens line, int end) =>
        line.IsNumber(end) || (line.Glued(end) && line.Glued(end + 1) && line.IsNumber(end + 1) && line[end].Text is "," or "/" or "-");

    private Found<int>? HalfOfDay(Tokens line, int index, int hour)
    {
        if (hour is < 1 or > 12)
            return null;
        if (data.Words("am").At(line, index) is { } am && !GoesOn(line, am.End))
            return new Found<int>(hour % 12, index, am.End);
        if (data.Words("pm").At(line, index) is { } pm && !GoesOn(line, pm.End))
            return new Found<int>(hour % 12 + 12, index, pm.End);
        return null;
    }

    private static bool GoesOn(Tokens line, int index) => line.Glued(index) && line.IsWord(index);

    private Found<int>? Hour(Tokens line, int index)
    {
        if (line.IsNumber(index))
            return Small(line[index].Text, 24) is { } number ? new Found<int>(number, index, index + 1) : null;
        return data.Numbers.At(line, index) is { } word && decimal.IsInteger(word.Value) && word.Value is >= 1 and <= 12 && word.End == index + 1 && line[index].Text.Length > 2
            ? new Found<int>((int)word.Value, index, word.End)
            : null;
    }

    private static int? Minutes(Tokens line, int index) =>
        line.IsNumber(index) && line[index].Text.Length == 2 ? Small(line[index].Text, 59) : null;

    private static int? Small(string digits, int largest) =>
        digits.Length <= 2 && int.Parse(digits, CultureInfo.InvariantCulture) is var number && number <= largest ? number : null;
}
