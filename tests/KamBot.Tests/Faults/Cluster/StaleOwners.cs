using System.Globalization;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Processes;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// F11: programs claim reminders and stand still (SIGSTOP) far past their lease; another takes over and tells. When they go
/// on they must find out that they are stale, and write nothing.
/// </summary>
internal sealed class StaleOwners : IFaultScenario
{
    private const string Claimed = "reminder.claimed";

    public string Name => "f11";

    public string Fault => "stale owners";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var rounds = scale.Of(2, 1);
        var size = new Size(Stale: scale.Of(4, 1), Held: scale.Of(64, 16), Lease: TimeSpan.FromSeconds(scale.Of(30, 9)), Frozen: TimeSpan.FromSeconds(scale.Of(90, 20)));
        await using var installation = await Installation.OnAzuriteAsync(cancellationToken);
        installation.Settings.AddRange([("Sweep:Lease", size.Lease.ToString()), ("Bot:Connector:Deadline", (size.Lease / 3).ToString())]);
        var expected = new List<Occurrence>();
        var (held, written, problems) = (0, 0, new List<string>());
        for (var round = 0; round < rounds; round++)
        {
            var outcome = await RoundAsync(installation, size, round, cancellationToken);
            expected.AddRange(outcome.Expected);
            held += outcome.Held;
            written += outcome.Written;
            problems.AddRange(outcome.Problems);
        }

        var tally = DeliveryChecker.Check(expected, installation.Channel.Deliveries);
        return new FaultReport(
            string.Create(CultureInfo.InvariantCulture, $"{rounds} round(s) of {size.Stale} program(s) on one Azurite that claim {size.Held} reminders each and stand still for {size.Frozen.TotalSeconds} s; the lease is {size.Lease.TotalSeconds} s, and one more program takes over."),
            tally,
            [
                FaultCheck.Exactly("claims held over the freeze", rounds * size.Stale * size.Held, held),
                FaultCheck.None("rows that stale programs wrote", written),
                FaultCheck.None("lost", tally.Lost),
                FaultCheck.AtMost("told twice, in a thousand", 1, 1000.0 * tally.Duplicate / tally.Intents),
                FaultCheck.None("early, late or not expected", tally.Early + tally.Late + tally.Unexpected),
            ],
            [.. tally.Examples, .. problems]);
    }

    private static async Task<Outcome> RoundAsync(Installation installation, Size size, int round, CancellationToken cancellationToken)
    {
        var stale = await Task.WhenAll(Enumerable.Range(0, size.Stale).Select(_ => installation.StartNodeAsync([("Sweep:Parallel", size.Held.ToString(CultureInfo.InvariantCulture))])));
        foreach (var node in stale)
            await node.TellAsync(ProgramCommands.At(ProgramCommands.Hold, Claimed));
        // All at one instant, so that each program's lanes claim side by side.
        var reminders = await installation.Seed.PlanSoonAsync(
            due => SeededReminder.Spread(string.Create(CultureInfo.InvariantCulture, $"f11.{round}"), size.Stale * size.Held, due, TimeSpan.Zero), TimeSpan.FromSeconds(5), cancellationToken);
        await ReminderSeed.UntilAsync(reminders[0].Due, cancellationToken);
        await UntilAsync(() => stale.Sum(node => node.Held) == reminders.Count, size.Lease / 2, cancellationToken);
        var held = stale.Sum(node => node.Held);

        var freeze = Task.WhenAll(stale.Select(node => node.FreezeAsync(size.Frozen)));
        await using var heir = await installation.StartNodeAsync();
        var told = (round + 1) * reminders.Count;
        await installation.Channel.StoresAsync(told, size.Frozen, cancellationToken);
        await freeze;
        await installation.Seed.EmptiesAsync(size.Lease, cancellationToken);
        await heir.StopAsync();

        var before = await RowsAsync(installation, cancellationToken);
        foreach (var node in stale)
            await node.TellAsync(ProgramCommands.Release);
        await Task.Delay(size.Lease, cancellationToken);
        var ended = await Task.WhenAll(stale.Select(node => node.StopAsync()));
        var after = await RowsAsync(installation, cancellationToken);
        return new Outcome(
            [.. reminders.Select(each => each.Occurrence(size.Frozen + size.Lease))],
            held,
            before.Except(after).Union(after.Except(before), StringComparer.Ordinal).Count(),
            [.. ended.Where(inOrder => !inOrder).Select(_ => "A stale program did not stop in order."), .. stale.SelectMany(Installation.Complaints)]);
    }

    /// <summary>Every row about reminders, with its ETag: a write of any kind changes it.</summary>
    private static async Task<HashSet<string>> RowsAsync(Installation installation, CancellationToken cancellationToken)
    {
        var rows = new HashSet<string>(StringComparer.Ordinal);
        for (var shard = 0; shard < ReminderKeys.Shards; shard++)
        {
            foreach (var row in await installation.Tables.ListAsync(ReminderKeys.Table, new TableQuery(ReminderKeys.Shard(shard)), cancellationToken: cancellationToken))
                rows.Add($"{row.PartitionKey} {row.RowKey} {row.ETag}");
        }

        return rows;
    }

    private static async Task UntilAsync(Func<bool> isSo, TimeSpan limit, CancellationToken cancellationToken)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!isSo() && TimeProvider.System.GetElapsedTime(begin) < limit)
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
    }

    private sealed record Size(int Stale, int Held, TimeSpan Lease, TimeSpan Frozen);

    private sealed record Outcome(IReadOnlyList<Occurrence> Expected, int Held, int Written, IReadOnlyList<string> Problems);
}
