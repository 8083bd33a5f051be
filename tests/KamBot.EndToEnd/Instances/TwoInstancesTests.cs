using System.Globalization;
using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using KamBot.Tests.Processes;
using NodaTime.Text;

namespace KamBot.EndToEnd.Instances;

/// <summary>
/// Two instances on one Azurite, their pulses beating, and five hundred reminders of fifty managers due in the same minute:
/// each is told, and told once, on a day when both run and on a day when one is stopped in the middle of it.
/// </summary>
public sealed class TwoInstancesTests(AzuriteServer azurite)
{
    private const int Managers = 50;
    private const int OffersEach = 10;
    private const int Reminders = Managers * OffersEach;

    private const string Afternoon = "2026-03-25T15:40:00Z";
    private const string BeforeTheCalls = "2026-03-26T07:59:55Z";
    private const string BeforeTheOverdue = "2026-03-27T07:59:55Z";

    [Fact]
    public async Task Five_hundred_reminders_of_the_same_minute_are_told_once_each()
    {
        await using var teams = await FakeTeams.StartAsync();
        var tables = new AzureTableStore(await azurite.ConnectionStringAsync());
        await NoteOffersAsync(teams);

        var calls = await MorningAsync(teams, tables, BeforeTheCalls, stopOneInTheMiddle: false);
        Assert.Equal(Expected("call today: did they get", "?"), calls);

        var overdue = await MorningAsync(teams, tables, BeforeTheOverdue, stopOneInTheMiddle: true);
        Assert.Equal(Expected("overdue: the call about"), overdue);
    }

    private static Manager Nth(IDrivenApp app, int n) =>
        // Companies of their own, each with its P-1 to P-10: their chats and headlines tell all reminders apart.
        new(app, string.Create(CultureInfo.InvariantCulture, $"Manager {n:D2}"), "Europe/Madrid", "en-GB", tenant: string.Create(CultureInfo.InvariantCulture, $"{n:D4}1111-1111-4111-8111-111111111111"));

    private static List<string> Expected(string what, string end = "") =>
        [.. (from n in Enumerable.Range(0, Managers)
             from p in Enumerable.Range(1, OffersEach)
             select string.Create(CultureInfo.InvariantCulture, $"{n:D4} Vila Nord SA · {what} P-{p}{end}")).Order(StringComparer.Ordinal)];

    private async Task NoteOffersAsync(FakeTeams teams)
    {
        await using var app = await StartAsync(teams, ("Development:Clock", Afternoon), ("Pulse:Enabled", "false"));
        await Parallel.ForAsync(0, Managers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
        {
            await Nth(app, n).SaysAsync("add client Vila Nord SA, ES-CT");
            for (var p = 1; p <= OffersEach; p++)
                await Nth(app, n).SaysAsync("proposal sent to Vila Nord, €48,000, by e-mail, no expiry because it is a framework offer");
        });
        Assert.True(await app.StopAsync());
    }

    /// <summary>Both instances are up a moment before the reminders are due; then time does the rest.</summary>
    private async Task<List<string>> MorningAsync(FakeTeams teams, AzureTableStore tables, string begins, bool stopOneInTheMiddle)
    {
        var before = teams.Sent.Count;
        await new MovableClock(tables).SetAsync(InstantPattern.ExtendedIso.Parse(begins).Value, CancellationToken.None);
        await using var one = await StartAsync(teams);
        await using var other = await StartAsync(teams);

        await teams.SentAsync(before + (Reminders / 4));
        if (stopOneInTheMiddle)
            Assert.True(await other.StopAsync());
        await teams.SentAsync(before + (Reminders / 2));
        await teams.SentAsync(before + Reminders);

        Assert.True(await one.StopAsync());
        Assert.True(await other.StopAsync());
        return [.. teams.Sent.Skip(before).Select(activity => $"{activity.Conversation!.Id![^4..]} {CardView.Of(activity).Headline}").Order(StringComparer.Ordinal)];
    }

    private async Task<KamBotProcess> StartAsync(FakeTeams teams, params IEnumerable<(string Name, string Value)> settings) =>
        await KamBotProcess.StartAsync(teams, [("Storage:ConnectionString", await azurite.ConnectionStringAsync()), .. settings]);
}
