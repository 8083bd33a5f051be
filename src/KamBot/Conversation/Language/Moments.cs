using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>A date, a time, or both in either order: "tomorrow at 10", "10:30 on Friday", "in 3 working days", "in two hours".</summary>
internal sealed class Moments(LanguageData data)
{
    private readonly Dates dates = new(data);
    private readonly Times times = new(data);
    private readonly Durations durations = new(data);
    private readonly Offsets offsets = new(data);

    public Found<When>? At(Tokens line, int index, LineContext context, Direction direction, bool bareTime = false)
    {
        // "Za kwadrans dziesiąta" is a time, "za kwadrans" a length.
        if (Counted(line, index, context) is { } counted && !(times.At(line, index) is { } longer && longer.End > counted.End))
            return counted;
        if (dates.At(line, index, context, direction) is { } date)
        {
            var at = date.End + (line.Is(date.End, ",") ? 1 : 0);
            var time = times.At(line, at, bare: at == date.End) ?? SpokenTime(line, index, date.End);
            return new Found<When>(
                new When(date.Value, time?.Value), index, time is null || time.End < date.End ? date.End : time.End,
                date.Doubt?.Select(day => new When((LocalDate)day, time?.Value)));
        }
        // "(Snooze for) a week": where the time is asked for, the "in" may be missing.
        if (bareTime && durations.At(line, index) is { } length && InTime(new Offset(length.Value, 1), index, length.End, context) is { } bare)
            return bare;
        if (times.At(line, index, bareTime) is not { } clock)
            return null;
        var next = clock.End + (line.Is(clock.End, ",") ? 1 : 0);
        return dates.At(line, next, context, direction) is { } day
            ? new Found<When>(new When(day.Value, clock.Value), index, day.End, day.Doubt?.Select(value => new When((LocalDate)value, clock.Value)))
            : new Found<When>(new When(null, clock.Value), index, clock.End);
    }

    /// <summary>"This morning" is a day and a time in one.</summary>
    private Found<LocalTime>? SpokenTime(Tokens line, int index, int end) =>
        data.DayTimes.At(line, index) is { } time && time.End == end ? time : null;

    /// <summary>Hours, minutes and working days; <see cref="Dates"/> counts the others.</summary>
    private Found<When>? Counted(Tokens line, int index, LineContext context) =>
        offsets.At(line, index) is { Value.Length.Unit: Unit.Minute or Unit.Hour or Unit.WorkingDay } offset ? InTime(offset.Value, index, offset.End, context) : null;

    private static Found<When>? InTime(Offset offset, int first, int end, LineContext context)
    {
        var (length, sign) = offset;
        if (length.Unit == Unit.WorkingDay)
            return sign > 0 ? new Found<When>(new When(null, null, (int)length.Count), first, end) : null;
        if (length.From(context.Today, sign) is { } day)
            return new Found<When>(new When(day, null), first, end);
        var now = context.Today + context.Time;
        var moment = sign > 0 ? now.Plus(length.Period) : now.Minus(length.Period);
        return new Found<When>(new When(moment.Date, new LocalTime(moment.Hour, moment.Minute)), first, end);
    }
}
