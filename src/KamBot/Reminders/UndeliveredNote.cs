using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>What could not be said while the user was out of reach, told when they are back (story 3.7).</summary>
public sealed class UndeliveredNote(ReminderStore store, ReminderSources sources)
    : ReminderNote(store, sources, ReminderState.Undelivered, "Undelivered.Title");

/// <summary>What was sent at most once, and nobody knows whether it arrived.</summary>
public sealed class UncertainNote(ReminderStore store, ReminderSources sources)
    : ReminderNote(store, sources, ReminderState.Uncertain, "Uncertain.Title");

public abstract class ReminderNote(ReminderStore store, ReminderSources sources, ReminderState state, string title) : IComebackNote
{
    public async Task<MissedPart?> PartAsync(Turn turn, CancellationToken cancellationToken)
    {
        var told = $"told {state}";
        var missed = (await store.OfUserAsync(turn.User, cancellationToken))
            .Where(each => each.State == state || each.State == ReminderState.Dropped && each.Why == told && each.SentAt == turn.Now).ToList();
        if (missed.Count == 0)
            return null;
        var moment = new ReminderMoment(turn.Now, turn.Profile, turn.Reader);
        var lines = new List<MissedLine>();
        foreach (var reminder in missed)
        {
            if (await sources.DescribeAsync(reminder, moment, cancellationToken) is { } line)
                lines.Add(new MissedLine(line.Title, turn.Reader.ShortDate(reminder.Day, turn.Today), line.Open));
        }

        await store.MarkToldAsync(turn.User, missed, told, turn.Now, cancellationToken);
        return new MissedPart(turn.Reader.Plural(title, missed.Count), lines);
    }
}
