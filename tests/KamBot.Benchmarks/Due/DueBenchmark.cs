using System.Globalization;
using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Peers;
using KamBot.Benchmarks.Reports;

namespace KamBot.Benchmarks.Due;

/// <summary>
/// Ten thousand reminders due at once among many stored: how long it takes to claim and settle them all, and what each costs
/// in storage transactions. Beside it, turn about, Quartz's own ADO store with one trigger per reminder and pg-boss.
/// </summary>
internal static class DueBenchmark
{
    private const int DefaultStored = 100_000;
    private const int DefaultDue = 10_000;
    private const int DefaultRounds = 3;

    /// <summary>Azurite is slow: it gets that part of what is due, and little that is not.</summary>
    private const int AzuriteShare = 10;

    private const int MostOnAzurite = 1_000;
    private const string Nothing = "claim and settle";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(Arguments arguments)
    {
        var due = arguments.Due ?? DefaultDue;
        var stores = arguments.Stores ?? ["sqlite", "azurite", "postgres"];
        foreach (var stored in arguments.Sizes ?? [DefaultStored])
            await RunAsync(stores, stored, due, arguments.Rounds ?? DefaultRounds);
    }

    private static async Task RunAsync(string[] stores, int stored, int due, int rounds)
    {
        await using var peers = await PeersOfDue.StartAsync(stores, stored);
        var contenders = new List<Contender>();
        var ours = new List<(string Store, DueReminders Reminders)>();
        try
        {
            foreach (var store in stores.Where(store => store != "postgres"))
            {
                var (count, others) = store == "azurite" ? (Math.Max(1, due / AzuriteShare), Math.Min(stored, MostOnAzurite)) : (due, stored);
                var reminders = await DueReminders.StartAsync(store, others, count);
                ours.Add((store, reminders));
                contenders.Add(new Contender($"KamBot, {store}, {Nothing}", others, count, reminders.SettleNothingsAsync));
                contenders.Add(new Contender($"KamBot, {store}, offers told", others, count, reminders.TellOffersAsync));
            }

            contenders.AddRange(peers.Contenders(stored, due));
            for (var round = 0; round < rounds; round++)
            {
                foreach (var contender in contenders)
                    await contender.RunAsync();
            }

            Report(contenders);
            await ReportTransactionsAsync(contenders, ours);
        }
        finally
        {
            foreach (var (_, reminders) in ours)
                await reminders.DisposeAsync();
        }
    }

    private static void Report(List<Contender> contenders)
    {
        var table = new TextTable("what", "stored", "due", "seconds", "spread", "per second", "of KamBot's rate on SQLite");
        var first = contenders.Find(contender => contender.Name == $"KamBot, sqlite, {Nothing}");
        foreach (var contender in contenders)
        {
            var share = first is null ? "" : (contender.PerSecond / first.PerSecond).ToString("0.000", CultureInfo.InvariantCulture);
            table.Add(contender.Name, contender.Stored, contender.Due, contender.Seconds.Median, TextTable.Spread(contender.Seconds), contender.PerSecond, share);
        }

        Console.WriteLine(table);
        foreach (var quartz in contenders.Where(contender => first is not null && contender.Name.StartsWith("Quartz", StringComparison.Ordinal)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"KamBot on SQLite claims and settles {first!.PerSecond / quartz.PerSecond:0.0} times as fast as {quartz.Name} fires (5 is the target)."));
    }

    private static async Task ReportTransactionsAsync(List<Contender> contenders, List<(string Store, DueReminders Reminders)> ours)
    {
        var table = new TextTable("storage transactions per reminder", "planning", "range reads", "claim and settle", "together", "besides: planning reads", "deciding and composing reads", "other writes");
        foreach (var (store, reminders) in ours)
        {
            var (reads, writes) = await reminders.PlanAsync();
            foreach (var contender in contenders.Where(contender => contender.Name.StartsWith($"KamBot, {store},", StringComparison.Ordinal)))
            {
                var last = contender.Last!;
                table.Add(contender.Name, writes, last.Ranges, last.Transactions, writes + last.Ranges + last.Transactions, reads, last.OtherReads, last.OtherWrites);
            }

            if (reminders.Warnings is { Length: > 0 } warnings)
                Console.WriteLine($"{store} warned:\n{warnings}");
        }

        Console.WriteLine(table);
        Console.WriteLine("planning: of one reminder by itself; the six of an offer share it. together: at most 4 is the target.");
    }

    /// <summary>What is measured turn about with others.</summary>
    internal sealed class Contender(string name, int stored, int due, Func<int, Task<Settled>> run)
    {
        private readonly List<double> _seconds = [];

        public Contender(string name, int stored, int due, Func<int, Task<double>> run)
            : this(name, stored, due, async count => new Settled(await run(count), 0, 0, 0, 0))
        {
        }

        public string Name => name;

        public int Stored => stored;

        public int Due => due;

        public Settled? Last { get; private set; }

        public Timings Seconds => new(_seconds);

        public double PerSecond => due / Seconds.Median;

        public async Task RunAsync()
        {
            Last = await run(due);
            _seconds.Add(Last.Seconds);
        }
    }

    /// <summary>The others, as far as they are installed.</summary>
    private sealed class PeersOfDue : IAsyncDisposable
    {
        private readonly List<QuartzAdo> _quartz = [];
        private PostgresServer? _server;
        private PgBoss? _boss;

        public static async Task<PeersOfDue> StartAsync(string[] stores, int stored)
        {
            var peers = new PeersOfDue();
            if (stores.Contains("sqlite", StringComparer.Ordinal))
                peers._quartz.AddRange([await QuartzAdo.OnSqliteAsync(tuned: false), await QuartzAdo.OnSqliteAsync(tuned: true)]);
            if (stores.Contains("postgres", StringComparer.Ordinal))
            {
                peers._server = await PostgresServer.TryStartAsync();
                if (peers._server is { } server)
                {
                    peers._quartz.AddRange([await QuartzAdo.OnPostgresAsync(server, tuned: false), await QuartzAdo.OnPostgresAsync(server, tuned: true)]);
                    peers._boss = await PgBoss.StartAsync(server);
                    await peers._boss.StoreLaterAsync(stored);
                }
                else
                {
                    Console.WriteLine(PostgresServer.Missing);
                }
            }

            foreach (var quartz in peers._quartz)
                await quartz.StoreLaterAsync(stored);
            return peers;
        }

        public IEnumerable<Contender> Contenders(int stored, int due)
        {
            foreach (var quartz in _quartz)
            {
                yield return new Contender(quartz.Name, stored, due, async Task<double> (count) =>
                {
                    await quartz.MakeDueAsync(count, TimeProvider.System.GetUtcNow(), TimeSpan.Zero);
                    return (await quartz.FireAsync(Limit)).Seconds;
                });
            }

            if (_boss is not { } boss)
                yield break;
            foreach (var (batch, workers) in ((int, int)[])[(1, 10), (500, 1)])
            {
                yield return new Contender($"pg-boss 12, PostgreSQL, {batch} at once, {workers} side by side", stored, due, async Task<double> (count) =>
                {
                    await boss.MakeDueAsync(count);
                    return await boss.DrainAsync(count, batch, workers);
                });
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var quartz in _quartz)
                await quartz.DisposeAsync();
            if (_boss is not null)
                await _boss.DisposeAsync();
            if (_server is not null)
                await _server.DisposeAsync();
        }
    }
}
