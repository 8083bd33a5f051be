using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>A rule as its reader says it: "the first Monday of every month at 10:00".</summary>
public static class RecurrenceText
{
    private static readonly IsoDayOfWeek[] Feminine = [IsoDayOfWeek.Wednesday, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];

    public static string Of(Reader reader, Recurrence every, LocalTime? time) =>
        time is { } at ? reader.Text("Recurrence.At", ("rule", Days(reader, every)), ("time", at)) : Days(reader, every);

    /// <summary>"on Saturday", for a sentence.</summary>
    public static string OnWeekday(Reader reader, LocalDate day) => Part(reader, "Recurrence.OnWeekday", (int)day.DayOfWeek - 1);

    private static string Days(Reader reader, Recurrence every) => every switch
    {
        { Unit: RecurrenceUnit.Day } => reader.Plural("Recurrence.Days", every.Interval),
        { Unit: RecurrenceUnit.WorkingDay } => reader.Plural("Recurrence.WorkingDays", every.Interval),
        { Unit: RecurrenceUnit.Year } => reader.Plural("Recurrence.Years", every.Interval),
        { Unit: RecurrenceUnit.Week, Weekdays: [] } => reader.Plural("Recurrence.Weeks", every.Interval),
        { Unit: RecurrenceUnit.Week, Interval: 1 } => reader.Text("Recurrence.EveryWeekday", ("days", Weekdays(reader, every))),
        { Unit: RecurrenceUnit.Week } => $"{reader.Plural("Recurrence.Weeks", every.Interval)}: {Weekdays(reader, every)}",
        { Ordinal: null, DayOfMonth: null } => reader.Plural("Recurrence.Months", every.Interval),
        { Interval: 1 } => reader.Text("Recurrence.Monthly", ("day", InMonth(reader, every))),
        _ => $"{reader.Plural("Recurrence.Months", every.Interval)}: {InMonth(reader, every)}",
    };

    private static string InMonth(Reader reader, Recurrence every) => every switch
    {
        { DayOfMonth: 31 } => reader.Text("Recurrence.LastDay"),
        { DayOfMonth: { } day } => reader.Text("Recurrence.DayOfMonth", ("number", day)),
        { Weekdays: [var weekday] } => $"{Which(reader, every, weekday)} {Part(reader, "Recurrence.Weekday", (int)weekday - 1)}",
        _ => $"{Which(reader, every, weekday: null)} {reader.Text("Recurrence.WorkingDay")}",
    };

    private static string Which(Reader reader, Recurrence every, IsoDayOfWeek? weekday) =>
        Part(reader, weekday is { } day && Feminine.Contains(day) ? "Recurrence.OrdinalOfFeminine" : "Recurrence.Ordinal", every.Ordinal is > 0 and <= 5 ? every.Ordinal.Value - 1 : 5);

    private static string Weekdays(Reader reader, Recurrence every) => reader.List(every.Weekdays.Select(day => Part(reader, "Recurrence.Weekday", (int)day - 1)));

    private static string Part(Reader reader, string list, int index) => reader.Text(list).Split('|')[index];
}
