using System.Globalization;
using KamBot.Benchmarks.Reports;
using KamBot.Tests.Processes;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// F1: programs that share a store are killed with SIGKILL again and again while reminders become due, half of the time
/// wherever they are, half of the time between claim, POST and commit; each comes back at once. Then the same with one
/// program on SQLite.
/// </summary>
internal sealed class KillStorm : IFaultScenario
{
    /// <summary>Who is told later than this was in the hands of a program that died.</summary>
    private const double Usual = 5;

    /// <summary>Only one in five dies after the POST, which is where a copy is seen that cannot be helped.</summary>
    private static readonly string[] Places = ["reminder.claimed", "reminder.sending", "reminder.told", "reminder.claimed", "reminder.settled"];

    private static readonly TimeSpan ComesThere = TimeSpan.FromSeconds(10);

    public string Name => "f1";

    public string Fault => "kill -9 storm";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var two = new Storm("azurite", Nodes: 2, scale.Of(10_000, 150), TimeSpan.FromSeconds(scale.Of(600, 15)), Kills: scale.Of(60, 4));
        var one = new Storm("sqlite", Nodes: 1, scale.Of(1_500, 100), TimeSpan.FromSeconds(scale.Of(90, 8)), Kills: scale.Of(8, 1));
        var lease = TimeSpan.FromSeconds(scale.Of(30, 9));
        // The machine of the test suite has other things to do.
        var grace = scale.Of(5, 30);
        var outcomes = new List<Outcome>();
        foreach (var storm in (Storm[])[two, one])
            outcomes.Add(await RunAsync(storm, lease, scale, cancellationToken));

