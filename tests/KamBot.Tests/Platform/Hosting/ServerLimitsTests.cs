using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Platform.Hosting;

/// <summary>The messages endpoint of the whole program, reached as no client of the channel reaches it.</summary>
public sealed class ServerLimitsTests : IAsyncLifetime
{
    private const string Json = "Content-Type: application/json";

    private KamBotApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T08:00:00Z");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("Content-Length: 20000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_body_that_does_not_come_is_given_up(string length)
    {
        var client = await SendAsync($"POST /api/messages HTTP/1.1\r\nHost: localhost\r\n{Json}\r\n{length}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 408", await AnswerAsync(client), StringComparison.Ordinal);
        await StillAnswersAsync();
    }

    [Fact]
    public async Task Headers_that_do_not_end_are_given_up()
    {
        var client = await SendAsync("POST /api/messages HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");

        Assert.StartsWith("HTTP/1.1 408", await AnswerAsync(client), StringComparison.Ordinal);
        await StillAnswersAsync();
    }

    [Theory]
    [InlineData("Content-Length: 10")]
    [InlineData("Content-Length: 100000")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: 1\r\nContent-Length: 2")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("X-None: 1")]
    public async Task A_head_that_lies_about_the_body_is_refused(string length)
    {
        var body = Body(_app.Teams.Message("hello"));

        var status = await RawHttp.SendAsync(_app.Http.BaseAddress!, RawHttp.Head(_app.Http.BaseAddress!, Json, length), body, leave: true, TestContext.Current.CancellationToken);

        Assert.True(status is null or 400 or 411 or 501, $"HTTP {status}");
        Assert.Empty(_app.Teams.Calls);
        await StillAnswersAsync();
    }

    [Fact]
    public async Task Headers_without_end_in_size_are_refused()
    {
        var head = RawHttp.Head(_app.Http.BaseAddress!, Json, "Authorization: Bearer " + new string('x', 100_000));

        Assert.Equal(431, await RawHttp.SendAsync(_app.Http.BaseAddress!, head, Array.Empty<byte>(), leave: false, TestContext.Current.CancellationToken));
        await StillAnswersAsync();
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("Application/JSON; Charset=UTF-8", 200)]
    [InlineData("application/json; charset=\"utf-8\"; odd=1", 200)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json-patch+json", 415)]
    [InlineData("application/*", 415)]
    [InlineData("application/json, text/plain", 415)]
    [InlineData("application/json;;;", 415)]
    [InlineData("text/json", 415)]
    public async Task The_media_type_is_JSON_in_UTF8_and_nothing_else(string type, int expected)
    {
        using var content = new ByteArrayContent(Body(_app.Teams.Message("hello")));
        Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", type));

        using var response = await _app.Http.PostAsync(Endpoint, content);

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_compressed_body_is_refused_and_never_unpacked(string coding)
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Body(_app.Teams.Message("hello")));
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);

        using var response = await _app.Http.PostAsync(Endpoint, content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Empty(_app.Teams.Calls);
    }

    [Fact]
    public async Task A_client_that_would_rather_speak_HTTP_2_is_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ByteArrayContent(Body(_app.Teams.Message("hello"))) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };

        using var response = await _app.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_client_that_speaks_nothing_else_than_HTTP_2_is_turned_away()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, Endpoint) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        await Assert.ThrowsAsync<HttpRequestException>(() => _app.Http.SendAsync(request));

        await StillAnswersAsync();
    }

    [Fact]
    public async Task No_answer_says_what_software_gives_it()
    {
        using var response = await _app.Http.GetAsync(Endpoint);

        Assert.Empty(response.Headers.Server);
        Assert.False(response.Headers.Contains("X-Powered-By"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_message_delivered_twenty_times_at_once_is_answered_once()
    {
        var message = _app.Teams.Message("hello");

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Fakes.FakeTeams.PostAsync(_app.Http, message)));

        Assert.All(responses, response => Assert.True(response.IsSuccessStatusCode, $"HTTP {response.StatusCode}"));
        Assert.Single(_app.Teams.Sent);
    }

    [Fact]
    public async Task Who_expects_the_replies_gets_them_in_the_body_and_nothing_in_the_chat()
    {
        var message = _app.Teams.Message("hello");
        message.DeliveryMode = DeliveryModes.ExpectReplies;

        using var response = await Fakes.FakeTeams.PostAsync(_app.Http, message);

        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(1, body.RootElement.GetProperty("activities").GetArrayLength());
        Assert.Empty(_app.Teams.Calls);
    }

    private static Uri Endpoint { get; } = new("/api/messages", UriKind.Relative);

    private static byte[] Body(Activity activity) => JsonSerializer.SerializeToUtf8Bytes(activity, BotJson.Wire.Activity);

    private async Task<TcpClient> SendAsync(string text)
    {
        var client = new TcpClient();
        await client.ConnectAsync(_app.Http.BaseAddress!.Host, _app.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>What comes until the server hangs up.</summary>
    private static async Task<string> AnswerAsync(TcpClient client)
    {
        using (client)
        using (var reader = new StreamReader(client.GetStream(), Encoding.Latin1))
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private async Task StillAnswersAsync()
    {
        using var response = await Fakes.FakeTeams.PostAsync(_app.Http, _app.Teams.Message("hello"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(_app.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }
}
