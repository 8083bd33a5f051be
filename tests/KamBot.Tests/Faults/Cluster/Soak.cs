using System.Globalization;
using KamBot.Reminders;
using KamBot.Tests.Processes;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// An hour of typed lines, presses and reminders at two programs on one Azurite behind a faulty proxy, with a channel that
/// refuses now and then. One program is restarted all the time; the other runs through and must not grow.
/// </summary>
internal sealed class Soak : IFaultScenario
{
    private const int Managers = 4;

    private static readonly StoreFaultRates Rates = new(ReplyLost: 3, NotSent: 2, Busy: 3, Error: 1, ErrorAfterwards: 1, EmptyPage: 3);

    private volatile ProgramProcess[] _running = [];

    public string Name => "soak";

    public string Fault => "mixed load with restarts and faults";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var length = TimeSpan.FromSeconds(scale.Of(3_000, 36));
        var warmUp = TimeSpan.FromSeconds(scale.Of(600, 12));
        var window = TimeSpan.FromSeconds(scale.Of(300, 10));
        await using var installation = await Installation.OnAzuriteAsync(cancellationToken);
        await using var proxy = await FaultyStoreProxy.StartAsync(await installation.AzuriteEndpointAsync(), scale.Chance(100));
        await installation.StoreBehindAsync(proxy.Endpoint);
        installation.Channel.Plan = Refusals(scale.Chance(101));
        _running = [await installation.StartNodeAsync(), await installation.StartNodeAsync()];
        proxy.Rates = Rates;

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var all = warmUp + length;
        var health = new ProcessHealth(_running[0].Id);
        var watching = health.WatchAsync(TimeSpan.FromSeconds(scale.Of(5, 1)), end.Token);
        var managers = Enumerable.Range(0, Managers).Select(number => new SoakManager(number, AnyProgram, scale.Chance(number))).ToList();
        var typing = managers.Select(manager => Task.Run(() => manager.RunAsync(end.Token), cancellationToken)).ToList();
        var planning = PlanAsync(installation, all, scale, cancellationToken);
        var restarting = RestartAsync(installation, TimeSpan.FromSeconds(scale.Of(120, 15)), end.Token);

        await Task.Delay(all, cancellationToken);
        await end.CancelAsync();
        await Task.WhenAll([.. typing, watching, restarting]);
        var (reminders, restarts) = (await planning, await restarting);
        await installation.Channel.StoresAsync(reminders.Count, TimeSpan.FromSeconds(90), cancellationToken);
        var planned = await installation.Seed.PlannedAsync(reminders, cancellationToken);
        var complaints = Installation.Complaints(_running[0]).ToList();
        await Task.WhenAll(_running.Select(node => node.StopAsync()));
        foreach (var manager in managers)
            await manager.DisposeAsync();

        var tally = DeliveryChecker.Check(
            reminders.Select(each => each.Occurrence(TimeSpan.FromSeconds(90))).Concat(managers.SelectMany(manager => manager.Expected)),
            installation.Channel.Deliveries.Concat(managers.SelectMany(manager => manager.Seen)));
        var (before, after) = (health.Between(warmUp, warmUp + window), health.Between(all - window, all));
        var problems = managers.SelectMany(manager => manager.Problems).ToList();
        return new FaultReport(
            string.Create(CultureInfo.InvariantCulture, $"{all.TotalMinutes:0.0} minutes, the first {warmUp.TotalMinutes:0.0} of them warm-up; 2 programs on one Azurite, {managers.Sum(manager => manager.Expected.Count()):N0} lines and {managers.Sum(manager => manager.Presses):N0} presses of {Managers} managers at a time, {reminders.Count:N0} reminders, {restarts} restarts of one program, {proxy.Faults:N0} faults of the store ({proxy.Summary()}), {installation.Channel.Log.Count(arrival => !arrival.Stored):N0} refused reminders. Of the program that ran through: {before.Megabytes:0.0} MB and {before.Handles:0} handles after warm-up, {after.Megabytes:0.0} MB and {after.Handles:0} handles at the end."),
            tally,
            [
                FaultCheck.None("lost, doubled, early, late or not expected", tally.Lost + tally.Duplicate + tally.Early + tally.Late + tally.Unexpected),
                FaultCheck.None("answers that are none", problems.Count),
                FaultCheck.AtMost("memory at the end, percent of its start", scale.IsFull ? 105 : 160, 100 * after.Megabytes / before.Megabytes),
                FaultCheck.AtMost("handles at the end more than at the start", scale.IsFull ? 5 : 50, after.Handles - before.Handles),
                FaultCheck.None("reminders still planned at the end", planned),
            ],
            [.. tally.Examples, .. problems.Take(5), .. complaints, .. health.Course(all, 10)]);
    }

    private HttpClient AnyProgram()
    {
        var running = _running;
        return running[Random.Shared.Next(running.Length)].Http;
    }

    /// <summary>One request in a hundred is refused, in ways that leave no doubt.</summary>
    private static Func<string, string, int, Treatment> Refusals(Random chance) => (_, _, _) =>
    {
        lock (chance)
            return chance.Next(100) == 0 ? new Treatment(chance.Next(2) == 0 ? 429 : 503, Stores: false, RetryAfter: 2) : Treatment.Accept;
    };

    /// <summary>Plans reminders ahead of their time, a batch at a time, until the end.</summary>
    private static async Task<List<SeededReminder>> PlanAsync(Installation installation, TimeSpan length, FaultScale scale, CancellationToken cancellationToken)
    {
        var batch = TimeSpan.FromSeconds(scale.Of(30, 6));
        var planned = new List<SeededReminder>();
        var began = TimeProvider.System.GetTimestamp();
        for (var number = 0; TimeProvider.System.GetElapsedTime(began) < length; number++)
        {
            var next = await installation.Seed.PlanSoonAsync(
                begin => SeededReminder.Spread(string.Create(CultureInfo.InvariantCulture, $"soak.{number}"), (int)batch.TotalSeconds * 4, begin, batch), TimeSpan.FromSeconds(10), cancellationToken);
            planned.AddRange(next);
            await ReminderSeed.UntilAsync(next[0].Due, cancellationToken);
        }

        return planned;
    }

    /// <summary>The second program is renewed again and again, as a platform does it (SIGTERM).</summary>
    private async Task<int> RestartAsync(Installation installation, TimeSpan every, CancellationToken stop)
    {
        var restarts = 0;
        while (true)
        {
            await Task.Delay(every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return restarts;
            var old = _running[1];
            _running = [_running[0]];
            await old.TerminateAsync();
            _running = [_running[0], await installation.StartNodeAsync()];
            restarts++;
        }
    }
}
