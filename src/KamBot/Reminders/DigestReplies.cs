using KamBot.BotBuilder.Schema;
using KamBot.Conversation;
using KamBot.Conversation.Cards;

namespace KamBot.Reminders;

/// <summary>
/// A digest stays a digest: what is pressed in one of its rows, or done elsewhere about one of them, shows in it, and no card of
/// one subject takes its place. A question, or what was opened, comes as a message of its own.
/// </summary>
public sealed class DigestReplies(TurnReminders mine, ReminderSources sources, DigestRows rows) : IReplyShaper
{
    public async Task<Reply> ShapeAsync(Turn turn, Reply reply, CancellationToken cancellationToken)
    {
        var part = turn.Press?.Text(DigestCards.Part);
        if (part is null && reply.Updates.Count == 0)
            return reply;
        var digests = (await InDigestsAsync(turn, cancellationToken)).ToLookup(reminder => reminder.ActivityId!);
        var pressed = part is not null && turn.Context.Activity.ReplyToId is { } id && digests.Contains(id) ? id : null;
        var isReplaced = turn.Context.Activity.Type == ActivityTypes.Invoke;
        var updates = new List<CardUpdate>();
        foreach (var update in reply.Updates.DistinctBy(update => update.ActivityId))
        {
            if (update.ActivityId != pressed)
                updates.Add(digests.Contains(update.ActivityId) ? update with { Card = await CardAsync(turn, digests[update.ActivityId], null, cancellationToken) } : update);
        }

        if (pressed is null)
            return reply with { Updates = updates };
        var asks = reply.Choices.Count > 0 || reply.Wants is not null || part == DigestCards.Aside;
        var card = await CardAsync(turn, digests[pressed], asks ? null : reply.Card?.Headline ?? reply.Text, cancellationToken);
        if (!isReplaced)
            return reply with { Updates = [.. updates, new CardUpdate(pressed, card)] };
        return reply with { Card = card, Text = null, Updates = updates, Before = asks ? [.. reply.Before, reply.Card ?? new Card(reply.Text!)] : reply.Before };
    }

    /// <summary>Of the user's own and of those they act for: what stands in a digest in their own chat.</summary>
    private async Task<IEnumerable<Reminder>> InDigestsAsync(Turn turn, CancellationToken cancellationToken) =>
        (await mine.OfAsync(turn, cancellationToken)).Where(reminder => reminder is { IsInDigest: true, ActivityId: not null } && Closings.ChatOf(reminder) == turn.User);

    private async Task<Card> CardAsync(Turn turn, IEnumerable<Reminder> reminders, string? news, CancellationToken cancellationToken)
    {
        var entries = new List<DigestEntry>();
        Profile? owner = null;
        foreach (var reminder in reminders)
        {
            owner = turn.CoveredOf(reminder.User.Id);
            var moment = new ReminderMoment(turn.Now, owner ?? turn.Profile, turn.Reader);
            if (sources.Of(reminder.Subject) is { } source && await rows.OfAsync(source, reminder, moment, cancellationToken) is { } row)
                entries.Add(new DigestEntry(reminder, row, IsAnswered: reminder.State != ReminderState.Sent));
        }

        var card = DigestCards.Compose(entries, turn.Reader, turn.Today, news);
        // A digest holds one user's reminders.
        return owner is null ? card : card.Above(turn.Text("Reminder.For", ("name", owner.Name)));
    }
}
