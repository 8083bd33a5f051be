using System.Text.Json;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>Reads reminders, and writes the two rows of each together; every write is conditional on what was read.</summary>
public sealed class ReminderStore(ITableStore tables, ILogger<ReminderStore> logger)
{
    /// <summary>A user with more reminders than this has a problem that a list does not solve.</summary>
    private const int MostPerUser = 5_000;

    /// <summary>Two rows each: a transaction has a hundred.</summary>
    private const int MostAtOnce = 50;

    internal async Task<Stored?> FindAsync(UserKey user, string row, CancellationToken cancellationToken) =>
        await tables.GetEntityIfExistsAsync(ReminderKeys.Table, ReminderKeys.Shard(user), row, cancellationToken) is { } entity
            ? new Stored(RowJson.Read<Reminder>(entity), entity)
            : null;

    /// <summary>One user's reminders about one client, by their time.</summary>
    public async Task<IReadOnlyList<Reminder>> OfAccountAsync(UserKey user, string account, CancellationToken cancellationToken) =>
        ByTime(await ListAsync(user, ReminderKeys.OfAccount(user, account), cancellationToken));

    /// <summary>All of one user's reminders that are planned, open or undelivered, by their time.</summary>
    public async Task<IReadOnlyList<Reminder>> OfUserAsync(UserKey user, CancellationToken cancellationToken) =>
        ByTime(await ListAsync(user, ReminderKeys.OfUser(user), cancellationToken));

    internal Task<List<Stored>> OfSubjectAsync(UserKey user, ReminderSubject subject, CancellationToken cancellationToken) =>
        ListAsync(user, ReminderKeys.OfSubject(user, subject), cancellationToken);

    /// <summary>
    /// Undelivered ones that the user hears of now: from now on they count as told. A turn that runs again finds those of its
    /// own moment once more.
    /// </summary>
    internal async Task MarkToldAsync(UserKey user, IEnumerable<Reminder> reminders, string why, Instant now, CancellationToken cancellationToken)
    {
        foreach (var reminder in reminders)
        {
            if (await FindAsync(user, reminder.RowKey, cancellationToken) is { Reminder.State: ReminderState.Undelivered or ReminderState.Uncertain } stored)
                await ChangeAsync(stored, stored.Reminder with { State = ReminderState.Dropped, Why = why, SentAt = now }, cancellationToken);
        }
    }

    /// <summary>New reminders of one user's, each with its due row. False when one of them is there already.</summary>
    internal async Task<bool> AddAsync(IReadOnlyList<Reminder> reminders, CancellationToken cancellationToken)
    {
        foreach (var chunk in reminders.Chunk(MostAtOnce))
        {
            if (!await WriteAsync([.. chunk.SelectMany(Added)], cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>Changes a reminder that waits no more (a planned one changes with its due row only); null when somebody was faster.</summary>
    internal async Task<Stored?> ChangeAsync(Stored stored, Reminder changed, CancellationToken cancellationToken)
    {
        var entity = Row(changed);
        entity.ETag = stored.Entity.ETag;
        var write = await tables.UpdateEntityAsync(ReminderKeys.Table, entity, cancellationToken);
        if (!write.Succeeded)
            return null;
        entity.ETag = write.ETags[0];
        return new Stored(changed, entity);
    }

    /// <summary>Everything or nothing; one user's rows.</summary>
    internal async Task<bool> WriteAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken) =>
        actions.Count == 0 || (await tables.SubmitTransactionAsync(ReminderKeys.Table, actions, cancellationToken)).Succeeded;

    /// <summary>The due row of a planned reminder; null when it is not where the reminder says.</summary>
    internal async Task<DueRow?> DueOfAsync(Reminder reminder, CancellationToken cancellationToken) =>
        reminder.DueAt is { } at && await tables.GetEntityIfExistsAsync(ReminderKeys.Table, ReminderKeys.Shard(reminder.User), ReminderKeys.Due(at, reminder.Version), cancellationToken) is { } row
            ? new DueRow(row)
            : null;

    internal static IEnumerable<TableTransactionAction> Added(Reminder reminder) =>
        [TableTransactionAction.Add(Row(reminder)), TableTransactionAction.Add(new DueRow(reminder).Entity)];

    internal static TableEntity Row(Reminder reminder) =>
        RowJson.Write(new TableEntity(ReminderKeys.Shard(reminder.User), reminder.RowKey), reminder);

    private static List<Reminder> ByTime(List<Stored> rows) => [.. rows.Select(row => row.Reminder).OrderBy(reminder => reminder.At)];

    private async Task<List<Stored>> ListAsync(UserKey user, string prefix, CancellationToken cancellationToken)
    {
        var rows = await tables.ListAsync(ReminderKeys.Table, TableQuery.Prefix(ReminderKeys.Shard(user), prefix), MostPerUser, cancellationToken);
        var stored = new List<Stored>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                // Users share a shard, and a key holds their hash only.
                if (RowJson.Read<Reminder>(row) is var reminder && reminder.User == user)
                    stored.Add(new Stored(reminder, row));
            }
            catch (JsonException exception)
            {
                // One bad row does not take the others of the user's from them.
                logger.LogError(exception, "A reminder's row cannot be read and is passed over");
            }
        }

        return stored;
    }

    internal sealed record Stored(Reminder Reminder, TableEntity Entity);
}
