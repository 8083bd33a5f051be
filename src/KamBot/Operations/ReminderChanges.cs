using KamBot.Conversation;
using KamBot.Platform;
using KamBot.Platform.Schedule;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Operations;

/// <summary>
/// An operator's hand on reminders: by the same transactions as the program's own, conditional on the due row, so that a
/// reminder that is being told right now is left alone.
/// </summary>
internal sealed class ReminderChanges(ReminderStore store, ReminderSources sources, ReminderShelf shelf, IEnumerable<IRefreshed> refreshed, TimeProvider clock)
{
    public Task<OperatorAnswer> MoveAsync(Shelved shelved, LocalDateTime to, CancellationToken cancellationToken)
    {
        var reminder = shelved.Reminder;
        var zone = DateTimeZoneProviders.Tzdb[reminder.Zone];
        var moved = reminder with
        {
            At = to,
            DueAt = zone.AtLeniently(to).ToInstant(),
            UsefulUntil = LocalDateTime.Max(reminder.UsefulUntil, to.Date.At(new LocalTime(23, 59, 59))),
        };
        if (moved.DueAt <= clock.GetCurrentInstant())
            return Task.FromResult(new OperatorAnswer(OperatorExit.Words, "That time is over."));
        return ChangeAsync(shelved, moved, [TableTransactionAction.Add(new DueRow(moved).Entity)], $"Moved to {moved.DueAt}. It stays there until what it is about is planned anew; quiet hours and days off still count.", cancellationToken);
    }

    public Task<OperatorAnswer> CancelAsync(Shelved shelved, CancellationToken cancellationToken) =>
        ChangeAsync(shelved, shelved.Reminder with { State = ReminderState.Dropped, DueAt = null, Why = RemindersCommand.Cancelled }, [], "Cancelled.", cancellationToken);

    /// <summary>The plans of all that the user has open or has reminders of.</summary>
    public async Task<OperatorAnswer> ReplanAsync(OperatorRequest request, CancellationToken cancellationToken)
    {
        foreach (var each in refreshed)
            await each.RefreshAsync(cancellationToken);
        var subjects = new HashSet<(UserKey User, ReminderSubject Subject)>();
        var now = clock.GetUtcNow();
        await foreach (var (reminder, _, due) in shelf.ReadAsync(request, cancellationToken))
        {
            if (due?.IsHeld(now) == true)
                return Held(due);
            subjects.Add((reminder.User, reminder.Subject));
        }

        List<UserKey> users = [.. subjects.Select(each => each.User).Distinct()];
        if (request is { Tenant: { } tenant, User: { } id } && users.Count == 0)
            users.Add(new UserKey(tenant, id));
        foreach (var user in users)
        {
            await foreach (var subject in sources.OpenAsync(user, cancellationToken))
            {
                if (request.Client is null || subject.Account == request.Client)
                    subjects.Add((user, subject));
            }
        }

        if (subjects.Count == 0)
            return new OperatorAnswer(OperatorExit.NotFound, "The user has no reminders and nothing open. Where no reminder is stored, --tenant is needed, too.");
        var operation = OperationId.Of("operator", Guid.NewGuid().ToString());
        foreach (var (user, subject) in subjects)
        {
            if (sources.Of(subject) is { } source)
                await source.ReplanAsync(user, subject, clock.GetCurrentInstant(), operation, cancellationToken);
        }

        return new OperatorAnswer(OperatorExit.Done, $"{subjects.Count} plans were computed anew, by operation {operation}.");
    }

    /// <summary>Both rows at once, on condition that neither changed and nobody holds the reminder.</summary>
    private async Task<OperatorAnswer> ChangeAsync(Shelved shelved, Reminder changed, IReadOnlyList<TableTransactionAction> also, string done, CancellationToken cancellationToken)
    {
        if (shelved.Reminder.State != ReminderState.Planned)
            return new OperatorAnswer(OperatorExit.NotWaiting, "It does not wait any more: 'reminders explain' tells what became of it.");
        if (shelved.Due is not { } due)
            return new OperatorAnswer(OperatorExit.Changed, "Its due row is missing. 'reminders reconcile' gives it back.");
        if (due.IsHeld(clock.GetUtcNow()))
            return Held(due);
        var truth = ReminderStore.Row(changed);
        truth.ETag = shelved.Truth.ETag;
        return await store.WriteAsync([TableTransactionAction.Delete(due.Entity), TableTransactionAction.Update(truth), .. also], cancellationToken)
            ? new OperatorAnswer(OperatorExit.Done, done)
            : new OperatorAnswer(OperatorExit.Changed, "It changed a moment ago: nothing was done. Try again.");
    }

    private static OperatorAnswer Held(DueRow due) =>
        new(OperatorExit.Changed, $"It is being told right now (held until {Instant.FromDateTimeOffset(due.LeaseUntil!.Value)}): nothing was done. Try again after that.");
}

/// <summary>What was done, or why not.</summary>
internal sealed record OperatorAnswer(OperatorExit Exit, string Text);

/// <summary>Exit codes, as the usage lists them.</summary>
internal enum OperatorExit
{
    Done = 0,
    Words = 1,
    NotFound = 2,
    Changed = 3,
    NotWaiting = 4,
    Store = 5,
}
