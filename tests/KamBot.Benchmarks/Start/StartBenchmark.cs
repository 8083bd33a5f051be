using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Reports;

namespace KamBot.Benchmarks.Start;

/// <summary>
/// How soon the published program answers and what it keeps in memory, beside an empty ASP.NET Core program, turn about. In
/// Production nobody but Microsoft can write to it: there its start is measured, and the turns in Development.
/// </summary>
internal static class StartBenchmark
{
    private const string Line = "what do I have today?";
    private const string Development = "Development";
    private const int DefaultRounds = 5;
    private const int DefaultTurns = 1_000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    /// <summary>A registration that is complete and nobody's.</summary>
    private static readonly string[] Registered =
        ["--MicrosoftAppType", "UserAssignedMSI", "--MicrosoftAppId", "22222222-2222-4222-8222-222222222222", "--MicrosoftAppTenantId", "11111111-1111-4111-8111-111111111111"];

    public static async Task RunAsync(Arguments arguments)
    {
        var turns = arguments.Sizes?[0] ?? DefaultTurns;
        using var published = new TemporaryFolder();
        var program = await Publication.MakeAsync(published);
        await using var connector = await StubConnector.StartAsync();
        var (production, development, empty) = (new List<Run>(), new List<Run>(), new List<Run>());
        for (var round = 0; round < (arguments.Rounds ?? DefaultRounds); round++)
        {
            production.Add(await RunAsync(null, 0, program, "Production", Registered));
            development.Add(await RunAsync(connector, turns, program, Development, "--Playground:Start", "false"));
            empty.Add(await RunAsync(connector, turns, Path.Combine(AppContext.BaseDirectory, "KamBot.Benchmarks.dll"), Development, EmptyApp.Name));
        }

        var table = new TextTable("program", "ms to first 200", "spread", "ms to first turn", "spread", "MiB idle", "spread", $"MiB after {turns} turns", "spread");
        Add(table, "KamBot as published, Production", production);
        Add(table, "KamBot as published, Development", development);
        Add(table, "empty ASP.NET Core", empty);
        Console.WriteLine(table);
    }

    private static async Task<Run> RunAsync(StubConnector? connector, int turns, string program, string environment, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        string[] own = arguments is [EmptyApp.Name, ..] ? arguments : [.. arguments, "--Storage:Path", folder.File("kambot.db")];
        await using var app = await AppProcess.StartAsync(program, environment, own);
        var user = connector is null ? null : new User(app.Http, connector.ServiceUrl, 1);
        if (user is not null)
            await user.SaysAsync(Line);
        var firstTurn = app.Age;
        await Task.Delay(Rest);
        var idle = app.Megabytes;
        for (var turn = 1; turn < turns; turn++)
            await user!.SaysAsync(Line);
        return new Run(app.StartedIn.TotalMilliseconds, firstTurn.TotalMilliseconds, idle, app.Megabytes, HasTurns: user is not null);
    }

    private static void Add(TextTable table, string name, List<Run> runs)
    {
        List<object> cells = [name];
        foreach (var (samples, isOfTurns) in new (IEnumerable<double>, bool)[]
                 {
                     (runs.Select(run => run.Milliseconds), false), (runs.Select(run => run.FirstTurn), true), (runs.Select(run => run.Idle), false), (runs.Select(run => run.Used), true),
                 })
        {
            var timings = new Timings(samples);
            cells.AddRange(isOfTurns && !runs[0].HasTurns ? ["", ""] : [timings.Median, TextTable.Spread(timings)]);
        }

        table.Add([.. cells]);
    }

    private sealed record Run(double Milliseconds, double FirstTurn, double Idle, double Used, bool HasTurns);
}
