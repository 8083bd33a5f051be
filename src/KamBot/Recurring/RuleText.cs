using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>A rule as its reader says it: "the first Monday of every month at 10:00".</summary>
public static class RuleText
{
    private static readonly IsoDayOfWeek[] Feminine = [IsoDayOfWeek.Wednesday, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];

    public static string Of(Reader reader, Recurrence every, LocalTime? time) =>
        time is { } at ? reader.Text("Rule.At", ("rule", Days(reader, every)), ("time", at)) : Days(reader, every);

    /// <summary>"on Saturday", for a sentence.</summary>
    public static string OnWeekday(Reader reader, LocalDate day) => Part(reader, "Rule.OnWeekday", (int)day.DayOfWeek - 1);

    private static string Days(Reader reader, Recurrence every) => every switch
    {
        { Unit: RecurrenceUnit.Day } => reader.Plural("Rule.Days", every.Interval),
        { Unit: RecurrenceUnit.WorkingDay } => reader.Plural("Rule.WorkingDays", every.Interval),
        { Unit: RecurrenceUnit.Year } => reader.Plural("Rule.Years", every.Interval),
        { Unit: RecurrenceUnit.Week, Weekdays: [] } => reader.Plural("Rule.Weeks", every.Interval),
        { Unit: RecurrenceUnit.Week, Interval: 1 } => reader.Text("Rule.EveryWeekday", ("days", Weekdays(reader, every))),
        { Unit: RecurrenceUnit.Week } => $"{reader.Plural("Rule.Weeks", every.Interval)}: {Weekdays(reader, every)}",
        { Ordinal: null, DayOfMonth: null } => reader.Plural("Rule.Months", every.Interval),
        { Interval: 1 } => reader.Text("Rule.Monthly", ("day", InMonth(reader, every))),
        _ => $"{reader.Plural("Rule.Months", every.Interval)}: {InMonth(reader, every)}",
    };

    private static string InMonth(Reader reader, Recurrence every) => every switch
    {
        { DayOfMonth: 31 } => reader.Text("Rule.LastDay"),
        { DayOfMonth: { } day } => reader.Text("Rule.DayOfMonth", ("number", day)),
        { Weekdays: [var weekday] } => $"{Which(reader, every, weekday)} {Part(reader, "Rule.Weekday", (int)weekday - 1)}",
        _ => $"{Which(reader, every, weekday: null)} {reader.Text("Rule.WorkingDay")}",
    };

    private static string Which(Reader reader, Recurrence every, IsoDayOfWeek? weekday) =>
        Part(reader, weekday is { } day && Feminine.Contains(day) ? "Rule.OrdinalOfFeminine" : "Rule.Ordinal", every.Ordinal is > 0 and <= 5 ? every.Ordinal.Value - 1 : 5);

    private static string Weekdays(Reader reader, Recurrence every) => reader.List(every.Weekdays.Select(day => Part(reader, "Rule.Weekday", (int)day - 1)));

    private static string Part(Reader reader, string list, int index) => reader.Text(list).Split('|')[index];
}
