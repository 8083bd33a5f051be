using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>
/// How often: "every Monday", "co dwa tygodnie", "cada primer dilluns de mes", "în fiecare lună pe 15", "on the last Friday of every month", "quarterly".
/// </summary>
internal sealed class Recurrences(LanguageData data)
{
    private const int LastDay = 31;
    private const int MostWeekdays = 7;

    private static readonly IsoDayOfWeek[] WorkingWeek = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];

    private readonly Durations durations = new(data);
    private readonly NumberWords numbers = new(data);
    private readonly MonthDays days = new(data);
    private readonly Times times = new(data);

    public Found<Recurrence>? At(Tokens line, int index) =>
        OfEveryMonth(line, index) ?? Named(line, index) ?? Every(line, index) ?? Weekdays(line, index);

    /// <summary>"The 15th of every month", "el primer dilluns de cada mes", "at the end of every month".</summary>
    private Found<Recurrence>? OfEveryMonth(Tokens line, int index)
    {
        var start = data.Skip("before", line, index);
        var which = Edge(line, start) ?? Which(line, start) ?? DayOfMonth(line, start);
        if (which is null || EveryUnit(line, data.Skip("of", line, which.End)) is not { Value.Unit: RecurrenceUnit.Month } every)
            return null;
        return new Found<Recurrence>(which.Value with { Interval = every.Value.Interval }, index, every.End);
    }

    /// <summary>"Daily", "co tydzień w piątek", "monthly on the 15th".</summary>
    private Found<Recurrence>? Named(Tokens line, int index) =>
        data.Repeats.At(line, index) is { } named ? On(line, Of(named.Value, index, named.End)) : null;

    private Found<Recurrence>? Every(Tokens line, int index)
    {
        var other = data.Words("everyOther").At(line, index);
        if ((other ?? data.Words("every").At(line, index)) is not { } every)
            return null;
        var interval = other is null ? 1 : 2;
        var start = data.Skip("the", line, every.End);
        var found = (other is null ? Which(line, start) ?? Counted(line, start) : OfTheMonth(line, index))
            // Romanian "luni" is Monday here, though months too.
            ?? ListOfWeekdays(line, start, interval)
            ?? Unit(line, start, interval)
            ?? (other is null ? DayOfMonth(line, start) : null);
        return found is null ? null : On(line, found) with { First = index };
    }

    private Found<Recurrence>? EveryUnit(Tokens line, int index)
    {
        var other = data.Words("everyOther").At(line, index);
        return (other ?? data.Words("every").At(line, index)) is { } every
            ? Counted(line, every.End) ?? Unit(line, data.Skip("the", line, every.End), other is null ? 1 : 2)
            : null;
    }

    /// <summary>"Every second Monday" is every other one; "of the month" makes it the second.</summary>
    private Found<Recurrence>? OfTheMonth(Tokens line, int index) =>
        data.Words("every").At(line, index) is { } every && Which(line, every.End) is { } which && data.Units.At(line, which.End - 1) is { Value: Language.Unit.Month } ? which : null;

    /// <summary>"On Mondays", "w poniedziałki", "els dilluns".</summary>
    private Found<Recurrence>? Weekdays(Tokens line, int index)
    {
        var start = data.Skip("before", line, index);
        return (data.EveryWeekday.At(line, start) ?? data.EveryWeekday.At(line, index)) is { } weekday
            ? More(line, new Found<Recurrence>(Weekly(1, [(IsoDayOfWeek)weekday.Value]), index, weekday.End))
            : null;
    }

    private Found<Recurrence>? Counted(Tokens line, int index) =>
        durations.At(line, index) is { } length && length.Value.Unit >= Language.Unit.WorkingDay && length.Value.Count >= 1 ? Of(length.Value, index, length.End) : null;

    private Found<Recurrence>? Unit(Tokens line, int index, int interval) =>
        data.Units.At(line, index) is { Value: >= Language.Unit.WorkingDay } unit ? Of(new Duration(interval, unit.Value), index, unit.End) : null;

    /// <summary>"First Monday (of the month)", "last working day", "last day".</summary>
    private Found<Recurrence>? Which(Tokens line, int index)
    {
        var start = data.Skip("the", line, index);
        if ((numbers.Ordinal(line, start) ?? NumberWithEnding(line, start)) is not { Value: -1 or (>= 1 and <= 5) } ordinal)
            return null;
        var weekday = data.Weekdays.At(line, ordinal.End);
        var unit = weekday is null ? data.Units.At(line, ordinal.End) : null;
        Recurrence? recurrence = (weekday, unit, ordinal.Value) switch
        {
            ({ } day, _, var which) => new(RecurrenceUnit.Month, 1, [(IsoDayOfWeek)day.Value], which),
            (_, { Value: Language.Unit.WorkingDay }, var which) => new(RecurrenceUnit.Month, 1, WorkingWeek, which),
            (_, { Value: Language.Unit.Day }, -1) => new(RecurrenceUnit.Month, 1, [], DayOfMonth: LastDay),
            (_, { Value: Language.Unit.Day }, var which) => new(RecurrenceUnit.Month, 1, [], DayOfMonth: which),
            _ => null,
        };
        return recurrence is null ? null : new Found<Recurrence>(recurrence, index, AfterMonth(line, weekday?.End ?? unit!.End));
    }

    private Found<int>? NumberWithEnding(Tokens line, int index) => days.Digits(line, index) is { } day && day.End > index + 1 ? day : null;

    private Found<Recurrence>? Edge(Tokens line, int index)
    {
        var isEnd = data.Words("endOf").At(line, index);
        return (isEnd ?? data.Words("startOf").At(line, index)) is { } edge
            ? new Found<Recurrence>(new Recurrence(RecurrenceUnit.Month, 1, [], DayOfMonth: isEnd is null ? 1 : LastDay), index, edge.End)
            : null;
    }

    private Found<Recurrence>? DayOfMonth(Tokens line, int index) =>
        days.Digits(line, data.Skip("dayLead", line, data.Skip("the", line, index))) is { } day
            ? new Found<Recurrence>(new Recurrence(RecurrenceUnit.Month, 1, [], DayOfMonth: day.Value), index, AfterMonth(line, day.End))
            : null;

    /// <summary>"Monday and Thursday"</summary>
    private Found<Recurrence>? ListOfWeekdays(Tokens line, int index, int interval) =>
        data.Weekdays.At(line, index) is { } weekday ? More(line, new Found<Recurrence>(Weekly(interval, [(IsoDayOfWeek)weekday.Value]), index, weekday.End)) : null;

    private Found<Recurrence> More(Tokens line, Found<Recurrence> found)
    {
        while (found.Value.Weekdays.Count < MostWeekdays && Next(line, found.End) is { } weekday && !found.Value.Weekdays.Contains((IsoDayOfWeek)weekday.Value))
            found = found with { Value = found.Value with { Weekdays = [.. found.Value.Weekdays.Append((IsoDayOfWeek)weekday.Value).Order()] }, End = weekday.End };
        return found;
    }

    private Found<int>? Next(Tokens line, int index)
    {
        var and = line.Is(index, ",") ? index + 1 : index;
        and = data.Skip("and", line, and);
        if (and == index)
            return null;
        var start = data.Skip("before", line, and);
        return data.EveryWeekday.At(line, start) ?? data.Weekdays.At(line, start) ?? data.EveryWeekday.At(line, and);
    }

    /// <summary>"Every week on Monday", "every month on the 15th", "co miesiąc w pierwszy poniedziałek".</summary>
    private Found<Recurrence> On(Tokens line, Found<Recurrence> found)
    {
        var start = data.Skip("before", line, found.End);
        var on = found.Value switch
        {
            { Unit: RecurrenceUnit.Week, Weekdays.Count: 0 } => Weekdays(line, found.End) ?? ListOfWeekdays(line, start, 1),
            { Unit: RecurrenceUnit.Month, Weekdays.Count: 0, DayOfMonth: null } => Which(line, start) ?? DayOfMonthBehind(line, found.End),
            _ => null,
        };
        return on is null ? found : found with { Value = on.Value with { Unit = found.Value.Unit, Interval = found.Value.Interval }, End = on.End };
    }

    /// <summary>"Every month, 15 people came" says no day: an article, a preposition or an ending does. "Cada mes a les 10" says a time.</summary>
    private Found<Recurrence>? DayOfMonthBehind(Tokens line, int index)
    {
        if (times.At(line, index) is { } time && line.IsNumber(time.End - 1) && data.Skip("dayLead", line, index) == index)
            return null;
        var start = data.Skip("before", line, index);
        return DayOfMonth(line, start) is { } day && (start > index || data.Skip("dayLead", line, index) > index || !line.IsNumber(day.End - 1)) ? day : null;
    }

    /// <summary>The end of "of the month"; of "of May" nothing is taken.</summary>
    private int AfterMonth(Tokens line, int index)
    {
        var at = data.Skip("the", line, data.Skip("of", line, index));
        return data.Units.At(line, at) is { Value: Language.Unit.Month } month ? month.End : index;
    }

    private static Recurrence Weekly(int interval, IsoDayOfWeek[] weekdays) => new(RecurrenceUnit.Week, interval, weekdays);

    private static Found<Recurrence> Of(Duration length, int first, int end)
    {
        var count = (int)length.Count;
        Recurrence recurrence = length.Unit switch
        {
            Language.Unit.WorkingDay => new(RecurrenceUnit.WorkingDay, count, []),
            Language.Unit.Day => new(RecurrenceUnit.Day, count, []),
            Language.Unit.Week => new(RecurrenceUnit.Week, count, []),
            Language.Unit.Year => new(RecurrenceUnit.Year, count, []),
            Language.Unit.Quarter => new(RecurrenceUnit.Month, 3 * count, []),
            _ => new(RecurrenceUnit.Month, count, []),
        };
        return new Found<Recurrence>(recurrence, first, end);
    }
}
