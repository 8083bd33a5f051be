using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// Takes due reminders for this instance and gives them back settled. Each write is conditional on the due row as the claim
/// left it (fencing): an instance that stood still past its lease and was overtaken changes nothing any more.
/// </summary>
public sealed class ReminderClaims(ITableStore tables, ReminderClock clock, IOptions<SweepOptions> options)
{
    /// <summary>Truth, due row, and the two of a following occurrence.</summary>
    private const int RowsOfOne = 4;

    private const int MostSettledAtOnce = TableLimits.MaxActions / RowsOfOne;
    private const int MostTries = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    /// <summary>How many reminders one claim takes.</summary>
    internal const int MostAtOnce = TableLimits.MaxActions - 10;

    private readonly string _owner = $"{Environment.MachineName}-{Guid.NewGuid():N}";

    /// <summary>All of them for one lease, by the rows' ETags; null when one was lost to somebody else.</summary>
    internal async Task<List<DueRow>?> ClaimAsync(IReadOnlyList<DueRow> due, CancellationToken cancellationToken)
    {
        var until = clock.UtcNow + options.Value.Lease;
        var claimed = due.Select(row => row.Claimed(_owner, until)).ToList();
        var write = await tables.SubmitTransactionAsync(ReminderKeys.Table, [.. claimed.Select(TableTransactionAction.Update)], cancellationToken);
        if (!write.Succeeded)
            return null;
        for (var at = 0; at < claimed.Count; at++)
            claimed[at].ETag = write.ETags[at];
        return [.. claimed.Select(row => new DueRow(row))];
    }

    /// <summary>Enough of the lease is left for a call to Teams: nobody else can have taken the row over before it ends.</summary>
    internal bool MayStillSend(DueRow due) => due.LeaseUntil - clock.UtcNow > options.Value.Lease / 3;

    /// <summary>
    /// The reminder waits no more: truth as it is now, due row deleted, a following occurrence added. What was sent must be
    /// written down, so a store that fails is asked again for as long as the lease holds.
    /// </summary>
    /// <returns>Those that were not ours any more: withdrawn, planned anew or overtaken meanwhile.</returns>
    /// <exception cref="TableStoreException">The store did not answer before the lease ended.</exception>
    internal async Task<List<Settlement>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var lost = new List<Settlement>();
        foreach (var chunk in settlements.Chunk(MostSettledAtOnce))
        {
            if (await PatientlyAsync(chunk[0].Due, () => WriteAsync(chunk, cancellationToken), cancellationToken))
                continue;
            if (chunk.Length == 1)
            {
                lost.Add(chunk[0]);
                continue;
            }

            // One of them changed: the others are settled all the same.
            foreach (var one in chunk)
                lost.AddRange(await SettleAsync([one], cancellationToken));
        }

        return lost;
    }

    /// <summary>The same for one.</summary>
    /// <returns>False when it was not ours any more.</returns>
    internal async Task<bool> SettleAsync(DueRow due, Reminder settled, Reminder? next, CancellationToken cancellationToken) =>
        (await SettleAsync([new Settlement(due, settled, next)], cancellationToken)).Count == 0;

    /// <summary>The reminder comes again, at its <see cref="Reminder.DueAt"/>; both rows say so.</summary>
    /// <returns>False when it was not ours any more.</returns>
    internal Task<bool> PutOffAsync(DueRow due, Reminder reminder, int failures, int waits, int uncertain, CancellationToken cancellationToken) =>
        PatientlyAsync(due, async () => (await tables.SubmitTransactionAsync(
            ReminderKeys.Table,
            [
                TableTransactionAction.Delete(due.Entity),
                TableTransactionAction.Upsert(ReminderStore.Row(reminder)),
                TableTransactionAction.Add(DueRow.Again(reminder, failures, waits, uncertain).Entity),
            ],
            cancellationToken)).Succeeded, cancellationToken);

    /// <summary>A due row that cannot be read waits where it is, or goes.</summary>
    internal Task HoldAsync(DueRow due, DateTimeOffset until, bool mayBeSaid, CancellationToken cancellationToken) =>
        tables.UpdateEntityAsync(ReminderKeys.Table, due.HeldUntil(until, mayBeSaid), cancellationToken);

    internal Task DropAsync(DueRow due, CancellationToken cancellationToken) =>
        tables.DeleteEntityAsync(ReminderKeys.Table, due.Entity, cancellationToken);

    private async Task<bool> WriteAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var actions = new List<TableTransactionAction>();
        foreach (var (due, reminder, next) in settlements)
        {
            // The due row decides; the truth under it changes only together with it.
            actions.AddRange([TableTransactionAction.Delete(due.Entity), TableTransactionAction.Upsert(ReminderStore.Row(reminder with { DueAt = null }))]);
            if (next is not null)
                actions.AddRange(ReminderStore.Added(next));
        }

        var write = await tables.SubmitTransactionAsync(ReminderKeys.Table, actions, cancellationToken);
        if (write.Succeeded)
            return true;
        // The following occurrence is planned already (its subject was planned anew meanwhile): that one stands.
        return settlements is [{ Next: not null } one] && write.FailedIndex >= RowsOfOne / 2
            && await WriteAsync([one with { Next = null }], cancellationToken);
    }

    private async Task<bool> PatientlyAsync(DueRow due, Func<Task<bool>> write, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (TableStoreException) when (attempt < MostTries && due.LeaseUntil - clock.UtcNow > pause)
            {
                await Task.Delay(pause, cancellationToken);
                pause *= 2;
            }
        }
    }
}

/// <param name="Due">As the claim left it.</param>
/// <param name="Reminder">What became of it.</param>
/// <param name="Next">The following occurrence of a recurring one.</param>
internal sealed record Settlement(DueRow Due, Reminder Reminder, Reminder? Next);
