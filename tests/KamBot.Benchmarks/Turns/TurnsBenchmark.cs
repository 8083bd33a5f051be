using System.Globalization;
using KamBot.Benchmarks.Dossier;
using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Reports;
using KamBot.Platform.Tables;

namespace KamBot.Benchmarks.Turns;

/// <summary>
/// A message from POST /api/messages to the answer at the connector, everything in between included. Beside it, in the same
/// rounds, the ceiling (an endpoint that only parses and replies) and the store alone (one read, one conditional write).
/// </summary>
internal static class TurnsBenchmark
{
    private const int DefaultRounds = 5;
    private const int DefaultTurns = 500;

    public static async Task RunAsync(Arguments arguments)
    {
        var table = new TextTable("store", "users", "what", "per second", "spread", "p50 ms", "p99 ms", "late", "store reads", "writes", "of ceiling", "of store");
        foreach (var store in arguments.Stores ?? ["sqlite", "azurite"])
        {
            await using var connector = await StubConnector.StartAsync();
            await using var rows = await Store.OpenAsync(store);
            await using var bot = BotHost.Start(rows.Tables);
            await using var bare = await BareEndpoint.StartAsync();
            foreach (var users in arguments.Users ?? [1, 32])
            {
                var measured = await MeasureAsync(bot, bare, connector, rows.Tables, users, arguments.Sizes?[0] ?? DefaultTurns, arguments.Rounds ?? DefaultRounds);
                AddRows(table, store, users, measured);
            }

            if (bot.Warnings.Summary is { Length: > 0 } warnings)
                Console.WriteLine($"{store} warned:\n{warnings}");
        }

        Console.WriteLine(table);
        Console.WriteLine("per second: median of the rounds. late: turns that outlasted their deadline (202, answered afterwards). store reads, writes: operations per turn. of ceiling: turns against the bare endpoint.");
        Console.WriteLine("of store: the turns' reads and writes against what the store alone does of each with as many workers.");
    }

    private static void AddRows(TextTable table, string store, int users, List<Series> all)
    {
        var ceiling = all[2].PerSecond.Median;
        var (reads, writes) = (all[3].PerSecond.Median, all[4].PerSecond.Median);
        foreach (var series in all)
        {
            table.Add(
                store, users, series.Name, series.PerSecond.Median, TextTable.Spread(series.PerSecond), series.Latency.Median, series.Latency.At(0.99), series.Late,
                series.Reads, series.Writes, Percent(series.IsTurn, series.PerSecond.Median / ceiling), Percent(series.IsTurn, series.PerSecond.Median * (series.Reads / reads + series.Writes / writes)));
        }
    }

    private static async Task<List<Series>> MeasureAsync(
        BotHost bot, BareEndpoint bare, StubConnector connector, ITableStore tables, int users, int turns, int rounds)
    {
        // Writers' lists grow as they write: readers are other people, with three offers each.
        var names = new CompanyNames(seed: users);
        var readers = await MeetAsync(bot, connector, names, 10_000 * users, users, offers: 3);
        var writers = await MeetAsync(bot, connector, names, 10_000 * users + users, users, offers: 1);
        using var bareHttp = new HttpClient { BaseAddress = bare.Address };
        var raw = await RawRows.PrepareAsync(tables, users);
        (string Name, Func<int, Task<bool>> Work)[] loads =
        [
            ("reading turn", worker => readers[worker].ReadAsync()),
            ("writing turn", worker => writers[worker].WriteAsync()),
            ("bare endpoint", worker => readers[worker].ReadAsync(bareHttp)),
            ("raw point read", raw.ReadAsync),
            ("raw conditional write", raw.WriteAsync),
        ];
        foreach (var (_, work) in loads)
            await Load.RunAsync(users, Math.Max(users, turns / 2), work);

        var all = loads.Select(load => new Series(load.Name)).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < loads.Length; i++)
            {
                var (answers, reads, writes) = (connector.Received, bot.Tables.Reads, bot.Tables.Writes);
                var result = await Load.RunAsync(users, turns, loads[i].Work);
                all[i].Add(result, bot.Tables.Reads - reads, bot.Tables.Writes - writes);
                // What was late may arrive in a later round: only a round without such must have all its answers.
                if (all[i].IsTurn && all.TrueForAll(series => series.Late == 0) && connector.Received - answers != result.Count)
                    throw new InvalidOperationException($"{result.Count} turns had {connector.Received - answers} answers: that is not what was to be measured.");
            }
        }

        return all;
    }

    private static async Task<List<Manager>> MeetAsync(BotHost bot, StubConnector connector, CompanyNames names, int first, int count, int offers)
    {
        var managers = new List<Manager>();
        for (var i = 0; i < count; i++)
        {
            var manager = new Manager(new User(bot.Http, connector.ServiceUrl, first + i), names.NextPlain());
            await manager.User.SaysAsync("my calendar ES-CT");
            await manager.User.SaysAsync($"add client {manager.Client}, ES-CT");
            for (var offer = 0; offer < offers; offer++)
                await manager.WriteAsync();
            if (!connector.Latest.Contains($" noted · {manager.Client}", StringComparison.Ordinal))
                throw new InvalidOperationException($"The offer to {manager.Client} was not noted: {connector.Latest}");
            managers.Add(manager);
        }

        return managers;
    }

    /// <summary>Somebody with a client to write offers to.</summary>
    private sealed record Manager(User User, string Client)
    {
        public Task<bool> ReadAsync(HttpClient? elsewhere = null) => User.SaysAsync("what do I have today?", elsewhere);

        public Task<bool> WriteAsync() => User.SaysAsync($"proposal sent to {Client}, €48,000, valid until 24 April, by e-mail");
    }

    private static string Percent(bool isTurn, double share) => isTurn ? share.ToString("0.0 %", CultureInfo.InvariantCulture) : "";

    private sealed class Series(string name)
    {
        private readonly List<Round> _rounds = [];
        private long _reads;
        private long _writes;

        public string Name => name;

        public bool IsTurn => name.EndsWith(" turn", StringComparison.Ordinal);

        public Timings PerSecond => new(_rounds.Select(round => round.PerSecond));

        public Timings Latency => new(_rounds.SelectMany(round => round.Milliseconds));

        /// <summary>Per turn.</summary>
        public double Reads => (double)_reads / _rounds.Sum(round => round.Count);

        public double Writes => (double)_writes / _rounds.Sum(round => round.Count);

        public int Late => _rounds.Sum(round => round.Late);

        public void Add(Round round, long reads, long writes)
        {
            _rounds.Add(round);
            _reads += reads;
            _writes += writes;
        }
    }
}
