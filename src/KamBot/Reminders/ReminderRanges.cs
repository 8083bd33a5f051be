using KamBot.Conversation;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>Names some days as people do: a day by its date, a whole week or month by its name, anything else by its ends.</summary>
internal static class ReminderRanges
{
    public static string Name(Turn turn, DateRange range)
    {
        if (range.From == range.To)
            return turn.Reader.Date(range.From, turn.Today);
        var week = turn.Today.PlusDays(1 - (int)turn.Today.DayOfWeek);
        var month = turn.Today.With(DateAdjusters.StartOfMonth);
        if (range == new DateRange(week, week.PlusDays(6)))
            return turn.Text("Upcoming.ThisWeek");
        if (range == new DateRange(week.PlusDays(7), week.PlusDays(13)))
            return turn.Text("Upcoming.NextWeek");
        if (range == Month(month))
            return turn.Text("Upcoming.ThisMonth");
        return range == Month(month.PlusMonths(1))
            ? turn.Text("Upcoming.NextMonth")
            : turn.Text("Upcoming.FromTo", ("from", turn.Reader.ShortDate(range.From, turn.Today)), ("to", turn.Reader.ShortDate(range.To, turn.Today)));
    }

    private static DateRange Month(LocalDate first) => new(first, first.With(DateAdjusters.EndOfMonth));
}
