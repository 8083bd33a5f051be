using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KamBot.Benchmarks.Hosts;

/// <summary>The channel's side at its fastest: takes what the bot sends, answers 201 with an id, counts.</summary>
internal sealed class StubConnector : IAsyncDisposable
{
    private WebApplication? _server;
    private long _received;
    private byte[] _latest = [];

    public string ServiceUrl => _server!.Urls.First();

    /// <summary>Activities that arrived so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>The latest, as JSON: only who sends one thing at a time knows which that is.</summary>
    public string Latest => Encoding.UTF8.GetString(_latest);

    public static async Task<StubConnector> StartAsync()
    {
        var connector = new StubConnector();
        connector._server = await LocalServer.StartAsync(connector.AnswerAsync);
        return connector;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = new byte[context.Request.ContentLength ?? 0];
        await context.Request.Body.ReadExactlyAsync(body);
        if (body.AsSpan().IndexOf("\"type\":\"typing\""u8) >= 0)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted; // shown while a turn takes more than a second, and no answer
            return;
        }

        _latest = body;
        var id = Interlocked.Increment(ref _received);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync($$"""{"id":"{{id}}"}""");
    }
}
