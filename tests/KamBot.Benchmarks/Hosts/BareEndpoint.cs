using System.Text.Json;
using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KamBot.Benchmarks.Hosts;

/// <summary>The ceiling: what a message costs when a bot does nothing with it. Parses the activity and posts one reply.</summary>
internal sealed class BareEndpoint : IAsyncDisposable
{
    private readonly HttpClient _connector = new();
    private WebApplication? _server;

    public Uri Address => new(_server!.Urls.First());

    public static async Task<BareEndpoint> StartAsync()
    {
        var endpoint = new BareEndpoint();
        endpoint._server = await LocalServer.StartAsync(endpoint.AnswerAsync);
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _connector.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var activity = (await JsonSerializer.DeserializeAsync(context.Request.Body, BotJson.Wire.Activity))!;
        var reply = MessageFactory.Text("ok");
        reply.ApplyConversationReference(activity.GetConversationReference());
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(reply, BotJson.Wire.Activity)) { Headers = { ContentType = new("application/json", "utf-8") } };
        var path = $"v3/conversations/{Uri.EscapeDataString(activity.Conversation!.Id!)}/activities/{Uri.EscapeDataString(activity.Id!)}";
        using var response = await _connector.PostAsync(new Uri(new Uri(activity.ServiceUrl!), path), content);
        await response.Content.ReadAsByteArrayAsync();
    }
}
