using System.Globalization;
using System.Net.Http.Headers;
using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Reports;
using KamBot.Benchmarks.Turns;

namespace KamBot.Benchmarks.Echo;

/// <summary>
/// The library against its peers: an echo bot behind the endpoint with token validation and a reply posted, over loopback and
/// without a store; then with its turns in Azurite against a bare loop of requests; then its pipeline alone.
/// </summary>
internal static class EchoBenchmark
{
    private const string Line = "what do I have today?";
    private const int DefaultRounds = 5;
    private const int DefaultTurns = 2_000;

    /// <summary>The npm bot is slow: it gets that part of the turns.</summary>
    private const int NpmShare = 8;

    /// <summary>Azurite, too.</summary>
    private const int StoreShare = 5;

    private const int PipelineTimes = 10;

    public static async Task RunAsync(Arguments arguments)
    {
        var (turns, rounds, users) = (arguments.Sizes?[0] ?? DefaultTurns, arguments.Rounds ?? DefaultRounds, arguments.Users ?? [1, 16]);
        var table = new TextTable("what", "users", "per second", "spread", "p50 ms", "p99 ms", "KB allocated", "against");
        await MessagesAsync(table, users, turns, rounds);
        await StateAsync(table, users, turns / StoreShare, rounds);
        await PipelineAsync(table, turns * PipelineTimes, rounds);
        Console.WriteLine(table);
        Console.WriteLine("per second: median of the rounds. KB allocated: per turn, by KamBot's side alone. against: the peers of the same rounds.");
    }

    private static async Task MessagesAsync(TextTable table, int[] users, int turns, int rounds)
    {
        await using var connector = await StubConnector.StartAsync();
        await using var desk = await TokenDesk.OpenAsync(connector.ServiceUrl);
        await using var bot = EchoHost.Build(desk);
        await bot.StartAsync();
        await using var bare = await BareEndpoint.StartAsync(desk);
        await using var npm = await NpmBot.StartAsync(desk);
        using var toBot = Client(new Uri(bot.Urls.First()), desk);
        using var toBare = Client(bare.Address, desk);
        using var toNpm = Client(npm.Address, desk);
        foreach (var count in users)
        {
            var people = People(count, connector);
            var sent = connector.Received;
            var results = await Alternation.RunAsync(
                count, rounds,
                new Measured("message, token checked, reply posted", turns, worker => people[worker].SaysAsync(Line, toBot)),
                new Measured("a bare endpoint doing the same", turns, worker => people[worker].SaysAsync(Line, toBare)),
                new Measured("npm botbuilder 4.23.3", turns / NpmShare, worker => people[worker].SaysAsync(Line, toNpm)));
            if (connector.Received == sent)
                throw new InvalidOperationException("No reply was posted.");
            Add(table, count, results[0], $"{Share(results[0], results[1])} of bare, {Times(results[0], results[2])} npm");
            Add(table, count, results[1]);
            Add(table, count, results[2]);
        }
    }

    private static async Task StateAsync(TextTable table, int[] users, int turns, int rounds)
    {
        await using var connector = await StubConnector.StartAsync();
        await using var desk = await TokenDesk.OpenAsync(connector.ServiceUrl);
        await using var azurite = await AzuriteServer.StartAsync();
        await using var bot = await EchoHost.BuildAsync(desk, azurite);
        await bot.StartAsync();
        using var toBot = Client(new Uri(bot.Urls.First()), desk);
        foreach (var count in users)
        {
            var people = People(count, connector);
            using var loop = await RestLoop.PrepareAsync(azurite, count);
            var results = await Alternation.RunAsync(
                count, rounds,
                new Measured("the same, its turn and state in Azurite", turns, worker => people[worker].SaysAsync(Line, toBot)),
                new Measured("a bare loop: read a row, replace it by its ETag", turns, loop.ReadAndReplaceAsync),
                new Measured("a bare loop: replace a row twice, by its ETag", turns, loop.ReplaceTwiceAsync));
            Add(table, count, results[0], $"{Share(results[0], results[1])} of reading and replacing, {Share(results[0], results[2])} of replacing twice");
            Add(table, count, results[1]);
            Add(table, count, results[2]);
        }
    }

    private static async Task PipelineAsync(TextTable table, int turns, int rounds)
    {
        var workers = Environment.ProcessorCount;
        await using var desk = await TokenDesk.OpenAsync(Pipeline.ServiceUrl);
        await using var pipeline = await Pipeline.StartAsync(desk, workers);
        var results = await Alternation.RunAsync(workers, rounds, new Measured("the pipeline, without network and store", turns, pipeline.TurnAsync));
        Add(table, workers, results[0], allocated: (results[0].Bytes / 1024).ToString("0.0", CultureInfo.InvariantCulture));
    }

    private static HttpClient Client(Uri address, TokenDesk desk) =>
        new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", desk.Token) } };

    private static List<User> People(int count, StubConnector connector) =>
        [.. Enumerable.Range(0, count).Select(number => new User(bot: null, connector.ServiceUrl, 1_000 * count + number))];

    private static void Add(TextTable table, int users, Result result, string against = "", string allocated = "") => table.Add(
        result.Name, users, result.PerSecond.Median, TextTable.Spread(result.PerSecond), result.Milliseconds.Median, result.Milliseconds.At(0.99), allocated, against);

    private static string Share(Result ours, Result theirs) => (ours.PerSecond.Median / theirs.PerSecond.Median).ToString("0 %", CultureInfo.InvariantCulture);

    private static string Times(Result ours, Result theirs) => (ours.PerSecond.Median / theirs.PerSecond.Median).ToString("0.0", CultureInfo.InvariantCulture) + " times";
}