        var tally = DeliveryChecker.Check(outcomes.SelectMany(each => each.Expected), outcomes.SelectMany(each => each.Seen));
        List<FaultCheck> checks =
        [
            FaultCheck.None("reminders lost", tally.Lost),
            FaultCheck.None("reminders early or not expected", tally.Early + tally.Unexpected),
            FaultCheck.AtMost("reminders told twice, against those in the air at a kill", outcomes.Sum(each => each.InFlight), tally.Duplicate),
            FaultCheck.None("copies that no kill explains", outcomes.Sum(each => each.Unexplained)),
            FaultCheck.AtMost("p99 of what a dead program had in hand, s", lease.TotalSeconds + grace, outcomes.Max(each => each.Recovery)),
            FaultCheck.Exactly("kills", two.Kills + one.Kills, outcomes.Sum(each => each.Kills)),
            FaultCheck.None("stores with rows left in the due index", outcomes.Count(each => !each.IsEmpty)),
        ];
        if (scale.IsFull)
            checks.Add(FaultCheck.AtMost("reminders told twice, percent", 0.1, 100.0 * tally.Duplicate / tally.Intents));
        return new FaultReport(
            string.Join(' ', outcomes.Select(each => each.Text)) + string.Create(CultureInfo.InvariantCulture, $" The lease is {lease.TotalSeconds} s."),
            tally, checks, [.. tally.Examples, .. outcomes.SelectMany(each => each.Problems)]);
    }

    private static async Task<Outcome> RunAsync(Storm storm, TimeSpan lease, FaultScale scale, CancellationToken cancellationToken)
    {
        await using var installation = storm.Nodes > 1 ? await Installation.OnAzuriteAsync(cancellationToken) : await Installation.OnSqliteAsync(cancellationToken);
        installation.Settings.AddRange([("Sweep:Lease", lease.ToString()), ("Bot:Connector:Deadline", (lease / 3).ToString())]);
        var slots = Enumerable.Range(0, storm.Nodes).Select(number => new Slot(installation, scale.Chance(number), number)).ToList();
        await Task.WhenAll(slots.Select(slot => slot.StartAsync()));
        var reminders = await installation.Seed.PlanSoonAsync(begin => SeededReminder.Spread($"f1.{storm.Name}", storm.Reminders, begin, storm.Over), TimeSpan.FromSeconds(5), cancellationToken);
        await ReminderSeed.UntilAsync(reminders[0].Due, cancellationToken);
        await Task.WhenAll(slots.Select(slot => slot.SufferAsync(storm.Kills / storm.Nodes, storm.Over, cancellationToken)));
        await installation.Channel.StoresAsync(reminders.Count, 3 * lease + TimeSpan.FromSeconds(15), cancellationToken);
        var isEmpty = await installation.Seed.EmptiesAsync(2 * lease, cancellationToken);

        var due = reminders.ToDictionary(reminder => reminder.Key, reminder => reminder.Due.ToDateTimeOffset(), StringComparer.Ordinal);
        var seen = installation.Channel.Deliveries.ToList();
        var returns = Returns([.. slots.SelectMany(slot => slot.Life)]);
        var recovered = seen.GroupBy(delivery => delivery.Key, StringComparer.Ordinal)
            .Select(copies => SinceAnybodyRan(due[copies.Key], copies.Min(delivery => delivery.At), returns).TotalSeconds).Where(delay => delay > Usual).ToList();
        return new Outcome(
            string.Create(CultureInfo.InvariantCulture, $"{storm.Nodes} program(s) on {storm.Name}: {storm.Reminders:N0} reminders in {storm.Over.TotalSeconds} s, {slots.Sum(slot => slot.Kills)} kills ({slots.Sum(slot => slot.KillsAtPlaces)} of them at fault points), {slots.Sum(slot => slot.InFlight)} messages in the air at them, {recovered.Count} reminders told over {Usual} s late although a program ran."),
            [.. reminders.Select(reminder => reminder.Occurrence(3 * lease + TimeSpan.FromSeconds(15)))],
            seen,
            slots.Sum(slot => slot.InFlight),
            Unexplained(seen, [.. slots.SelectMany(slot => slot.Life).Where(each => each.Change < 0).Select(each => each.At)], lease),
            recovered.Count == 0 ? 0 : new Timings(recovered).At(0.99),
            slots.Sum(slot => slot.Kills),
            isEmpty,
            [.. slots.SelectMany(slot => slot.Problems).Take(10)]);
    }

    /// <summary>
    /// A copy is a kill's doing when a program died within a lease after the one before it was sent: whoever sent that had it
    /// claimed no longer. Each copy needs a kill of its own.
    /// </summary>
    private static int Unexplained(IEnumerable<Delivery> seen, IReadOnlyList<DateTimeOffset> kills, TimeSpan lease) => seen
        .GroupBy(delivery => delivery.Key, StringComparer.Ordinal)
        .SelectMany(copies => copies.Select(copy => copy.At).Order().ToList() is var at ? at.Zip(at.Skip(1)) : [])
        .Count(pair => !kills.Any(kill => pair.First <= kill && kill <= pair.Second && kill - pair.First <= lease));

    /// <summary>When, after a time in which no program ran at all, one ran again.</summary>
    private static List<DateTimeOffset> Returns(IReadOnlyList<(DateTimeOffset At, int Change)> life)
    {
        var returns = new List<DateTimeOffset>();
        var running = 0;
        foreach (var (at, change) in life.OrderBy(each => each.At))
        {
            if (running == 0 && change > 0)
                returns.Add(at);
            running += change;
        }

        return returns;
    }

    /// <summary>How long it took, not counted the time in which there was nobody to do it.</summary>
    private static TimeSpan SinceAnybodyRan(DateTimeOffset due, DateTimeOffset told, List<DateTimeOffset> returns) =>
        told - returns.Where(each => each < told).Append(due).Max();

    private sealed record Storm(string Name, int Nodes, int Reminders, TimeSpan Over, int Kills);

    private sealed record Outcome(
        string Text, IReadOnlyList<Occurrence> Expected, IReadOnlyList<Delivery> Seen, long InFlight, int Unexplained, double Recovery, int Kills, bool IsEmpty, IReadOnlyList<string> Problems);

    /// <summary>The place of one program: when it is dead, another takes it.</summary>
    private sealed class Slot(Installation installation, Random chance, int number)
    {
        private ProgramProcess _node = null!;
        private string _recorder = "";

        public int Kills { get; private set; }

        public int KillsAtPlaces { get; private set; }

        public long InFlight { get; private set; }

        /// <summary>When it began to run (1) and ended (-1).</summary>
        public List<(DateTimeOffset At, int Change)> Life { get; } = [];

        public List<string> Problems { get; } = [];

        public async Task StartAsync()
        {
            _recorder = installation.NewFile();
            _node = await installation.StartNodeAsync([(ProgramUnderTest.Recorder, _recorder)]);
            Life.Add((TimeProvider.System.GetUtcNow(), 1));
        }

        public async Task SufferAsync(int kills, TimeSpan over, CancellationToken cancellationToken)
        {
            var began = TimeProvider.System.GetTimestamp();
            for (var kill = 0; kill < kills; kill++)
            {
                var at = over * ((kill + chance.NextDouble()) / kills);
                if (at - TimeProvider.System.GetElapsedTime(began) is var wait && wait > TimeSpan.Zero)
                    await Task.Delay(wait, cancellationToken);
                await KillAsync((kill + number) % 2 == 0 ? null : Places[(kill / 2 + number) % Places.Length], cancellationToken);
                await StartAsync();
            }
        }

        private async Task KillAsync(string? place, CancellationToken cancellationToken)
        {
            if (_node.IsDead)
                Problems.Add($"It had died by itself: {string.Join(" | ", _node.Lines.TakeLast(5))}");
            if (place is not null)
            {
                await _node.TellAsync(ProgramCommands.At(ProgramCommands.Die, place));
                var begin = TimeProvider.System.GetTimestamp();
                while (!_node.IsDead && TimeProvider.System.GetElapsedTime(begin) < ComesThere)
                    await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
                if (_node.IsDead)
                    KillsAtPlaces++;
            }

            await _node.KillAsync();
            Life.Add((TimeProvider.System.GetUtcNow(), -1));
            Problems.AddRange(Installation.Complaints(_node));
            Kills++;
            InFlight += FlightRecorder.InFlight(_recorder);
        }
    }
}
