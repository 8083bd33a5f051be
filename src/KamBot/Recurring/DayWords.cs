using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>A yearly day as it is announced: today, tomorrow (on Saturday), on another day, or gone.</summary>
public static class DayWords
{
    /// <summary>The last part of the text's key.</summary>
    public static string Of(LocalDate day, LocalDate today) => Period.DaysBetween(today, day) switch
    {
        0 => "today",
        1 => "tomorrow",
        > 1 => "ahead",
        _ => "gone",
    };

    /// <summary>"On Saturday" within a week and the date beyond it, for the texts that name the day; that of today does not.</summary>
    public static IEnumerable<(string Name, object? Value)> Named(Reader reader, LocalDate day, LocalDate today) => Period.DaysBetween(today, day) switch
    {
        0 => [],
        > 0 and < 7 => [("day", RecurrenceText.OnWeekday(reader, day))],
        _ => [("day", reader.Date(day, today))],
    };
}
