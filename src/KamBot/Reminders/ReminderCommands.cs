using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>"What do I have today?"</summary>
public sealed class ReminderCommands(TurnReminders mine, OpenForms forms) : ICommandSet
{
    private const int MostListed = 15;

    public IEnumerable<Command> Commands =>
    [
        new("today", TodayAsync),
    ];

    private async Task<Reply> TodayAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var all = await mine.OfAsync(turn, cancellationToken);
        // Told on an earlier day and still unanswered: late. A subject shows once, by what stands in the chat or else comes next.
        var late = OncePerSubject(all.Where(each => each.State == ReminderState.Sent && each.ActivityId is not null && each.Day < turn.Today)).ToList();
        var today = OncePerSubject(all.Where(each => each.Day == turn.Today && (each.State is ReminderState.Planned || each is { State: ReminderState.Sent, ActivityId: not null })))
            .Where(each => !late.Exists(other => other.Subject == each.Subject)).ToList();
        var aside = forms.Aside(turn).ToList();
        if (late.Count + today.Count + aside.Count == 0)
            return Reply.Show(new Card(turn.Text("Today.Nothing", ("date", turn.Reader.Date(turn.Today, turn.Today)))).Note(await NextAsync(turn, all, cancellationToken)));

        var card = new Card(turn.Text("Today.Title", ("date", turn.Reader.Date(turn.Today, turn.Today))));
        await AddAsync(card, turn, turn.Text("Today.Late"), late, CardTone.Attention, cancellationToken);
        await AddAsync(card, turn, turn.Text("Today.Now"), today, CardTone.Plain, cancellationToken);
        if (aside.Count > 0)
        {
            card.Section(turn.Text("Form.Unfinished"));
            foreach (var (title, tap) in aside)
                card.Row(title, tap: tap);
            card.Button(aside[^1].Continue);
        }

        return Reply.Show(card);
    }


    private async Task AddAsync(Card card, Turn turn, string title, IReadOnlyList<Reminder> reminders, CardTone tone, CancellationToken cancellationToken)
    {
        if (reminders.Count == 0)
            return;
        card.Section(title);
        foreach (var reminder in reminders.Take(MostListed))
        {
            if (await mine.DescribeAsync(turn, reminder, cancellationToken) is { } line)
                card.Row(line.Title, tone == CardTone.Attention ? turn.Reader.ShortDate(reminder.Day, turn.Today) : turn.Reader.Time(reminder.At.TimeOfDay), tone: tone, tap: line.Open);
        }
    }

    private async Task<string?> NextAsync(Turn turn, IEnumerable<Reminder> all, CancellationToken cancellationToken)
    {
        var next = all.FirstOrDefault(each => each.State == ReminderState.Planned);
        return next is not null && await mine.DescribeAsync(turn, next, cancellationToken) is { } line
            ? turn.Text("Today.Next", ("what", line.Title), ("when", turn.Reader.DateTime(next.At, turn.Today)))
            : null;
    }

    private static IEnumerable<Reminder> OncePerSubject(IEnumerable<Reminder> reminders) =>
        reminders.GroupBy(each => each.Subject).Select(group => group.OrderBy(each => each.State != ReminderState.Sent).ThenBy(each => each.At).First()).OrderBy(each => each.At);
}
