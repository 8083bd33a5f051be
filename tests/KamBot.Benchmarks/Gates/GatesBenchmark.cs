using System.Globalization;
using KamBot.Benchmarks.Hosts;
using KamBot.Benchmarks.Reports;
using KamBot.Benchmarks.Sweep;
using KamBot.Platform;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Benchmarks.Gates;

/// <summary>Many reminders due at once against Teams' limits: with the gates, and with the gates open, where every 429 is waited out and tried again.</summary>
internal static class GatesBenchmark
{
    private const int DefaultSize = 600;
    private const int DefaultRounds = 5;

    /// <summary>The first calls of a process are slow to leave, and would arrive together with the second burst.</summary>
    private const int WarmUp = 50;

    /// <summary>As many as come one by one.</summary>
    private const int EachUsers = 3;

    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(Arguments arguments)
    {
        var size = arguments.Sizes?[0] ?? DefaultSize;
        var table = new TextTable("due", "how", "share of 50/s", "spread", "refused %", "spread");
        var paced = new List<(double Share, double Refused)>();
        var open = new List<(double Share, double Refused)>();
        for (var round = 0; round < (arguments.Rounds ?? DefaultRounds); round++)
        {
            paced.Add(await RoundAsync(size, pace: true));
            open.Add(await RoundAsync(size, pace: false));
        }

        Add("gates", paced);
        Add("retry loop", open);
        Console.WriteLine(table);

        void Add(string how, List<(double Share, double Refused)> rounds)
        {
            var (shares, refused) = (new Timings(rounds.Select(each => each.Share)), new Timings(rounds.Select(each => each.Refused * 100)));
            table.Add(size, how, shares.Median, TextTable.Spread(shares), refused.Median, TextTable.Spread(refused));
        }
    }

    private static async Task<(double Share, double Refused)> RoundAsync(int due, bool pace)
    {
        await using var teams = await LimitedTeams.StartAsync();
        await using var rows = await Store.OpenAsync("sqlite");
        await using var bot = BotHost.Start(rows.Tables, ("Bot:Connector:Pace", pace.ToString(CultureInfo.InvariantCulture)));
        var clock = bot.Get<TimeProvider>();
        var seed = new ReminderSeed(rows.Tables, clock.GetCurrentInstant(), teams.ServiceUrl, dueUsers: Math.Max(1, due / EachUsers));
        await seed.PrepareDueAsync(due);

        using var limit = new CancellationTokenSource(LongestRound);
        await TellAsync(WarmUp);
        await Task.Delay(TimeSpan.FromSeconds(2), limit.Token); // the windows of what was sent so far are over
        teams.Forget();
        await TellAsync(due);
        return teams.Result();

        async Task TellAsync(int count)
        {
            await seed.MakeDueAsync(count, clock.GetCurrentInstant() - Duration.FromSeconds(1));
            while (teams.Accepted < count)
            {
                await bot.Get<ReminderSweep>().RunAsync(limit.Token);
                if (teams.Accepted < count)
                    await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
            }
        }
    }
}
