using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>A changed zone or calendar: every subject of the user's is planned anew. Wall times stay, their instants move.</summary>
public sealed class ProfileChanges(ReminderStore store, ReminderSources sources) : IProfileListener
{
    public async Task<int> ChangedAsync(Turn turn, CancellationToken cancellationToken)
    {
        var before = await PlannedAsync(turn, cancellationToken);
        foreach (var subject in before.Select(each => each.Subject).Distinct())
        {
            if (sources.Of(subject) is { } source)
                await source.ReplanAsync(turn.User, subject, turn.Now, turn.Operation.Step(subject.Key), cancellationToken);
        }

        var known = before.Select(each => (each.RowKey, each.DueAt)).ToHashSet();
        return (await PlannedAsync(turn, cancellationToken)).Count(each => !known.Contains((each.RowKey, each.DueAt)));
    }

    private async Task<List<Reminder>> PlannedAsync(Turn turn, CancellationToken cancellationToken) =>
        [.. (await store.OfUserAsync(turn.User, cancellationToken)).Where(each => each.State == ReminderState.Planned)];
}
