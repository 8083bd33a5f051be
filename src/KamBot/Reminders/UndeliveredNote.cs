using KamBot.Conversation;
using KamBot.Conversation.Cards;

namespace KamBot.Reminders;

/// <summary>What could not be said while the user was out of reach, told when they write again (story 3.7).</summary>
public sealed class UndeliveredNote(ReminderStore store, IEnumerable<IReminderSource> sources) : IComebackNote
{
    private const int MostListed = 10;

    public async Task<Card?> CardAsync(Turn turn, CancellationToken cancellationToken)
    {
        var missed = (await store.OfUserAsync(turn.User, cancellationToken))
            .Where(each => each.State == ReminderState.Undelivered || each is { State: ReminderState.Dropped, Why: "told" } && each.SentAt == turn.Now).ToList();
        if (missed.Count == 0)
            return null;
        var card = new Card(turn.Reader.Plural("Undelivered.Title", missed.Count), CardTone.Warning);
        var moment = new ReminderMoment(turn.Now, turn.Profile, turn.Reader);
        foreach (var reminder in missed.Take(MostListed))
        {
            var source = sources.FirstOrDefault(each => reminder.Subject.Row.StartsWith(each.RowPrefix, StringComparison.Ordinal));
            if (source is not null && await source.DescribeAsync(reminder, moment, cancellationToken) is { } line)
                card.Row(line.Title, turn.Reader.ShortDate(reminder.Day, turn.Today), tap: line.Open);
        }

        await store.MarkToldAsync(turn.User, missed, turn.Now, cancellationToken);
        return card;
    }
}
