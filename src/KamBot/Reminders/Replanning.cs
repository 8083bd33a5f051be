using KamBot.Accounts;
using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>
/// What is planned for a user, planned anew because a rule, a zone, a calendar or a client changed; and what moved by it. Wall
/// times stay where nothing says otherwise, their instants move.
/// </summary>
public sealed class Replanning(ReminderStore store, ReminderSources sources)
{
    /// <summary>All that is planned for the user, or only what is about one client.</summary>
    public async Task<IReadOnlyList<Reminder>> PlannedAsync(UserKey user, string? account, CancellationToken cancellationToken)
    {
        var all = account is null ? await store.OfUserAsync(user, cancellationToken) : await store.OfAccountAsync(user, account, cancellationToken);
        return [.. all.Where(each => each.State == ReminderState.Planned)];
    }

    /// <summary>Plans every subject of these reminders anew. A second run of the same operation changes nothing.</summary>
    public async Task RunAsync(UserKey user, IEnumerable<Reminder> planned, NodaTime.Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        foreach (var subject in planned.Select(each => each.Subject).Distinct())
        {
            if (sources.Of(subject) is { } source)
                await source.ReplanAsync(user, subject, now, operation.Step(subject.Key), cancellationToken);
        }
    }

    /// <summary>What was planned and is planned otherwise now. What follows only if nothing is done has no line of its own and is left out.</summary>
    public async Task<IReadOnlyList<Moved>> MovedAsync(IReadOnlyList<Reminder> before, IReadOnlyList<Reminder> after, ReminderMoment moment, CancellationToken cancellationToken)
    {
        var moved = new List<Moved>();
        var were = before.ToLookup(each => (each.Subject, each.Kind));
        var are = after.ToLookup(each => (each.Subject, each.Kind));
        foreach (var group in were.Concat(are).Select(each => each.Key).Distinct())
        {
            var old = were[group].OrderBy(each => each.At).ToList();
            var now = are[group].OrderBy(each => each.At).ToList();
            var same = old.Select(each => each.DueAt).Intersect(now.Select(each => each.DueAt)).ToHashSet();
            old.RemoveAll(each => same.Contains(each.DueAt));
            now.RemoveAll(each => same.Contains(each.DueAt));
            for (var pair = 0; pair < Math.Max(old.Count, now.Count); pair++)
            {
                var (was, willBe) = (pair < old.Count ? old[pair] : null, pair < now.Count ? now[pair] : null);
                if (await sources.DescribeAsync((willBe ?? was)!, moment, cancellationToken) is { } line)
                    moved.Add(new Moved(line.Title, was?.At, willBe?.At));
            }
        }

        return [.. moved.OrderBy(each => each.To ?? each.From)];
    }
}
