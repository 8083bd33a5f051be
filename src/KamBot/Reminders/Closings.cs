using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// A deputy answers what stands open in the manager's chat too, and the manager what stands in the deputy's. A turn changes cards
/// of its own chat only; one in another chat is closed by a reminder of its own that says nothing new: it takes the card's place,
/// in that reader's language, whatever restarts.
/// </summary>
public sealed class Closings(ReminderPlans plans, Profiles profiles)
{
    internal const string RowPrefix = "closing~";

    /// <summary>Later nobody looks at that card any more.</summary>
    private static readonly Period Useful = Period.FromDays(2);

    /// <summary>Those whose cards stand in the acting user's own chat; the others are closed where they stand.</summary>
    /// <param name="turn">Who answered them.</param>
    /// <param name="closed">What a plan gave back.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    public async Task<IReadOnlyList<Reminder>> OwnAsync(Turn turn, IReadOnlyList<Reminder> closed, CancellationToken cancellationToken)
    {
        if (closed.All(reminder => ChatOf(reminder) == turn.User))
            return closed;
        foreach (var reminder in closed.Where(reminder => ChatOf(reminder) != turn.User && !reminder.IsInDigest))
        {
            if (await profiles.FindAsync(ChatOf(reminder), cancellationToken) is { } reader)
                await PlanAsync(reader, reminder, turn, cancellationToken);
        }

        return [.. closed.Where(reminder => ChatOf(reminder) == turn.User)];
    }

    internal static UserKey ChatOf(Reminder reminder) => reminder.ToldTo ?? reminder.User;

    /// <summary>Whose reminder a closing closes, and in which row it lies.</summary>
    internal static (UserKey Owner, string Row)? Closed(Reminder closing)
    {
        var name = closing.Subject.Row[RowPrefix.Length..];
        var end = name.IndexOf('~', StringComparison.Ordinal);
        return end < 0 ? null : (new UserKey(closing.User.Tenant, TableKeys.Unescape(name[..end])), name[(end + 1)..]);
    }

    private Task PlanAsync(Profile reader, Reminder reminder, Turn turn, CancellationToken cancellationToken)
    {
        var subject = new ReminderSubject(reminder.Subject.Account, $"{RowPrefix}{TableKeys.Escape(reminder.User.Id)}~{reminder.RowKey}");
        var at = PlannedReminder.JustAfter(turn.Now, reader.DateTimeZone);
        return plans.PlanAsync(reader.User, reader.DateTimeZone, subject, [new PlannedReminder("closing", at, at + Useful, Exact: true)], turn.Now, turn.Operation, cancellationToken);
    }
}
