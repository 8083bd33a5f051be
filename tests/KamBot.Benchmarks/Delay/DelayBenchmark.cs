using KamBot.Benchmarks.Gates;
using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Peers;
using KamBot.Benchmarks.Reports;
using KamBot.Benchmarks.Sweep;
using KamBot.Platform;
using NodaTime;

namespace KamBot.Benchmarks.Delay;

/// <summary>
/// From due to told, a thousand reminders a minute, each at its own instant. KamBot pulses as in production and sends to a
/// channel that takes 80 ms; its peers, one after another in the same run, only note that they were called.
/// </summary>
internal static class DelayBenchmark
{
    private const int DefaultSize = 1_000;
    private const int WarmUp = 50;
    private const double PgBossDefaultPolling = 2;
    private const double PgBossFastestPolling = 0.5;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(60) / DefaultSize;
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(Arguments arguments)
    {
        var count = arguments.Sizes?[0] ?? DefaultSize;
        var stores = arguments.Stores ?? ["sqlite", "azurite", "postgres"];
        var table = new TextTable("what", "reminders", "p50 ms", "p95 ms", "p99 ms", "most");
        foreach (var store in stores.Where(store => store != "postgres"))
            Add($"KamBot, {store}, told", await KamBotAsync(store, count));
        if (stores.Contains("sqlite", StringComparer.Ordinal))
            await QuartzAsync(await QuartzAdo.OnSqliteAsync(tuned: false));
        if (stores.Contains("postgres", StringComparer.Ordinal))
            await OnPostgresAsync();
        Console.WriteLine(table);
        Console.WriteLine("told: until the message is at the channel. The others: until their job is called. The targets are p95 1,000 ms, p99 2,000 ms.");

        void Add(string what, IEnumerable<double> late)
        {
            var timings = new Timings(late);
            table.Add(what, count, timings.Median, timings.At(0.95), timings.At(0.99), timings.Most);
        }

        async Task QuartzAsync(QuartzAdo started)
        {
            await using var quartz = started;
            await quartz.MakeDueAsync(count, TimeProvider.System.GetUtcNow() + Ahead, Step);
            Add(quartz.Name, (await quartz.FireAsync(Limit)).Late);
        }

        async Task OnPostgresAsync()
        {
            await using var server = await PostgresServer.TryStartAsync();
            if (server is null)
            {
                Console.WriteLine(PostgresServer.Missing);
                return;
            }

            await QuartzAsync(await QuartzAdo.OnPostgresAsync(server, tuned: false));
            await using var boss = await PgBoss.StartAsync(server);
            foreach (var polling in (double[])[PgBossDefaultPolling, PgBossFastestPolling])
                Add($"pg-boss 12, PostgreSQL, asks every {TextTable.Number(polling)} s", await boss.SpreadAsync(count, Step, polling));
        }
    }

    private static async Task<IEnumerable<double>> KamBotAsync(string store, int count)
    {
        await using var teams = await LimitedTeams.StartAsync();
        await using var rows = await Store.OpenAsync(store);
        await using var bot = BotHost.Start(rows.Tables, ("Pulse:Enabled", "true"), ("Bot:Connector:Pace", "true"));
        var clock = bot.Get<TimeProvider>();
        var seed = new ReminderSeed(rows.Tables, clock.GetCurrentInstant(), teams.ServiceUrl, dueUsers: Math.Max(count, WarmUp));
        await seed.PrepareDueAsync(Math.Max(count, WarmUp));
        await seed.MakeDueAsync(WarmUp, clock.GetCurrentInstant());
        await AllAsync(WarmUp);
        teams.Forget();

        var ahead = Duration.FromTimeSpan(Ahead);
        var first = clock.GetCurrentInstant() + ahead;
        var firstOfThisMachine = TimeProvider.System.GetCurrentInstant() + ahead;
        await seed.MakeDueAsync(count, first, Duration.FromTimeSpan(Step));
        await AllAsync(count);
        if (bot.Warnings.Summary is { Length: > 0 } warnings)
            Console.WriteLine($"{store} warned:\n{warnings}");
        return teams.Arrivals.Select(each => (Instant.FromDateTimeOffset(each.At) - firstOfThisMachine).TotalMilliseconds - (Step.TotalMilliseconds * ReminderSeed.NumberOf(each.Thread)));

        async Task AllAsync(int expected)
        {
            using var limit = new CancellationTokenSource(Limit);
            while (teams.Accepted < expected)
                await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }
}
