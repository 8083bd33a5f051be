using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Diagnostics;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Platform.Observability;

/// <summary>/readyz: everything to the operator, one word to a stranger; and the bot whose secret ended (story E20).</summary>
public sealed class ReadinessTests
{
    private static readonly Uri Ready = new("/readyz", UriKind.Relative);

    [Fact]
    public async Task A_stranger_learns_nothing_but_whether()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");
        using var request = new HttpRequestMessage(HttpMethod.Get, Ready);
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");

        using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("""{"status":"ok"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Teams_refusing_the_token_turns_readiness_red_and_raises_the_alarm_until_it_takes_it_again()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: everything.ListenTo);
        var marta = await Manager.MartaAsync(app);
        app.Teams.Fail(new ConnectorFault(401, """{"error":{"code":"Unauthorized"}}"""));
        (await marta.PostAsync(marta.Message("help"))).Dispose();

        using var red = await app.Http.GetAsync(Ready, TestContext.Current.CancellationToken);
        var reason = (string)(await red.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["checks"]!["teams"]!["reason"]!;
        await Manager.AndreiAsync(app); // his answers go out
        using var green = await app.Http.GetAsync(Ready, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (red.StatusCode, green.StatusCode));
        Assert.Contains("401", reason, StringComparison.Ordinal);
        Assert.Single(everything.Lines, line => line.Event.Id == Alarms.ChannelRefusesToken.Id);
    }
}
