using KamBot.BotBuilder.Diagnostics;
using KamBot.Platform.Schedule;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// Once a night, and when a store is met for the first time, all stored reminders are walked and what does not agree is
/// repaired: what a defect or a hand in the store left, for in good health there is nothing to do. A part with each beat; how
/// far each shard is lies in a row, so that any process goes on where another stopped.
/// </summary>
internal sealed class Reconciliation(
    ITableStore tables, ReminderWalk walk, ReminderClock clock, IOptions<ReconciliationOptions> options, ReminderMetrics metrics, AlarmBell bell, ILogger<Reconciliation> logger) : IPulseWork
{
    public const string Table = "Reconciliation";

    private const string Partition = "reminders";
    private const string NightWord = "night";
    private const string AfterWord = "after";

    /// <summary>Of one part; the reminders that are due wait that long at most.</summary>
    private static readonly TimeSpan LongestPart = TimeSpan.FromMilliseconds(300);

    private const int MostPages = 20;

    /// <summary>Instances that walk at once begin at different shards.</summary>
    private readonly int _first = Random.Shared.Next(ReminderKeys.Shards);

    private Instant? _through;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var night = options.Value.Latest(clock.Now);
        if (_through == night)
            return;
        if (await PartAsync(night, cancellationToken))
            _through = night;
    }

    /// <summary>All of it at once, whatever was done in the night.</summary>
    /// <param name="repairs">False: what is wrong is only counted.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    internal async Task<Findings> WholeAsync(bool repairs, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        for (var shard = 0; shard < ReminderKeys.Shards; shard++)
        {
            string? after = null;
            do
                after = await walk.PageAsync(shard, after, repairs, findings, cancellationToken);
            while (after is not null);
        }

        if (repairs)
            Report(findings);
        return findings;
    }

    /// <returns>True when all shards are through.</returns>
    private async Task<bool> PartAsync(Instant night, CancellationToken cancellationToken)
    {
        var places = (await tables.ListAsync(Table, new TableQuery(Partition), ReminderKeys.Shards, cancellationToken)).ToDictionary(row => row.RowKey, StringComparer.Ordinal);
        var findings = new Findings();
        var moved = new List<TableTransactionAction>();
        var began = clock.Timestamp;
        var (isThrough, pages) = (true, 0);
        for (var step = 0; step < ReminderKeys.Shards; step++)
        {
            var shard = (_first + step) % ReminderKeys.Shards;
            var place = places.GetValueOrDefault(ReminderKeys.Shard(shard));
            var isOfTonight = place?.GetDateTimeOffset(NightWord) >= night.ToDateTimeOffset();
            var after = isOfTonight ? place?.GetString(AfterWord) : null;
            if (isOfTonight && after is null)
                continue;
            if (IsEnough())
            {
                isThrough = false;
                break;
            }

            do
            {
                after = await walk.PageAsync(shard, after, repairs: true, findings, cancellationToken);
                pages++;
            }
            while (after is not null && !IsEnough());
            isThrough &= after is null;
            var row = new TableEntity(Partition, ReminderKeys.Shard(shard)) { [NightWord] = night.ToDateTimeOffset(), [AfterWord] = after, ETag = place?.ETag ?? default };
            moved.Add(place is null ? TableTransactionAction.Add(row) : TableTransactionAction.Update(row));
        }

        Report(findings);
        // Another instance was at the same shard and wrote first: the next beat goes on from there.
        return (moved.Count == 0 || (await tables.SubmitTransactionAsync(Table, moved, cancellationToken)).Succeeded) && isThrough;

        bool IsEnough() => pages >= MostPages || clock.Since(began) > LongestPart;
    }

    private void Report(Findings findings)
    {
        foreach (var finding in Enum.GetValues<Finding>())
            metrics.Repaired(finding, findings[finding]);
        if (findings[Finding.Unreadable] > 0)
            logger.LogError("{Rows} rows of reminders cannot be read. They are left where they are", findings[Finding.Unreadable]);
        if (findings[Finding.Outdated] > 0)
            logger.LogInformation("{Rows} reminders that were settled over {Days} days ago are not kept any more", findings[Finding.Outdated], options.Value.KeepDays);
        if (findings.Repairs == 0)
            return;
        logger.LogWarning("Reminders were repaired: {Findings}", findings.ToString());
        bell.Ring(Alarms.RemindersRepaired, $"Stored reminders did not agree and were repaired ({findings}). None is lost by this, but it should never be needed: look for a defect, or for who writes to the store besides KamBot.");
    }
}
