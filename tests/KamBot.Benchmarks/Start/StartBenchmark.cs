using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Reports;

namespace KamBot.Benchmarks.Start;

/// <summary>How soon the program answers and what it keeps in memory, beside an empty ASP.NET Core program, turn about.</summary>
internal static class StartBenchmark
{
    private const string Line = "what do I have today?";
    private const int DefaultRounds = 5;
    private const int DefaultTurns = 1_000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Arguments arguments)
    {
        var turns = arguments.Sizes?[0] ?? DefaultTurns;
        await using var connector = await StubConnector.StartAsync();
        var (bots, empties) = (new List<Run>(), new List<Run>());
        for (var round = 0; round < (arguments.Rounds ?? DefaultRounds); round++)
        {
            using var folder = new TemporaryFolder();
            bots.Add(await RunAsync(connector, turns, Beside("KamBot.dll"), "--Storage:Path", folder.File("kambot.db"), "--Playground:Start", "false"));
            empties.Add(await RunAsync(connector, turns, Beside("KamBot.Benchmarks.dll"), EmptyApp.Name));
        }

        var table = new TextTable("program", "ms to first 200", "spread", "MiB idle", "spread", $"MiB after {turns} turns", "spread");
        Add(table, "KamBot", bots);
        Add(table, "empty ASP.NET Core", empties);
        Console.WriteLine(table);
    }

    private static async Task<Run> RunAsync(StubConnector connector, int turns, params string[] arguments)
    {
        await using var app = await AppProcess.StartAsync(arguments);
        await Task.Delay(Rest);
        var idle = app.Megabytes;
        var user = new User(app.Http, connector.ServiceUrl, 1);
        for (var turn = 0; turn < turns; turn++)
            await user.SaysAsync(Line);
        return new Run(app.StartedIn.TotalMilliseconds, idle, app.Megabytes);
    }

    private static void Add(TextTable table, string name, List<Run> runs)
    {
        var (start, idle, used) = (new Timings(runs.Select(run => run.Milliseconds)), new Timings(runs.Select(run => run.Idle)), new Timings(runs.Select(run => run.Used)));
        table.Add(name, start.Median, TextTable.Spread(start), idle.Median, TextTable.Spread(idle), used.Median, TextTable.Spread(used));
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private sealed record Run(double Milliseconds, double Idle, double Used);
}
