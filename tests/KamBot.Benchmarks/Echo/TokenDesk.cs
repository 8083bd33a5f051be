using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KamBot.Benchmarks.Hosts;
using KamBot.BotBuilder.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.IdentityModel.Tokens;

namespace KamBot.Benchmarks.Echo;

/// <summary>The channel's side of authentication: one key made for the run, a token signed with it, and the addresses where keys are published.</summary>
internal sealed class TokenDesk : IAsyncDisposable
{
    public const string AppId = "22222222-2222-4222-8222-222222222222";
    public const string Issuer = "https://api.botframework.com";

    private const string Kid = "benchmark";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly RSA _rsa = RSA.Create(2048);
    private WebApplication? _server;

    private TokenDesk(string serviceUrl)
    {
        var now = TimeProvider.System.GetUtcNow();
        var content = Encode(new { alg = "RS256", typ = "JWT", kid = Kid }) + "."
            + Encode(new { iss = Issuer, aud = AppId, serviceurl = serviceUrl, nbf = now.ToUnixTimeSeconds(), exp = (now + Lifetime).ToUnixTimeSeconds() });
        Token = $"{content}.{Base64Url.EncodeToString(_rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>Valid for the run, for every activity of the one channel there is.</summary>
    public string Token { get; }

    /// <summary>Where a peer in another process finds the keys.</summary>
    public Uri Metadata => new($"{_server!.Urls.First()}/openidconfiguration");

    /// <summary>What a signature is checked with.</summary>
    public SecurityKey Key => new RsaSecurityKey(_rsa) { KeyId = Kid };

    /// <param name="serviceUrl">The channel's own address, which the token names.</param>
    public static async Task<TokenDesk> OpenAsync(string serviceUrl)
    {
        var desk = new TokenDesk(serviceUrl);
        desk._server = await LocalServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(desk.Published(context.Request.Path, $"http://{context.Request.Host}"));
        });
        return desk;
    }

    /// <summary>Makes a program the bot that the token is for. It fetches the keys as ever, from here instead of the channel.</summary>
    public void Register(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["MicrosoftAppType"] = "MultiTenant",
            ["MicrosoftAppId"] = AppId,
            ["MicrosoftAppPassword"] = "never sent to this machine",
            ["Bot:Limits:TenantPerSecond"] = "1000000",
            ["Bot:Limits:TenantAtOnce"] = "100000",
        });
        builder.Services.PostConfigure<HttpClientFactoryOptions>(
            SigningKeys.HttpClientName, client => client.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = new Publication(this)));
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _rsa.Dispose();
    }

    private static string Encode<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private string Published(string path, string address)
    {
        if (!path.EndsWith("/keys", StringComparison.Ordinal))
            return JsonSerializer.Serialize(new { issuer = Issuer, jwks_uri = $"{address}/v1/.well-known/keys", id_token_signing_alg_values_supported = new[] { "RS256" } });
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", kid = Kid, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent), endorsements = new[] { "msteams" } } } });
    }

    private sealed class Publication(TokenDesk desk) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(desk.Published(request.RequestUri!.AbsolutePath, "https://login.botframework.com")) });
    }
}
