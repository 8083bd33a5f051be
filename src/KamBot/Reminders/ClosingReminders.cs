using KamBot.Conversation;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>Puts into another chat's card what became of it.</summary>
public sealed class ClosingReminders(ReminderStore store, Profiles profiles, ReminderSources sources) : IReminderSource
{
    public string RowPrefix => Closings.RowPrefix;

    public bool IsPersonal => true;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (Closings.Closed(reminder) is not var (owner, row)
            || await store.FindAsync(owner, row, cancellationToken) is not { Reminder: { State: ReminderState.Withdrawn, ActivityId: { } activityId } closed }
            || await profiles.FindAsync(owner, cancellationToken) is not { } profile)
            return new Telling.Skip("ended");
        return sources.Of(closed.Subject) is { } source && await source.ClosedAsync(closed, moment with { Profile = profile }, cancellationToken) is { } card
            ? new Telling.Replace(activityId, card)
            : new Telling.Skip("ended");
    }

    public Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) => Task.FromResult<ReminderLine?>(null);

    public Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Reminder>>([]);
}
