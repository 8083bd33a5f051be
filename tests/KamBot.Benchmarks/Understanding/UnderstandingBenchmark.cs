using System.Diagnostics;
using System.Globalization;
using KamBot.Accounts;
using KamBot.Benchmarks.Dossier;
using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Reports;
using KamBot.Conversation.Language;
using KamBot.Platform;
using NodaTime;

namespace KamBot.Benchmarks.Understanding;

/// <summary>
/// What a typed line costs: its command and all its fields, over the lines of the languages' corpora; then with the client
/// it names looked up in the store, among few and among many. A line's figure is the middle one of its rounds.
/// </summary>
internal static class UnderstandingBenchmark
{
    private const int DefaultRounds = 15;
    private const int WarmUp = 3;
    private static readonly LocalTime Afternoon = new(14, 20);
    private static readonly LocalDate Wednesday = new(2026, 4, 8);

    public static async Task RunAsync(Arguments arguments)
    {
        var rounds = arguments.Rounds ?? DefaultRounds;
        await using var rows = await Store.OpenAsync(arguments.Stores?[0] ?? "sqlite");
        await using var bot = BotHost.Start(rows.Tables);
        await using var connector = await StubConnector.StartAsync();
        var user = new User(bot.Http, connector.ServiceUrl, 1);
        await user.SaysAsync("my calendar ES-CT");

        var understanding = bot.Get<Conversation.Language.Understanding>();
        var (lines, languages) = (CorpusLines.All(), bot.Get<CommandCatalogue>().Languages.ToList());
        var table = new TextTable("what", "reader", "clients", "lines", "median µs", "p99 µs", "bytes");
        foreach (var language in languages)
        {
            var own = lines.Where(line => line.Language == language).ToList();
            if (own.Count > 0)
                Add(table, "own language", language, null, await MeasureAsync(own, line => ReadAsync(understanding, line, language), rounds));
            Add(table, "all languages", language, null, await MeasureAsync(lines, line => ReadAsync(understanding, line, language), rounds));
        }

        var seed = new ClientSeed(rows.Tables, bot.Get<AccountNames>(), user.Key, bot.Get<TimeProvider>().GetCurrentInstant());
        foreach (var size in (arguments.Sizes ?? [50, 50_000]).Order())
        {
            await seed.GrowAsync(size);
            var named = lines.Select((line, at) => line.WithClient(seed.OfAsking[at % seed.OfAsking.Count].Name)).OfType<CorpusLine>().ToList();
            Add(table, "line and client", "own", size, await MeasureAsync(named, line => FindAsync(bot, user, understanding, line), rounds));
            foreach (var (what, typed) in (IEnumerable<(string, Func<string, string>)>)[("client alone", name => name), ("client mistyped", Mistyped), ("client unknown", Unknown)])
                Add(table, what, "own", size, await MeasureAsync(named, line => bot.Get<AccountNames>().FindAsync(user.Key.Tenant, typed(line.Client!), CancellationToken.None), rounds));
        }

        Console.WriteLine(table);
    }

    private static Task ReadAsync(Conversation.Language.Understanding understanding, CorpusLine line, string reader)
    {
        understanding.Understand(line.Text, new LineContext(reader, "en-GB", Wednesday, Afternoon));
        return Task.CompletedTask;
    }

    private static async Task FindAsync(BotHost bot, User user, Conversation.Language.Understanding understanding, CorpusLine line)
    {
        var understood = understanding.Understand(line.Text, new LineContext(line.Language, "en-GB", Wednesday, Afternoon));
        if (understood.Fields.GetValueOrDefault("client")?.Value is string client)
            await bot.Get<AccountNames>().FindAsync(user.Key.Tenant, client, CancellationToken.None);
    }

    /// <summary>Two letters in the middle of the longest word, the wrong way round.</summary>
    private static string Mistyped(string name)
    {
        var word = name.Split(' ').MaxBy(word => word.Length)!;
        var at = word.Length / 2;
        return word.Length < 5 ? name : name.Replace(word, $"{word[..(at - 1)]}{word[at]}{word[at - 1]}{word[(at + 1)..]}", StringComparison.Ordinal);
    }

    /// <summary>A name that nobody has, of letters that many begin with.</summary>
    private static string Unknown(string name) => string.Join(' ', name.Split(' ').Select(word => word.Length < 4 ? word : $"{word[..3]}{new string([.. word[3..].Reverse()])}q"));

    private static async Task<Result> MeasureAsync(IReadOnlyList<CorpusLine> lines, Func<CorpusLine, Task> read, int rounds)
    {
        var times = lines.Select(_ => new List<double>()).ToArray();
        var allocated = 0L;
        for (var round = -WarmUp; round < rounds; round++)
        {
            for (var at = 0; at < lines.Count; at++)
            {
                var (bytes, started) = (GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
                await read(lines[at]);
                var elapsed = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
                if (round < 0)
                    continue;
                times[at].Add(elapsed);
                allocated += GC.GetTotalAllocatedBytes() - bytes;
            }
        }

        return new Result(new Timings(times.Select(each => new Timings(each).Median)), lines.Count, allocated / ((long)rounds * lines.Count));
    }

    private static void Add(TextTable table, string what, string reader, int? clients, Result result) =>
        table.Add(what, reader, clients?.ToString("#,0", CultureInfo.InvariantCulture) ?? "", result.Lines, result.Times.Median, result.Times.At(0.99), result.Bytes);

    private sealed record Result(Timings Times, int Lines, long Bytes);
}
