using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Fakes;
using KamBot.Tests.Payloads;

namespace KamBot.Tests.BotBuilder.Hosting;

public sealed class BotMessagesEndpointTests : IAsyncLifetime
{
    private readonly TemporaryStore _store = new();
    private readonly ScriptedBot _script = new((_, _) => Task.CompletedTask);
    private FakeTeams _teams = null!;
    private RunningBot _bot = null!;

    public static TheoryData<string> Recorded => Payload.Incoming();

    public async ValueTask InitializeAsync()
    {
        _teams = await FakeTeams.StartAsync();
        _bot = await RunningBot.StartAsync(_script, _store.Tables, new FakeClock());
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _teams.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Every_recorded_activity_is_taken_in(string payload)
    {
        var activity = Payload.Activity(payload);

        using var response = await _bot.ReceiveAsync(activity);

        // The bot of these tests answers no invoke, which is 501 by the protocol.
        Assert.Equal(activity.Type == ActivityTypes.Invoke ? HttpStatusCode.NotImplemented : HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, _script.Runs);
    }

    [Fact]
    public async Task An_unknown_kind_of_activity_is_fine()
    {
        using var response = await _bot.ReceiveAsync(_teams.Incoming("in-message-personal", activity => activity.Type = "fromTheFuture"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 405)]
    [InlineData("PUT", 405)]
    [InlineData("DELETE", 405)]
    [InlineData("OPTIONS", 405)]
    public async Task Only_a_POST_is_an_activity(string method, int expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/api/messages", UriKind.Relative));

        using var response = await _bot.Http.SendAsync(request);

        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(0, _script.Runs);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData(null)]
    public async Task Only_JSON_is_read(string? type)
    {
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PostAsync("{}", type));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("17")]
    [InlineData("{")]
    [InlineData("""{"type":5}""")]
    public async Task What_is_no_activity_is_refused(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(body));
    }

    [Theory]
    [InlineData("type")]
    [InlineData("id")]
    [InlineData("channelId")]
    [InlineData("serviceUrl")]
    [InlineData("from")]
    [InlineData("recipient")]
    [InlineData("conversation")]
    public async Task What_every_activity_needs_is_missed(string property)
    {
        var activity = JsonNode.Parse(Payload.Body("in-message-personal").GetRawText())!.AsObject();
        activity.Remove(property);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(activity.ToJsonString()));

        activity[property] = property is "from" or "recipient" or "conversation" ? new JsonObject { ["id"] = "" } : "";
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(activity.ToJsonString()));
        Assert.Equal(0, _script.Runs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_one_MiB_is_refused_whether_it_says_so_or_not(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/messages", UriKind.Relative));
        request.Content = new ByteArrayContent(new byte[1024 * 1024 + 1]);
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await _bot.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task An_activity_that_fits_no_row_is_too_large()
    {
        var activity = _teams.Incoming("in-message-submit-personal", activity =>
            activity.Value = JsonSerializer.SerializeToElement(new { note = new string('x', 600_000) }));

        using var response = await _bot.ReceiveAsync(activity);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Who_claims_to_be_called_by_another_is_not_believed()
    {
        string? seen = "not run";
        var script = new ScriptedBot((turn, _) =>
        {
            seen = turn.Activity.Properties?.TryGetValue("callerId", out var caller) is true ? caller.GetString() : null;
            return Task.CompletedTask;
        });
        await using var bot = await RunningBot.StartAsync(script, _store.Tables, new FakeClock());

        using var _ = await bot.ReceiveAsync(_teams.Incoming("in-message-personal", activity =>
            activity.Properties = new Dictionary<string, JsonElement> { ["callerId"] = JsonSerializer.SerializeToElement("urn:botframework:aadappid:1") }));

        Assert.Null(seen);
    }

    private async Task<HttpStatusCode> PostAsync(string body, string? type = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type is null ? null : new(type);
        using var response = await _bot.Http.PostAsync(new Uri("/api/messages", UriKind.Relative), content);
        Assert.Equal(0, _script.Runs);
        return response.StatusCode;
    }
}
