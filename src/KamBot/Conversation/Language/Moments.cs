using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>A date, a time, or both in either order: "tomorrow at 10", "10:30 on Friday", "in 3 working days", "in two hours".</summary>
internal sealed class Moments(LanguageData data)
{
    private readonly Dates dates = new(data);
    private readonly Times times = new(data);
    private readonly Durations durations = new(data);

    public Found<When>? At(Tokens line, int index, LineContext context, Direction direction, bool bareTime = false)
    {
        if (Counted(line, index, context, bareTime) is { } counted)
            return counted;
        if (dates.At(line, index, context, direction) is { } date)
        {
            var at = date.End + (line.Is(date.End, ",") ? 1 : 0);
            var time = times.At(line, at, bare: at == date.End) ?? SpokenTime(line, index, date.End);
            return new Found<When>(
                new When(date.Value, time?.Value), index, time is null || time.End < date.End ? date.End : time.End,
                date.Doubt?.Select(day => new When((LocalDate)day, time?.Value)));
        }
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

    /// <param name="expected">"(Snooze for) a week": the "in" may be missing.</param>
    private Found<When>? Counted(Tokens line, int index, LineContext context, bool expected)
    {
        var start = data.Skip("in", line, index);
        if ((start == index && !expected) || durations.At(line, start) is not { } length)
            return null;
        return length.Value.Unit switch
        {
            Unit.WorkingDay => new Found<When>(new When(null, null, (int)length.Value.Count), index, length.End),
            Unit.Hour => Later(Period.FromMinutes((long)(length.Value.Count * 60))),
            Unit.Minute => Later(Period.FromMinutes((long)length.Value.Count)),
            _ => length.Value.From(context.Today) is { } day && start == index && data.Skip("ago", line, length.End) == length.End
                ? new Found<When>(new When(day, null), index, length.End)
                : null,
        };

        Found<When> Later(Period period)
        {
            var moment = (context.Today + context.Time).Plus(period);
            return new Found<When>(new When(moment.Date, new LocalTime(moment.Hour, moment.Minute)), index, length.End);
        }
    }
}
