using System.Text.Json;
using KamBot.Benchmarks.Echo;
using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KamBot.Benchmarks.Hosts;

/// <summary>
/// The ceiling: what a message costs when a bot does nothing with it. Checks the token, if there is one to be checked, parses the
/// activity and posts one reply.
/// </summary>
internal sealed class BareEndpoint : IAsyncDisposable
{
    private readonly HttpClient _connector = new();
    private readonly JsonWebTokenHandler _tokens = new();
    private TokenValidationParameters? _expected;
    private WebApplication? _server;

    public Uri Address => new(_server!.Urls.First());

    /// <param name="desk">Whose tokens are asked for; null for none.</param>
    public static async Task<BareEndpoint> StartAsync(TokenDesk? desk = null)
    {
        var endpoint = new BareEndpoint
        {
            _expected = desk is null ? null : new TokenValidationParameters { ValidIssuer = TokenDesk.Issuer, ValidAudience = TokenDesk.AppId, IssuerSigningKey = desk.Key },
        };
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
        if (_expected is not null && !(await _tokens.ValidateTokenAsync(context.Request.Headers.Authorization.ToString()["Bearer ".Length..], _expected)).IsValid)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var activity = (await JsonSerializer.DeserializeAsync(context.Request.Body, BotJson.Wire.Activity))!;
        var reply = MessageFactory.Text("ok");
        reply.ApplyConversationReference(activity.GetConversationReference());
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(reply, BotJson.Wire.Activity)) { Headers = { ContentType = new("application/json", "utf-8") } };
        var path = $"v3/conversations/{Uri.EscapeDataString(activity.Conversation!.Id!)}/activities/{Uri.EscapeDataString(activity.Id!)}";
        using var response = await _connector.PostAsync(new Uri(new Uri(activity.ServiceUrl!), path), content);
        await response.Content.ReadAsByteArrayAsync();
    }
}
