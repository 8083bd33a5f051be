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
/// Two instances on one Azurite, their pulses beating, and five hundred reminders of fifty managers due in the same minute, who
/// want each on a card of its own: each is told, and told once, on a day when both run and on a day when one is stopped in the
/// middle of it.
/// </summary>
public sealed class TwoInstancesTests(AzuriteServer azurite)
{
    private const int Managers = 50;
    private const int Reminders = 500;

    private static readonly string[] Clients =
        ["Vila Nord", "Carpat Retail", "Agro Banat", "Morile Siret", "Tehnoplast", "Ferro Baix", "Dacia Foods", "Hotel Miramar", "Gdynia Port", "Zakopane Ski"];

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
             from p in Enumerable.Range(1, Clients.Length)
             select string.Create(CultureInfo.InvariantCulture, $"{n:D4} {Clients[p - 1]} SA · {what} P-{p}{end}")).Order(StringComparer.Ordinal)];

    private async Task NoteOffersAsync(FakeTeams teams)
    {
        await using var app = await StartAsync(teams, ("Development:Clock", Afternoon), ("Pulse:Enabled", "false"));
        await Parallel.ForAsync(0, Managers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
        {
            foreach (var client in Clients)
            {
                await Nth(app, n).SaysAsync($"add client {client} SA, ES-CT");
                await Nth(app, n).SaysAsync($"proposal sent to {client}, €48,000, by e-mail, no expiry because it is a framework offer");
            }
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
        await KamBotProcess.StartAsync(teams, [("Storage:ConnectionString", await azurite.ConnectionStringAsync()), ("Reminders:DigestAbove", "50"), .. settings]);
}
