using System.Diagnostics;
using System.Globalization;
using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Reports;
using KamBot.Platform;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Benchmarks.Sweep;

/// <summary>One sweep with nothing due and with a hundred due, while ever more reminders wait for a later time.</summary>
internal static class SweepBenchmark
{
    private const int Due = 100;
    private const int WarmUp = 10;
    private const int DefaultRounds = 20;

    public static async Task RunAsync(Arguments arguments)
    {
        foreach (var store in arguments.Stores ?? ["sqlite"])
            await RunAsync(store, arguments.Sizes ?? [1_000, 100_000, 1_000_000], arguments.Rounds ?? DefaultRounds);
    }

    private static async Task RunAsync(string store, int[] sizes, int rounds)
    {
        await using var connector = await StubConnector.StartAsync();
        await using var rows = await Store.OpenAsync(store);
        await using var bot = BotHost.Start(rows.Tables);
        var clock = bot.Get<TimeProvider>();
        var seed = new ReminderSeed(rows.Tables, clock.GetCurrentInstant(), connector.ServiceUrl);
        await seed.PrepareDueAsync(Due);

        var table = new TextTable("store", "stored", "due", "ms per sweep", "spread", "store reads", "writes", "seeded in s");
        var medians = new Dictionary<int, List<double>> { [0] = [], [Due] = [] };
        foreach (var size in sizes.Order())
        {
            var started = Stopwatch.GetTimestamp();
            await seed.GrowAsync(size);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            foreach (var due in medians.Keys)
            {
                var (reads, writes) = (0L, 0L);
                var times = new List<double>();
                for (var round = -WarmUp; round < rounds; round++)
                {
                    await seed.MakeDueAsync(due, clock.GetCurrentInstant() - Duration.FromSeconds(1));
                    var (readsBefore, writesBefore) = (bot.Tables.Reads, bot.Tables.Writes);
                    var milliseconds = await SweepAsync(bot, connector, due);
                    if (round < 0)
                        continue;
                    times.Add(milliseconds);
                    reads += bot.Tables.Reads - readsBefore;
                    writes += bot.Tables.Writes - writesBefore;
                }

                var samples = new Timings(times);
                medians[due].Add(samples.Median);
                table.Add(store, size, due, samples.Median, TextTable.Spread(samples), (double)reads / rounds, (double)writes / rounds, seconds);
            }
        }

        Console.WriteLine(table);
        foreach (var (due, all) in medians)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{store}, {due} due: from {sizes.Min():#,0} to {sizes.Max():#,0} stored the time grows {all[^1] / all[0]:0.00} times (at most 1.5 is flat)."));
        if (bot.Warnings.Summary is { Length: > 0 } warnings)
            Console.WriteLine($"{store} warned:\n{warnings}");
    }

    private static async Task<double> SweepAsync(BotHost bot, StubConnector connector, int due)
    {
        var before = connector.Received;
        var started = Stopwatch.GetTimestamp();
        var told = await bot.Get<ReminderSweep>().RunAsync(CancellationToken.None);
        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (told != due || connector.Received - before != due)
            throw new InvalidOperationException($"{due} were due, {told} were told and {connector.Received - before} arrived.");
        return milliseconds;
    }
}
