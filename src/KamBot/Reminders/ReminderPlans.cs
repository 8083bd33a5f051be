using KamBot.Conversation;
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

    /// <summary>
    /// Replaces the plan of <paramref name="subject"/>. The due row is written before the truth row: an orphan in the index
    /// is thrown away by the sweep, whereas a truth without its due row would never be said.
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
        var added = new List<Reminder>();
        foreach (var wanted in plan)
        {
            var key = ReminderKeys.Row(subject, wanted.Kind, wanted.At.Date, DueTime(wanted));
            stored.Remove(key, out var existing);
            if (existing?.Reminder is { State: ReminderState.Planned or ReminderState.Sending or ReminderState.Sent or ReminderState.Dropped or ReminderState.Undelivered } reminder
                && (reminder.State != ReminderState.Planned || Same(reminder, wanted, zone)))
                continue;

            var at = zone.AtLeniently(wanted.At).ToInstant();
            if (at <= now)
                continue;
            var planned = NewReminder(user, subject, wanted, zone, at, operation);
            if (existing is null)
                added.Add(planned);
            else if (!await ReplaceAsync(existing, planned, cancellationToken))
                return null;
        }

        if (!await store.AddAsync(added, cancellationToken))
            return null;

        var closed = new List<Reminder>();
        foreach (var leftOver in stored.Values)
        {
            if (!await WithdrawAsync(leftOver, operation, closed, cancellationToken))
                return null;
        }

        return closed;
    }

    private async Task<bool> ReplaceAsync(ReminderStore.Stored existing, Reminder planned, CancellationToken cancellationToken)
    {
        await store.AddDueAsync(planned, planned.DueAt!.Value, cancellationToken);
        if (await store.ChangeAsync(existing, planned, cancellationToken) is null)
            return false;
        await store.DeleteDueAsync(existing.Reminder, cancellationToken);
        return true;
    }

    private async Task<bool> WithdrawAsync(ReminderStore.Stored stored, OperationId operation, List<Reminder> closed, CancellationToken cancellationToken)
    {
        var reminder = stored.Reminder;
        switch (reminder.State)
        {
            case ReminderState.Planned or ReminderState.Dropped:
                if (!await store.DeleteAsync(stored, cancellationToken))
                    return false;
                await store.DeleteDueAsync(reminder, cancellationToken);
                return true;

            case ReminderState.Withdrawn:
                if (reminder.WithdrawnBy == operation.Value && reminder.ActivityId is not null)
                    closed.Add(reminder);
                return true;

            default:
                var withdrawn = reminder with { State = ReminderState.Withdrawn, WithdrawnBy = operation.Value };
                if (await store.ChangeAsync(stored, withdrawn, cancellationToken) is null)
                    return false;
                if (withdrawn.ActivityId is not null)
                    closed.Add(withdrawn);
                return true;
        }
    }

    private static LocalTime? DueTime(PlannedReminder wanted) => wanted.Exact ? wanted.At.TimeOfDay : null;

    private static bool Same(Reminder reminder, PlannedReminder wanted, DateTimeZone zone) =>
        reminder.At == wanted.At && reminder.UsefulUntil == wanted.UsefulUntil && reminder.Zone == zone.Id && reminder.Exact == wanted.Exact;

    private static Reminder NewReminder(UserKey user, ReminderSubject subject, PlannedReminder wanted, DateTimeZone zone, Instant at, OperationId operation) => new()
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
        DueAt = at,
        // Deterministic: a second run of the same operation finds its own due row instead of adding another.
        Version = operation.Step($"{subject.Key}~{wanted.Kind}~{wanted.At}").Value,
    };
}
