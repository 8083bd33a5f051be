using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>What could not be said while the user was out of reach, told when they are back (story 3.7).</summary>
public sealed class UndeliveredNote(ReminderStore store, IEnumerable<IReminderSource> sources) : IComebackNote
{
    public async Task<MissedPart?> PartAsync(Turn turn, CancellationToken cancellationToken)
    {
        var missed = (await store.OfUserAsync(turn.User, cancellationToken))
            .Where(each => each.State == ReminderState.Undelivered || each is { State: ReminderState.Dropped, Why: "told" } && each.SentAt == turn.Now).ToList();
        if (missed.Count == 0)
            return null;
        var moment = new ReminderMoment(turn.Now, turn.Profile, turn.Reader);
        var lines = new List<MissedLine>();
        foreach (var reminder in missed)
        {
            var source = sources.FirstOrDefault(each => reminder.Subject.Row.StartsWith(each.RowPrefix, StringComparison.Ordinal));
            if (source is not null && await source.DescribeAsync(reminder, moment, cancellationToken) is { } line)
                lines.Add(new MissedLine(line.Title, turn.Reader.ShortDate(reminder.Day, turn.Today), line.Open));
        }

        await store.MarkToldAsync(turn.User, missed, turn.Now, cancellationToken);
        return new MissedPart(turn.Reader.Plural("Undelivered.Title", missed.Count), lines);
    }
}
