using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Reminders;

/// <summary>"What will you remind me of?": everything that is planned, a page at a time, by days or, far ahead, by weeks.</summary>
public sealed class UpcomingCommand(TurnReminders mine) : ICommandSet
{
    private const int PageSize = 15;

    /// <summary>Fewer are read at a glance without headings.</summary>
    private const int FewestGrouped = 6;

    /// <summary>Reminders that are looked at for one answer.</summary>
    private const int MostRead = 1_000;

    /// <summary>How many subjects are read at once.</summary>
    private const int Parallel = 8;

    private const int MostDaysByDay = 14;

    public IEnumerable<Command> Commands => [new("upcoming", UpcomingAsync)];

    /// <summary>Everything planned, or what falls into the days that were named; on "more", what comes after the last that was shown.</summary>
    private async Task<Reply> UpcomingAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var all = (await mine.OfAsync(turn, cancellationToken)).Where(each => each.State == ReminderState.Planned).ToList();
        var range = input.Value<DateRange>("range") ?? RangeOf(input.Press);
        var lines = await LinesAsync(turn, all.Where(each => range is null || each.Day >= range.From && each.Day <= range.To).Take(MostRead), cancellationToken);
        if (lines.Count == 0)
        {
            return Reply.Show(range is null
                ? new Card(turn.Text("Upcoming.Nothing")).Note(turn.Text("Upcoming.Hint"))
                : new Card(turn.Text("Upcoming.NothingIn", ("range", ReminderRanges.Name(turn, range)))).Note(await NextAsync(turn, all.Where(each => each.Day > range.To), cancellationToken)));
        }

        var card = new Card(range is null
            ? turn.Reader.Plural("Upcoming.Title", lines.Count)
            : turn.Reader.Plural("Upcoming.In", lines.Count, ("range", ReminderRanges.Name(turn, range))));
        var after = input.Press?.Text("after");
        var coming = lines.SkipWhile(line => after is not null && string.CompareOrdinal(Key(line.Reminder), after) <= 0).ToList();
        // All of the last page went meanwhile: from the beginning.
        var page = (coming.Count == 0 ? lines : coming).Take(PageSize).ToList();
        AddPage(card, turn, page, isGrouped: lines.Count >= FewestGrouped);
        var left = lines.Count - lines.IndexOf(page[^1]) - 1;
        if (left > 0)
            card.Note(turn.Text("Upcoming.More", ("more", left))).Button(turn.Text("Upcoming.MoreButton"), "upcoming", Next(page[^1].Reminder, range));
        if (all.Count > MostRead)
            card.Note(turn.Text("Upcoming.TooMany", ("most", MostRead)));
        return Reply.Show(card);
    }

    private static void AddPage(Card card, Turn turn, List<(Reminder Reminder, ReminderLine Line)> page, bool isGrouped)
    {
        var byWeek = Period.DaysBetween(page[0].Reminder.Day, page[^1].Reminder.Day) > MostDaysByDay;
        LocalDate? shown = null;
        foreach (var (reminder, line) in page)
        {
            var heading = byWeek ? reminder.Day.PlusDays(1 - (int)reminder.Day.DayOfWeek) : reminder.Day;
            if (isGrouped && heading != shown)
                card.Section(byWeek ? turn.Text("Upcoming.FromTo", ("from", turn.Reader.ShortDate(heading, turn.Today)), ("to", turn.Reader.ShortDate(heading.PlusDays(6), turn.Today))) : turn.Reader.Date(heading, turn.Today));
            shown = heading;
            card.Row(line.Title, isGrouped && !byWeek ? turn.Reader.Time(reminder.At.TimeOfDay) : turn.Reader.DateTime(reminder.At, turn.Today), line.Why, tap: line.Open);
        }
    }

    private async Task<List<(Reminder Reminder, ReminderLine Line)>> LinesAsync(Turn turn, IEnumerable<Reminder> reminders, CancellationToken cancellationToken)
    {
        var lines = new List<(Reminder, ReminderLine)>();
        foreach (var some in reminders.OrderBy(Key, StringComparer.Ordinal).Chunk(Parallel))
        {
            var described = await Task.WhenAll(some.Select(each => mine.DescribeAsync(turn, each, cancellationToken)));
            lines.AddRange(some.Zip(described).Where(each => each.Second is not null).Select(each => (each.First, each.Second!)));
        }

        return lines;
    }

    private async Task<string?> NextAsync(Turn turn, IEnumerable<Reminder> later, CancellationToken cancellationToken) =>
        await LinesAsync(turn, later.Take(1), cancellationToken) is [var (reminder, line)]
            ? turn.Text("Today.Next", ("what", line.Title), ("when", turn.Reader.DateTime(reminder.At, turn.Today)))
            : null;

    /// <summary>The order of the list: by time, and for each time always the same.</summary>
    private static string Key(Reminder reminder) => $"{LocalDateTimePattern.GeneralIso.Format(reminder.At)}~{reminder.RowKey}";

    private static object Next(Reminder last, DateRange? range) => new
    {
        after = Key(last),
        first = range is null ? null : LocalDatePattern.Iso.Format(range.From),
        last = range is null ? null : LocalDatePattern.Iso.Format(range.To),
    };

    private static DateRange? RangeOf(CardPress? press) =>
        press?.Text("first") is { } first && press.Text("last") is { } last && LocalDatePattern.Iso.Parse(first) is { Success: true } from && LocalDatePattern.Iso.Parse(last) is { Success: true } to
            ? new DateRange(from.Value, to.Value)
            : null;
}
