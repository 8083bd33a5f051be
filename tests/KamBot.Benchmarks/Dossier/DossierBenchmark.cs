using System.Diagnostics;
using System.Globalization;
using KamBot.Accounts;
using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Reports;
using KamBot.Conversation;
using KamBot.Platform;

namespace KamBot.Benchmarks.Dossier;

/// <summary>
/// "dossier &lt;name&gt;" in a company with ever more clients: the name alone (find it, read the client's rows), then the whole turn.
/// "found" counts how often the client that was meant is among the answers: a fast look-up that misses is worth nothing.
/// </summary>
internal static class DossierBenchmark
{
    private const int DefaultRounds = 300;
    private const int WarmUp = 50;

    private static readonly (string Name, Func<string, string> Type)[] Ways = [("exact", Typist.Exactly), ("half-typed", Typist.Half), ("typing error", Typist.WithError)];

    public static async Task RunAsync(Arguments arguments)
    {
        var rounds = arguments.Rounds ?? DefaultRounds;
        var sizes = arguments.Sizes ?? [1_000, 100_000];
        await using var connector = await StubConnector.StartAsync();
        await using var rows = await Store.OpenAsync(arguments.Stores?[0] ?? "sqlite");
        await using var bot = BotHost.Start(rows.Tables);
        var user = new User(bot.Http, connector.ServiceUrl, 1);
        await user.SaysAsync("my calendar ES-CT");
        var seed = new ClientSeed(rows.Tables, bot.Get<AccountNames>(), user.Key, bot.Get<TimeProvider>().GetCurrentInstant());

        var table = new TextTable("what", "typed", "clients", "median ms", "p99 ms", "store reads", "found %");
        var first = new Dictionary<string, double>(StringComparer.Ordinal);
        var growth = new List<string>();
        foreach (var size in sizes.Order())
        {
            await seed.GrowAsync(size);
            List<(string What, Func<Account, string, Task<bool>> Ask)> questions = [("look-up", (account, typed) => LookUpAsync(bot, user, account, typed))];
            if (bot.Get<IEnumerable<ICommandSet>>().Any(set => set.Commands.Any(command => command.Intent == "dossier")))
                questions.Add(("turn", (account, typed) => TurnAsync(user, connector, account, typed)));
            foreach (var (what, ask) in questions)
            {
                foreach (var (way, type) in Ways)
                {
                    var result = await MeasureAsync(bot, seed.OfAsking, account => ask(account, type(account.Name)), rounds);
                    table.Add(what, way, size, result.Times.Median, result.Times.At(0.99), result.Reads, result.FoundPercent);
                    if (!first.TryAdd(what + way, result.Times.Median) && size == sizes.Max())
                        growth.Add(string.Create(CultureInfo.InvariantCulture, $"{what}, {way}: {result.Times.Median / first[what + way]:0.00} times"));
                }
            }
        }

        Console.WriteLine(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from {sizes.Min():#,0} to {sizes.Max():#,0} clients the median grows: {string.Join("; ", growth)}"));
        if (bot.Warnings.Summary is { Length: > 0 } warnings)
            Console.WriteLine($"warned:\n{warnings}");
    }

    private static async Task<(Timings Times, double Reads, double FoundPercent)> MeasureAsync(BotHost bot, List<Account> clients, Func<Account, Task<bool>> ask, int rounds)
    {
        var times = new List<double>();
        var (found, reads) = (0, 0L);
        for (var round = -WarmUp; round < rounds; round++)
        {
            // A stride through the clients: neither the first ones only nor in the order they were stored.
            var account = clients[(int)((round + WarmUp) * 7_919L % clients.Count)];
            var before = bot.Tables.Reads;
            var started = Stopwatch.GetTimestamp();
            var isFound = await ask(account);
            var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (round < 0)
                continue;
            times.Add(milliseconds);
            reads += bot.Tables.Reads - before;
            found += isFound ? 1 : 0;
        }

        return (new Timings(times), (double)reads / rounds, 100.0 * found / rounds);
    }

    private static async Task<bool> LookUpAsync(BotHost bot, User user, Account account, string typed)
    {
        var found = await bot.Get<AccountNames>().FindAsync(user.Key.Tenant, typed, CancellationToken.None);
        if (!found.Matches.Any(match => match.AccountId == account.Id))
            return false;
        return (await bot.Get<Journal>().OpenAsync(new AccountKey(user.Key.Tenant, account.Id), CancellationToken.None)).Account is not null;
    }

    /// <summary>The answer names the client: its dossier, or the question which of several is meant.</summary>
    private static async Task<bool> TurnAsync(User user, StubConnector connector, Account account, string typed)
    {
        await user.SaysAsync($"dossier {typed}");
        return connector.Latest.Contains(account.Id, StringComparison.Ordinal);
    }
}
