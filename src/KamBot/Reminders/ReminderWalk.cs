using System.Text.Json;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.TimeZones;

namespace KamBot.Reminders;

/// <summary>
/// Walks one shard's due rows and truths in the order of their keys, a page at a time, and holds each against the other. The
/// two rows of a reminder change in one transaction, so they can only disagree after a defect or a hand in the store; what
/// changed while it was looked at is looked at again and counts for nothing. Repairs are conditional on what was read: any
/// number of walks at once repair each row once.
/// </summary>
internal sealed class ReminderWalk(ITableStore tables, ReminderStore store, ReminderSources sources, ReminderClock clock, IOptions<ReconciliationOptions> options, ILogger<ReminderWalk> logger)
{
    private const int RowsPerPage = 200;
    private const int SideBySide = 8;

    /// <summary>Sorts after <see cref="ReminderKeys.AnyDue"/>: one range holds both.</summary>
    private static readonly string? End = TableKeys.After(ReminderKeys.AnyTruth);

    /// <param name="shard">Which shard.</param>
    /// <param name="after">The last row of the page before; null at the beginning.</param>
    /// <param name="repairs">False: what is wrong is only counted.</param>
    /// <param name="findings">Where it is counted.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>The page's last row; null when the shard is through.</returns>
    public async Task<string?> PageAsync(int shard, string? after, bool repairs, Findings findings, CancellationToken cancellationToken)
    {
        // A blank sorts before all that may follow in a key.
        var query = new TableQuery(ReminderKeys.Shard(shard), after is null ? ReminderKeys.AnyDue : $"{after} ", End, RowsPerPage);
        var rows = await tables.ListAsync(ReminderKeys.Table, query, RowsPerPage, cancellationToken);
        foreach (var some in rows.Chunk(SideBySide))
            await Task.WhenAll(some.Select(row => LookAsync(row, repairs, findings, cancellationToken)));

        if (repairs)
        {
            await DeleteAsync([.. rows.Where(IsOutdated)], findings, cancellationToken);
            await MissingPlansAsync(rows, after, findings, cancellationToken);
        }

        return rows.Count == RowsPerPage ? rows[^1].RowKey : null;
    }

    private async Task LookAsync(TableEntity row, bool repairs, Findings findings, CancellationToken cancellationToken)
    {
        if (Read(row) is not { } reminder)
        {
            findings.Add(Finding.Unreadable);
            return;
        }

        var (finding, repair) = IsDue(row)
            ? await OfDueRowAsync(new DueRow(row), reminder, cancellationToken)
            : await OfTruthAsync(row, reminder, cancellationToken);
        // The other row was read later: only if this one is still the same did they disagree.
        if (finding is not { } wrong || await NowAsync(row, cancellationToken) is not { } now || now.ETag != row.ETag)
            return;
        if (!repairs || await store.WriteAsync(repair, cancellationToken))
            findings.Add(wrong);
    }

    private async Task<(Finding?, IReadOnlyList<TableTransactionAction>)> OfDueRowAsync(DueRow due, Reminder reminder, CancellationToken cancellationToken)
    {
        var row = await tables.GetEntityIfExistsAsync(ReminderKeys.Table, due.Entity.PartitionKey, reminder.RowKey, cancellationToken);
        var truth = row is null ? null : Read(row);
        Finding? finding = truth switch
        {
            // One that cannot be read is found by itself; the due row still tells it.
            null => row is null ? Finding.DueRowStray : null,
            { State: not ReminderState.Planned } => Finding.DueRowSettled,
            { DueAt: { } at } when ReminderKeys.Due(at, truth.Version) != due.Entity.RowKey => Finding.DueRowStray,
            { DueAt: null } when truth.Version != due.Version => Finding.DueRowStray,
            _ => null,
        };
        // Who holds it is telling it, and writes both rows: the next night sees what became of it.
        return due.IsHeld(clock.UtcNow) ? (null, []) : (finding, [TableTransactionAction.Delete(due.Entity)]);
    }

