using System.Globalization;
using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>Times of day: 10:30, at 10, 3pm, half past 9, noon, dos quarts de deu, wpół do dziesiątej, la zece și jumătate, in the afternoon at 3.</summary>
internal sealed class Times(LanguageData data)
{
    private const int MinutesOfHalfDay = 12 * 60;

    private readonly NumberWords numbers = new(data);

    /// <param name="bare">Also a bare "10": only where a time was asked for or a date stands before it.</param>
    public Found<LocalTime>? At(Tokens line, int index, bool bare = false)
    {
        var start = data.Skip("at", line, index);
        if ((data.DayTimes.At(line, index) ?? data.DayTimes.At(line, start)) is { } part)
            return WithHour(line, part) with { First = index };
        var time = BeforeHour(line, start) ?? Clock(line, start, bare || start > index);
        return time is null ? null : time with { First = index };
    }

    /// <summary>"In the afternoon at 3", "rano o 9": of the two such hours the one nearer to the part of the day.</summary>
    private Found<LocalTime> WithHour(Tokens line, Found<LocalTime> part)
    {
        var start = data.Skip("at", line, part.End);
        if ((BeforeHour(line, start) ?? Clock(line, start, bare: start > part.End)) is not { } hour)
            return part;
        var morning = hour.Value.Hour * 60 + hour.Value.Minute;
        if (hour.Value.Hour >= 12 && !IsLikely(hour.Value.Hour - 12))
            return hour;
        morning %= MinutesOfHalfDay;
        var middle = part.Value.Hour * 60 + part.Value.Minute;
        var minutes = Math.Abs(morning - middle) < Math.Abs(morning + MinutesOfHalfDay - middle) ? morning : morning + MinutesOfHalfDay;
        return hour with { Value = LocalTime.FromMinutesSinceMidnight(minutes) };
    }

    /// <summary>"Half past nine", "quarter to ten", "tres quarts de deu", "za pięć dziesiąta".</summary>
    private Found<LocalTime>? BeforeHour(Tokens line, int index)
    {
        if (data.MinutesBeforeHour.At(line, index) is not { } minutes || Hour(line, data.Skip("the", line, minutes.End)) is not { } hour || IsCounted(line, hour.End))
            return null;
        return Spoken(line, hour, hour.End, minutes.Value);
    }

    private Found<LocalTime> Spoken(Tokens line, Found<int> hour, int end, int minutes)
    {
        var half = HalfOfDay(line, end, hour.Value);
        return new Found<LocalTime>(new LocalTime((half?.Value ?? Likely(hour.Value)) % 24, 0).PlusMinutes(minutes), hour.First, half?.End ?? end);
    }

    /// <summary>"Half past 2" at work is in the afternoon.</summary>
    private static int Likely(int hour) => IsLikely(hour) ? hour + 12 : hour;

    private static bool IsLikely(int hour) => hour is >= 1 and <= 6;

    private Found<LocalTime>? Clock(Tokens line, int index, bool bare)
    {
        if (Hour(line, index) is not { } hour || NumberGoesOn(line, hour.End))
            return null;
        if (line.IsNumber(index) && Separated(line, hour.End) is { } minutes)
            return Figures(line, hour, minutes, bare);
        if (bare && data.MinutesAfterHour.At(line, hour.End) is { } after && !IsCounted(line, after.End))
            return Spoken(line, hour, after.End, after.Value);
        if (HalfOfDay(line, hour.End, hour.Value) is { } half)
            return new Found<LocalTime>(new LocalTime(half.Value, 0), index, half.End);
        var marked = data.Skip("oclock", line, hour.End);
        if (hour.Value >= 24 || (!bare && marked == hour.End) || (marked == hour.End && IsCounted(line, marked)))
            return null;
        return line[index].Text.StartsWith('0')
            ? new Found<LocalTime>(new LocalTime(hour.Value, 0), index, marked)
            : Spoken(line, hour, marked, 0) with { First = index };
    }

    /// <summary>9:30, 9.30, 9h30: with the point or the letter only where a time is meant.</summary>
    private Found<LocalTime>? Figures(Tokens line, Found<int> hour, int minutes, bool bare)
    {
        var colon = line.Is(hour.End, ":");
        var end = hour.End + 2;
        if (NumberGoesOn(line, end))
            return null;
        if (HalfOfDay(line, end, hour.Value) is { } exact)
            return new Found<LocalTime>(new LocalTime(exact.Value, minutes), hour.First, exact.End);
        var marked = data.Skip("oclock", line, end);
        if ((!colon && !line.Is(hour.End, "h") && marked == end && !bare) || hour.Value >= 24)
            return null;
        return new Found<LocalTime>(new LocalTime(hour.Value, minutes), hour.First, marked);
    }

    private static int? Separated(Tokens line, int sign) =>
        sign + 1 < line.Count && line[sign].Text is ":" or "." or "h" && line.Glued(sign) && line.Glued(sign + 1) && line.IsNumber(sign + 1) && line[sign + 1].Text.Length == 2
            ? Small(line[sign + 1].Text, 59)
            : null;

    /// <summary>"10" of "at 10 days", "10%" or "10 April" is no hour.</summary>
    private bool IsCounted(Tokens line, int index) =>
        // Not so in "a les 11 d'enviar".
        data.Units.At(line, index) is { } unit && !line.Is(unit.End, "'") || data.Months.At(line, index) is not null || data.Currencies.At(line, index) is not null
        || data.Magnitudes.At(line, index) is { } magnitude && !line.GoesOn(magnitude.End) || line.Is(index, "%") || (line.Glued(index) && (line.IsWord(index) || line[index].Text is "/" or "-"));

    private static bool NumberGoesOn(Tokens line, int end) =>
        line.IsNumber(end) || (line.Glued(end) && line.Glued(end + 1) && line.IsNumber(end + 1) && line[end].Text is "," or "/" or "-");

    private Found<int>? HalfOfDay(Tokens line, int index, int hour)
    {
        if (hour is < 1 or > 12)
            return null;
        if (data.Words("am").At(line, index) is { } am && !line.GoesOn(am.End))
            return new Found<int>(hour % 12, index, am.End);
        if (data.Words("pm").At(line, index) is { } pm && !line.GoesOn(pm.End))
            return new Found<int>(hour % 12 + 12, index, pm.End);
        return null;
    }

    private Found<int>? Hour(Tokens line, int index)
    {
        if (line.IsNumber(index))
            return Small(line[index].Text, 24) is { } number ? new Found<int>(number, index, index + 1) : null;
        if (data.Hours.At(line, index) is { } hour)
            return hour;
        // An article is a number too ("an hour"), but no hour.
        return numbers.At(line, index) is { Value: >= 1 and <= 24 } word && decimal.IsInteger(word.Value) && line[index].Text.Length > 2
            ? new Found<int>((int)word.Value, index, word.End)
            : null;
    }

    private static int? Small(string digits, int largest) =>
        digits.Length <= 2 && int.Parse(digits, CultureInfo.InvariantCulture) is var number && number <= largest ? number : null;
}
