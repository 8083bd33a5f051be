using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Diagnostics;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using KamBot.Tests.Platform.Observability;

namespace KamBot.Tests.Reminders;

/// <summary>When everybody's reminders fall due at once, and when Teams takes none of them (E14, E20).</summary>
public sealed class PeakTests
{
    private const string Tuesday = "2026-04-07T12:00:00Z";
    private const string NineOClock = "2026-04-08T07:00:00Z";
    private const string FivePastNine = "2026-04-08T07:05:00Z";
    private const int Managers = 1_000;

    /// <summary>A quarter of the messages is refused at first, as the busiest minute of a tenant is.</summary>
    private const int OneInSoManyIsThrottled = 4;

    private static readonly Uri Ready = new("/readyz", UriKind.Relative);

    [Fact]
    public async Task A_thousand_reminders_at_nine_come_within_five_minutes_and_once_each_though_Teams_throttles()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Tuesday);
        var managers = await Task.WhenAll(Enumerable.Range(0, Managers).Chunk(Managers / 8).Select(numbers => WithReminderAsync(app, numbers)));
        app.Teams.Forget();
        var asked = 0;
        app.Teams.Verdict = _ => Interlocked.Increment(ref asked) is <= Managers and var number && number % OneInSoManyIsThrottled == 0
            ? ConnectorFault.Refuse(429, "Throttled", TimeSpan.FromSeconds(20))
            : null;
        Assert.Equal(0, await app.UntilAsync("2026-04-08T06:59:59Z"));

        Assert.Equal(Managers, await app.UntilAsync(FivePastNine));

        Assert.Equal(Managers + (Managers / OneInSoManyIsThrottled), app.Teams.Calls.Count);
        var told = app.Teams.Sent.GroupBy(message => message.Conversation!.Id).ToDictionary(chat => chat.Key!, chat => chat.Count());
        Assert.Equal(Managers, told.Count);
        Assert.All(told.Values, count => Assert.Equal(1, count));
        Assert.All(managers.SelectMany(group => group), manager => Assert.Contains("call the notary", manager.Last.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_Teams_refuses_the_bots_token_the_operator_knows_and_what_is_due_waits_and_comes_once()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Tuesday, configure: everything.ListenTo);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("remind me tomorrow at 9:00 to call the notary");
        var before = marta.Chat.Count;
        app.Teams.Verdict = _ => new ConnectorFault(401, """{"error":{"code":"Unauthorized"}}""");

        Assert.Equal(0, await app.UntilAsync(NineOClock));
        using var red = await app.Http.GetAsync(Ready, TestContext.Current.CancellationToken);
        app.Teams.Verdict = _ => null;
        Assert.Equal(1, await app.UntilAsync("2026-04-08T09:00:00Z"));
        using var green = await app.Http.GetAsync(Ready, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (red.StatusCode, green.StatusCode));
        Assert.Contains("401", (string)(await red.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["checks"]!["teams"]!["reason"]!, StringComparison.Ordinal);
        Assert.Contains(everything.Lines, line => line.Event.Id == Alarms.ChannelRefusesToken.Id);
        Assert.Contains("call the notary", Assert.Single(marta.Chat.Skip(before)).Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.UntilAsync("2026-04-08T20:00:00Z"));
    }

    private static async Task<List<Manager>> WithReminderAsync(KamBotApp app, int[] numbers)
    {
        var managers = new List<Manager>();
        foreach (var number in numbers)
        {
            var manager = await Manager.ColleagueAsync(app, $"Manager {number:D4}");
            await manager.SaysAsync("remind me tomorrow at 9:00 to call the notary");
            managers.Add(manager);
        }

        return managers;
    }
}
