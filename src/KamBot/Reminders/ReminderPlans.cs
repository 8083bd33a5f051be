using KamBot.Conversation;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// Takes a slice's plan for one subject and makes the stored reminders agree with it: adds, moves, withdraws. A plan is
/// always the whole plan of its subject, computed by pure rules from what is stored, so that planning again (a second run of
/// a turn, a changed calendar, an undo) changes nothing or repairs what is wrong.
/// </summary>
public sealed class ReminderPlans(ReminderStore store)
{
    private const int Attempts = 8;

    /// <summary>Changes of one transaction; the plan of any subject is far shorter.</summary>
    private const int MostAtOnce = 90;

    /// <summary>
    /// Replaces the plan of <paramref name="subject"/>, in one transaction: what is new, what moved and what is withdrawn, each
    /// with its due row.
    /// </summary>
    /// <param name="user">Whom to tell.</param>
    /// <param name="zone">The user's zone.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="plan">All of the subject's reminders; those whose time had come before <paramref name="now"/> are left out.</param>
    /// <param name="now">The turn's own time and not the clock's: a turn that a crash delayed until after a reminder's hour still plans it.</param>
    /// <param name="operation">The turn's operation.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    /// <returns>The reminders in the user's chat that are answered by this: their cards want to be closed.</returns>
    /// <exception cref="InvalidOperationException">The rows kept changing underneath (eight times in a row).</exception>
    public async Task<IReadOnlyList<Reminder>> PlanAsync(
        UserKey user, DateTimeZone zone, ReminderSubject subject, IReadOnlyList<PlannedReminder> plan, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await TryPlanAsync(user, zone, subject, plan, now, operation, cancellationToken) is { } closed)
                return closed;
        }

        throw new InvalidOperationException("The reminders of one subject kept changing while they were planned.");
    }

    private async Task<List<Reminder>?> TryPlanAsync(
        UserKey user, DateTimeZone zone, ReminderSubject subject, IReadOnlyList<PlannedReminder> plan, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        var stored = (await store.OfSubjectAsync(user, subject, cancellationToken)).ToDictionary(row => row.Reminder.RowKey, StringComparer.Ordinal);
        var changes = new List<TableTransactionAction>();
        foreach (var wanted in plan)
        {
            stored.Remove(ReminderKeys.Row(user, subject, wanted.Kind, wanted.At.Date, DueTime(wanted)), out var existing);
            if (existing?.Reminder is { State: not ReminderState.Withdrawn } reminder && (reminder.State != ReminderState.Planned || Same(reminder, wanted, zone)))
                continue;

            var planned = NewReminder(user, subject, wanted, zone, operation) with { PlannedAt = now, PlannedBy = operation.Value };
            if (planned.DueAt <= now)
                continue;
            if (existing is null)
                changes.AddRange(ReminderStore.Added(planned));
            else if (await ReplacedAsync(existing, planned, cancellationToken) is { } replaced)
                changes.AddRange(replaced);
            else
                return null;
        }

        var closed = new List<Reminder>();
        foreach (var leftOver in stored.Values)
        {
            if (await WithdrawnAsync(leftOver, operation, closed, cancellationToken) is not { } withdrawn)
                return null;
            changes.AddRange(withdrawn);
        }

        foreach (var chunk in changes.Chunk(MostAtOnce))
        {
            if (!await store.WriteAsync(chunk, cancellationToken))
                return null;
        }

        return closed;
    }

    private async Task<IEnumerable<TableTransactionAction>?> ReplacedAsync(ReminderStore.Stored existing, Reminder planned, CancellationToken cancellationToken)
    {
        var row = ReminderStore.Row(planned);
        row.ETag = existing.Entity.ETag;
        return await DueRowGoneAsync(existing, cancellationToken) is { } gone
            ? [TableTransactionAction.Update(row), .. gone, TableTransactionAction.Add(new DueRow(planned).Entity)]
            : null;
    }

    private async Task<IEnumerable<TableTransactionAction>?> WithdrawnAsync(ReminderStore.Stored stored, OperationId operation, List<Reminder> closed, CancellationToken cancellationToken)
    {
        var reminder = stored.Reminder;
        switch (reminder.State)
        {
            case ReminderState.Planned:
                // Who is telling it right now finds its row gone and closes the card at once.
                return await DueRowGoneAsync(stored, cancellationToken) is { } gone ? [TableTransactionAction.Delete(stored.Entity), .. gone] : null;

            case ReminderState.Dropped:
                return [TableTransactionAction.Delete(stored.Entity)];

            case ReminderState.Withdrawn:
                if (reminder.WithdrawnBy == operation.Value && reminder.ActivityId is not null)
                    closed.Add(reminder);
                return [];

            default:
                var withdrawn = reminder with { State = ReminderState.Withdrawn, WithdrawnBy = operation.Value };
                if (withdrawn.ActivityId is not null)
                    closed.Add(withdrawn);
                var row = ReminderStore.Row(withdrawn);
                row.ETag = stored.Entity.ETag;
                return [TableTransactionAction.Update(row)];
        }
    }

    private static LocalTime? DueTime(PlannedReminder wanted) => wanted.Exact ? wanted.At.TimeOfDay : null;

    /// <summary>
    /// The due row of a planned reminder is deleted as it is now: a claim that comes in between wins, and all is read again. Null
    /// when the two rows were not read in one state.
    /// </summary>
    private async Task<IEnumerable<TableTransactionAction>?> DueRowGoneAsync(ReminderStore.Stored stored, CancellationToken cancellationToken)
    {
        if (stored.Reminder.State != ReminderState.Planned)
            return [];
        if (await store.DueOfAsync(stored.Reminder, cancellationToken) is { } due)
            return [TableTransactionAction.Delete(due.Entity)];
        // Put off a moment ago, or broken from outside: then planning repairs it.
        var now = await store.FindAsync(stored.Reminder.User, stored.Reminder.RowKey, cancellationToken);
        return now?.Entity.ETag == stored.Entity.ETag ? [] : null;
    }

    private static bool Same(Reminder reminder, PlannedReminder wanted, DateTimeZone zone) =>
        reminder.At == wanted.At && reminder.UsefulUntil == wanted.UsefulUntil && reminder.Zone == zone.Id && reminder.Exact == wanted.Exact;

    /// <summary>A reminder as its plan wants it, due by the user's wall time.</summary>
    internal static Reminder NewReminder(UserKey user, ReminderSubject subject, PlannedReminder wanted, DateTimeZone zone, OperationId operation) => new()
    {
        User = user,
        Subject = subject,
        Kind = wanted.Kind,
        DueDay = wanted.At.Date,
        DueTime = DueTime(wanted),
        At = wanted.At,
        Zone = zone.Id,
        UsefulUntil = wanted.UsefulUntil,
        Exact = wanted.Exact,
        DueAt = zone.AtLeniently(wanted.At).ToInstant(),
        // Deterministic: a second run of the same operation finds its own due row instead of adding another.
        Version = operation.Step($"{subject.Key}~{wanted.Kind}~{wanted.At}").Value,
    };
}
