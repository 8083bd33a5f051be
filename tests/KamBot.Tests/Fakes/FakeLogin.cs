using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Authentication;

namespace KamBot.Tests.Fakes;

/// <summary>
/// The side of the channel that says who it is: publishes its keys at the cloud's own addresses, fails on demand, counts how
/// often it is asked, and makes the tokens the channel would send.
/// </summary>
internal sealed class FakeLogin(TimeProvider clock, BotCloud? cloud = null) : HttpMessageHandler
{
    public const string ServiceUrl = "https://smba.trafficmanager.net/teams/";

    private static readonly Uri Keys = new("https://login.botframework.com/v1/.well-known/keys");

    private readonly CallLog<DateTimeOffset> _fetches = new();
    private readonly BotCloud _cloud = cloud ?? BotCloud.Commercial;

    /// <summary>What is published now.</summary>
    public IReadOnlyList<ChannelKey> Published { get; set; } = [];

    /// <summary>Answers instead of the documents; null: all is well.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>? Fault { get; set; }

    /// <summary>When the metadata was asked for: once for each fetch of the keys.</summary>
    public IReadOnlyList<DateTimeOffset> Fetches => _fetches.Items;

    /// <summary>The n-th fetch, counted from 1.</summary>
    public Task FetchAsync(int n) => _fetches.NthAsync(n);

    /// <summary>A good token for the bot of <see cref="Registration"/>, good for an hour.</summary>
    public TokenDraft Token(ChannelKey? key = null)
    {
        key ??= Published[0];
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return new TokenDraft(
            new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = key.Kid },
            new JsonObject
            {
                ["serviceurl"] = ServiceUrl,
                ["nbf"] = now - 60,
                ["exp"] = now + 3600,
                ["iss"] = _cloud.TokenIssuer,
                ["aud"] = Registration.AppId,
            },
            key);
    }

    /// <summary>The documents as JSON, by the end of their address.</summary>
    public string Document(string path) => path.EndsWith("/keys", StringComparison.Ordinal)
        ? new JsonObject { ["keys"] = new JsonArray([.. Published.Select(key => key.ToJwk())]) }.ToJsonString()
        : new JsonObject { ["issuer"] = _cloud.TokenIssuer, ["jwks_uri"] = Keys.AbsoluteUri }.ToJsonString();

    /// <summary>The answer when all is well.</summary>
    public HttpResponseMessage Answer(HttpRequestMessage request) => request.RequestUri == _cloud.OpenIdMetadata || request.RequestUri == Keys
        ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Document(request.RequestUri!.AbsolutePath), Encoding.UTF8, "application/json") }
        : new HttpResponseMessage(HttpStatusCode.NotFound);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri == _cloud.OpenIdMetadata)
            _fetches.Add(clock.GetUtcNow());
        if (Fault is { } fault)
            return await fault(request, cancellationToken);
        return Answer(request);
    }
}