    private async Task<(Finding?, IReadOnlyList<TableTransactionAction>)> OfTruthAsync(TableEntity row, Reminder reminder, CancellationToken cancellationToken)
    {
        if (reminder.State != ReminderState.Planned || await store.DueOfAsync(reminder, cancellationToken) is not null)
            return (null, []);
        // Its time may be gone: then it is due now, and R6 decides.
        var planned = reminder with { DueAt = reminder.DueAt ?? reminder.PromisedAt };
        var truth = ReminderStore.Row(planned);
        truth.ETag = row.ETag;
        return (Finding.DueRowMissing, [TableTransactionAction.Update(truth), TableTransactionAction.Add(new DueRow(planned).Entity)]);
    }

    private async Task DeleteAsync(IReadOnlyList<TableEntity> outdated, Findings findings, CancellationToken cancellationToken)
    {
        foreach (var some in outdated.Chunk(TableLimits.MaxActions))
        {
            // One of them changed a moment ago: the next night is early enough.
            if (await store.WriteAsync([.. some.Select(TableTransactionAction.Delete)], cancellationToken))
                findings.Add(Finding.Outdated, some.Length);
        }
    }

    /// <summary>What the user was not told of yet is kept, however old.</summary>
    private bool IsOutdated(TableEntity row) =>
        !IsDue(row)
        && Read(row) is { State: ReminderState.Sent or ReminderState.Dropped or ReminderState.Withdrawn } settled
        && clock.Now - Instant.Max(settled.SentAt ?? settled.PromisedAt, settled.PromisedAt) > Duration.FromDays(options.Value.KeepDays);

    /// <summary>Each user is looked at with the first of their rows.</summary>
    private async Task MissingPlansAsync(IReadOnlyList<TableEntity> rows, string? after, Findings findings, CancellationToken cancellationToken)
    {
        var before = after is null ? null : ReminderKeys.UserPart(after);
        foreach (var row in rows.Where(row => !IsDue(row)))
        {
            if (ReminderKeys.UserPart(row.RowKey) is var user && user == before)
                continue;
            before = user;
            if (Read(row) is { } reminder)
                findings.Add(Finding.PlanMissing, await PlanMissingAsync(reminder.User, cancellationToken));
        }
    }

    /// <summary>What is open and has no reminders at all, which an older program or a defect lost, is planned anew.</summary>
    /// <returns>How many of those had something to be reminded of.</returns>
    public async Task<int> PlanMissingAsync(UserKey user, CancellationToken cancellationToken)
    {
        var planned = 0;
        HashSet<ReminderSubject>? known = null;
        await foreach (var subject in sources.OpenAsync(user, cancellationToken))
        {
            known ??= [.. (await store.OfUserAsync(user, cancellationToken)).Select(reminder => reminder.Subject)];
            if (known.Contains(subject) || sources.Of(subject) is not { } source)
                continue;
            try
            {
                await source.ReplanAsync(user, subject, clock.Now, OperationId.Of("reconciliation", user.Partition, subject.Key), cancellationToken);
                if ((await store.OfSubjectAsync(user, subject, cancellationToken)).Count > 0)
                    planned++;
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or TableStoreException))
            {
                logger.LogError(exception, "The reminders of something open could not be planned anew; the walk goes on");
            }
        }

        return planned;
    }

    private static bool IsDue(TableEntity row) => row.RowKey.StartsWith(ReminderKeys.AnyDue, StringComparison.Ordinal);

    private Task<TableEntity?> NowAsync(TableEntity row, CancellationToken cancellationToken) =>
        tables.GetEntityIfExistsAsync(ReminderKeys.Table, row.PartitionKey, row.RowKey, cancellationToken);

    /// <summary>Null when it holds something else than a reminder of a zone that there is.</summary>
    private static Reminder? Read(TableEntity row)
    {
        try
        {
            var reminder = RowJson.Read<Reminder>(row);
            return reminder.PromisedAt > Instant.MinValue && (IsDue(row) || reminder.RowKey == row.RowKey) ? reminder : null;
        }
        catch (Exception exception) when (exception is JsonException or DateTimeZoneNotFoundException)
        {
            return null;
        }
    }
}
