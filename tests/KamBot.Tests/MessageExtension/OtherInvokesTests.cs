using System.Net;
using System.Text.Json.Nodes;
using KamBot.Platform.Tables;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.MessageExtension;

/// <summary>What Teams sends besides: thumbs, settings of a room, sign-in, files, dialogs of old cards.</summary>
public sealed class OtherInvokesTests
{
    private const string Wednesday = "2026-04-08T08:00:00Z";

    [Fact]
    public async Task A_thumb_is_kept_without_a_name_and_thanked_for()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("what about the weather on the moon");
        Assert.Equal("default", (string?)JsonNode.Parse(app.Teams.Sent[^1].ChannelData!.Value.GetRawText())!["feedbackLoop"]!["type"]);

        var thumb = marta.Recorded("in-invoke-message.submitAction-personal");
        thumb.ReplyToId = marta.Last.ActivityId;
        await marta.PostAsync(thumb);
        await marta.PostAsync(thumb);

        Assert.Equal("Thank you, that helps.", (await app.Teams.SentAsync(app.Teams.Sent.Count)).Text);
        var row = Assert.Single(await app.Store.ListAsync("Feedback", new TableQuery(TableKeys.Escape(FakeTeams.TenantId)), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(("like", "nice", thumb.ReplyToId), (row.GetString("reaction"), row.GetString("text"), row.GetString("message")));
        Assert.DoesNotContain("Marta", string.Join("|", row.Properties.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_was_asked_for_wants_no_thumbs()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("clients");

        Assert.DoesNotContain("feedbackLoop", app.Teams.Sent[^1].ChannelData?.GetRawText() ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signin/verifyState", """{"state":"1"}""", 200, "{}")]
    [InlineData("signin/failure", """{"code":"x"}""", 200, "{}")]
    [InlineData("signin/tokenExchange", """{"id":"1","connectionName":"c","token":"t"}""", 412, """{"id":"1","connectionName":"c","failureDetail":"KamBot asks for no sign-in."}""")]
    [InlineData("fileConsent/invoke", """{"action":"decline"}""", 200, null)]
    [InlineData("fileConsent/invoke", """{"action":"accept"}""", 400, null)]
    [InlineData("task/fetch", """{"data":{}}""", 200, """{"task":{"type":"message","value":"That button no longer stands for anything. Type \"help\" to see what I can do."}}""")]
    [InlineData("task/submit", """{"data":{}}""", 200, """{"task":{"type":"message","value":"That button no longer stands for anything. Type \"help\" to see what I can do."}}""")]
    [InlineData("application/search", """{"queryText":"v"}""", 501, null)]
    public async Task Each_has_its_documented_answer(string name, string value, int status, string? body)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var response = await new Elsewhere(await Manager.MartaAsync(app)).PostAsync(name, (JsonObject)JsonNode.Parse(value)!);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(JsonNode.DeepEquals(body is null ? null : JsonNode.Parse(body), answer.Length == 0 ? null : JsonNode.Parse(answer)), answer);
    }

    [Fact]
    public async Task A_room_has_nothing_to_set_and_says_so()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var chat = new Elsewhere(await Manager.MartaAsync(app));

        var page = await chat.AsksAsync("config/fetch", null);
        Assert.Equal("config", (string?)page["responseType"]);
        Assert.Contains("There is nothing to set here", page["config"]!["value"]!["card"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("message", (string?)(await chat.AsksAsync("config/submit", null))["config"]!["type"]);
    }
}
