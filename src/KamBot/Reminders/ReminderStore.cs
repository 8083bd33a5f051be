using System.Text.Json;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>Reads and writes truth rows and due rows; every write is conditional on what was read.</summary>
public sealed class ReminderStore(ITableStore tables, ILogger<ReminderStore> logger)
{
    /// <summary>A user with more open reminders than this has a problem that a list does not solve.</summary>
    private const int MostPerUser = 5_000;

    internal async Task<Stored?> FindAsync(UserKey user, string row, CancellationToken cancellationToken)
    {
        var entity = await tables.GetEntityIfExistsAsync(ReminderKeys.Truths, user.Partition, row, cancellationToken);
        return entity is null ? null : new Stored(RowJson.Read<Reminder>(entity), entity);
    }

    /// <summary>One user's reminders about one client, by their time.</summary>
    public async Task<IReadOnlyList<Reminder>> OfAccountAsync(UserKey user, string account, CancellationToken cancellationToken)
    {
        var rows = await ListAsync(TableQuery.Prefix(user.Partition, ReminderKeys.OfAccount(account)), cancellationToken);
        return [.. rows.Select(row => row.Reminder).OrderBy(reminder => reminder.At)];
    }

    internal async Task<List<Stored>> OfSubjectAsync(UserKey user, ReminderSubject subject, CancellationToken cancellationToken) =>
        await ListAsync(TableQuery.Prefix(user.Partition, ReminderKeys.OfSubject(subject)), cancellationToken);

    /// <summary>All of one user's reminders that are planned, open or undelivered, by their time.</summary>
    public async Task<IReadOnlyList<Reminder>> OfUserAsync(UserKey user, CancellationToken cancellationToken)
    {
        var rows = await ListAsync(TableQuery.Prefix(user.Partition, ReminderKeys.AnySubject), cancellationToken);
        return [.. rows.Select(row => row.Reminder).OrderBy(reminder => reminder.At)];
    }

    /// <summary>
    /// Undelivered ones that the user hears of now: from now on they count as told. A turn that runs again finds those of its
    /// own moment once more.
    /// </summary>
    internal async Task MarkToldAsync(UserKey user, IEnumerable<Reminder> reminders, Instant now, CancellationToken cancellationToken)
    {
        foreach (var reminder in reminders)
        {
            if (await FindAsync(user, reminder.RowKey, cancellationToken) is { Reminder.State: ReminderState.Undelivered } stored)
                await ChangeAsync(stored, stored.Reminder with { State = ReminderState.Dropped, Why = "told", SentAt = now }, cancellationToken);
        }
    }

    /// <summary>
    /// New reminders of one user's: all due rows in one transaction (they lie in the user's shard), then all truth rows in
    /// another. False when one of them is there already.
    /// </summary>
    internal async Task<bool> AddAsync(IReadOnlyList<Reminder> reminders, CancellationToken cancellationToken)
    {
        if (reminders.Count == 0)
            return true;
        var due = reminders.Select(reminder => TableTransactionAction.Add(ReminderKeys.DueRow(reminder, reminder.DueAt!.Value)));
        if (!(await tables.SubmitTransactionAsync(ReminderKeys.DueIndex, [.. due], cancellationToken)).Succeeded)
        {
            // An earlier run of the same plan left some of them: those stay as they are, claimed perhaps.
            foreach (var reminder in reminders)
                await AddDueAsync(reminder, reminder.DueAt!.Value, cancellationToken);
        }

        var truths = reminders.Select(reminder => TableTransactionAction.Add(Row(reminder)));
        return (await tables.SubmitTransactionAsync(ReminderKeys.Truths, [.. truths], cancellationToken)).Succeeded;
    }

    /// <summary>Writes the new state if the row is still what was read; null when somebody was faster.</summary>
    internal async Task<Stored?> ChangeAsync(Stored stored, Reminder changed, CancellationToken cancellationToken)
    {
        var entity = Row(changed);
        entity.ETag = stored.Entity.ETag;
        var write = await tables.UpdateEntityAsync(ReminderKeys.Truths, entity, cancellationToken);
        if (!write.Succeeded)
            return null;
        entity.ETag = write.ETags[0];
        return new Stored(changed, entity);
    }

    internal async Task<bool> DeleteAsync(Stored stored, CancellationToken cancellationToken) =>
        (await tables.DeleteEntityAsync(ReminderKeys.Truths, stored.Entity, cancellationToken)).Succeeded;

    internal async Task AddDueAsync(Reminder reminder, Instant at, CancellationToken cancellationToken) =>
        // Exists already: an earlier run of the same plan got this far.
        await tables.AddEntityAsync(ReminderKeys.DueIndex, ReminderKeys.DueRow(reminder, at), cancellationToken);

    internal async Task DeleteDueAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        if (reminder.DueAt is not { } at)
            return;
        var row = await tables.GetEntityIfExistsAsync(ReminderKeys.DueIndex, ReminderKeys.Shard(reminder.User), ReminderKeys.Due(at, reminder), cancellationToken);
        if (row is not null)
            await tables.DeleteEntityAsync(ReminderKeys.DueIndex, row, cancellationToken);
    }

    private async Task<List<Stored>> ListAsync(TableQuery query, CancellationToken cancellationToken)
    {
        var rows = await tables.ListAsync(ReminderKeys.Truths, query, MostPerUser, cancellationToken);
        var stored = new List<Stored>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                stored.Add(new Stored(RowJson.Read<Reminder>(row), row));
            }
            catch (JsonException exception)
            {
                // One bad row does not take the others of the user's from them.
                logger.LogError(exception, "A reminder's row cannot be read and is passed over");
            }
        }

        return stored;
    }

    private static TableEntity Row(Reminder reminder) =>
        RowJson.Write(new TableEntity(reminder.User.Partition, reminder.RowKey), reminder);

    internal sealed record Stored(Reminder Reminder, TableEntity Entity);
}
