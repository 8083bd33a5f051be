using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.BotBuilder.Authentication;

/// <summary>A request that is right in everything but one.</summary>
internal sealed class TokenAttempt(TokenDraft token)
{
    public TokenDraft Token => token;

    public Activity Activity { get; } = GuardedBot.Activity();

    /// <summary>Makes the Authorization header of the signed token; null: there is none.</summary>
    public Func<string, string?> Header { get; set; } = signed => $"Bearer {signed}";

    public string? Authorization => Header(token.Sign());
}

/// <summary>One way a request can be, and what KamBot says to it.</summary>
/// <param name="Name">As in token-rules.txt where Microsoft's connector was asked the same.</param>
/// <param name="Status">KamBot's answer.</param>
/// <param name="Change">What is different from a good request.</param>
/// <param name="Stricter">Why KamBot refuses what the reference accepts.</param>
internal sealed record TokenCase(string Name, int Status, Action<TokenAttempt> Change, string? Stricter = null)
{
    private const string PublicTenant = "d6d49420-f39b-4df7-a1dc-d59a935871db";
    private const string NoEmulator = "Development needs no emulator tokens, and in production they are anybody's: every Entra tenant can make one.";

    public static ChannelKey Unendorsed { get; } = new("k3");

    public static ChannelKey Skype { get; } = new("k2", "skype");

    public static ChannelKey Stranger { get; } = new("k9", "msteams");

    /// <summary>What the channel of these cases publishes.</summary>
    public static IReadOnlyList<ChannelKey> Published { get; } = [GuardedBot.Msteams, Skype, Unendorsed];

    /// <summary>Asked of both.</summary>
    public static IReadOnlyList<TokenCase> OfReference { get; } =
    [
        new("valid", 200, _ => { }),
        new("no header", 401, with => with.Header = _ => null),
        new("Basic scheme", 401, with => with.Header = token => $"Basic {token}"),
        new("bearer lowercase", 401, with => with.Header = token => $"bearer {token}"),
        new("garbage token", 401, with => with.Header = _ => "Bearer garbage"),
        new("aud wrong", 401, with => with.Token.Claims["aud"] = "other"),
        new("aud missing", 401, with => with.Token.Claims.Remove("aud")),
        new("iss wrong", 401, with => with.Token.Claims["iss"] = "https://evil.example"),
        new("iss sts v1 (emulator issuer d6d49420)", 401, with => Emulate(with, $"https://sts.windows.net/{PublicTenant}/", "1.0", "appid"), NoEmulator),
        new("iss v2 emulator issuer", 401, with => Emulate(with, $"https://login.microsoftonline.com/{PublicTenant}/v2.0", "2.0", "azp"), NoEmulator),
        new("expired 1h", 401, with => Live(with, -7200, -3600)),
        new("expired 4min (inside 5 min skew)", 200, with => Live(with, -7200, -240)),
        new("expired 6min", 401, with => Live(with, -7200, -360)),
        new("nbf +4min", 200, with => Live(with, 240, 3600)),
        new("nbf +6min", 401, with => Live(with, 360, 3600)),
        new("no exp", 401, with => with.Token.Claims.Remove("exp"), "What never ends can be stolen for good."),
        new("serviceurl missing", 403, with => with.Token.Claims.Remove("serviceurl")),
        new("serviceurl mismatch", 403, with => with.Token.Claims["serviceurl"] = "https://evil.example/"),
        new("serviceurl no trailing slash", 403, with => with.Token.Claims["serviceurl"] = FakeLogin.ServiceUrl.TrimEnd('/')),
        new("serviceurl differs by case", 403, with => with.Token.Claims["serviceurl"] = FakeLogin.ServiceUrl.ToUpperInvariant()),
        new("serviceUrl claim (capital U)", 403, RenameServiceUrl),
        new("signed by other key, kid k1", 401, with => with.Token.Key = Stranger),
        new("kid unknown", 401, with => with.Token.Header["kid"] = "k404"),
        new("kid missing", 401, with => with.Token.Header.Remove("kid")),
        new("key not endorsed for msteams", 403, with => Sign(with, Skype)),
        new("key without endorsements", 403, with => Sign(with, Unendorsed), "A key that is endorsed for nothing may speak for nobody."),
        new("alg HS256 w/ public key", 401, with => Algorithm(with, "HS256", bytes => HMACSHA256.HashData(with.Token.Key.Rsa.ExportSubjectPublicKeyInfo(), bytes))),
        new("alg none", 401, with => Algorithm(with, "none", _ => [])),
        new("alg RS512", 200, with => Algorithm(with, "RS512")),
        new("channelId emulator", 403, with => with.Activity.ChannelId = "emulator", "KamBot listens to Teams alone unless Bot:Access:Channels says more."),
        new("channelId missing", 400, with => with.Activity.ChannelId = null),
        new("channelId webchat (unendorsed)", 403, with => with.Activity.ChannelId = "webchat"),
        new("activity serviceUrl mismatch", 403, with => with.Activity.ServiceUrl = "https://smba.trafficmanager.net/emea/"),
        new("skill claim (appid != aud, ver 1.0)", 401, with => Claim(with, ("ver", "1.0"), ("appid", "33333333-3333-4333-8333-333333333333"))),
    ];

    /// <summary>Asked of KamBot alone.</summary>
    public static IReadOnlyList<TokenCase> OfOurOwn { get; } =
    [
        new("alg RS384", 200, with => Algorithm(with, "RS384")),
        new("aud in capitals", 200, with => with.Token.Claims["aud"] = Registration.AppId.ToUpperInvariant()),
        new("aud this bot and another", 401, with => with.Token.Claims["aud"] = new JsonArray(Registration.AppId, "other")),
        new("two words after Bearer", 401, with => with.Header = token => $"Bearer {token} {token}"),
        new("nothing after Bearer", 401, with => with.Header = _ => "Bearer "),
        new("token over 8 KiB", 401, with => with.Token.Claims["padding"] = new string('x', 8 * 1024)),
        new("five parts, as an encrypted token has", 401, with => with.Header = token => $"Bearer {token}.a.b"),
        new("dots in payload and signature", 401, with => with.Header = token => $"Bearer {Dotted(token)}"),
        new("signature missing", 401, with => with.Header = token => $"Bearer {token[..(token.LastIndexOf('.') + 1)]}"),
        new("alg PS256", 401, with => Algorithm(with, "PS256", bytes => with.Token.Key.Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))),
        new("alg ES256", 401, with => Algorithm(with, "ES256", bytes => bytes[..64])),
        new("alg rs256 in small letters", 401, with => with.Token.Header["alg"] = "rs256"),
        new("alg is a number", 401, with => with.Token.Header["alg"] = 256),
        new("kid is an object", 401, with => with.Token.Header["kid"] = new JsonObject()),
        new("key in the token's own header", 401, EmbedKey),
        new("exp in words", 401, with => with.Token.Claims["exp"] = "tomorrow"),
        new("exp beyond all calendars", 200, with => with.Token.Claims["exp"] = 99_999_999_999_999),
        new("iss of another cloud", 401, with => with.Token.Claims["iss"] = "https://api.botframework.us"),
        new("azp of another bot", 401, with => Claim(with, ("ver", "2.0"), ("azp", "33333333-3333-4333-8333-333333333333"))),
        new("serviceurl is a number", 403, with => with.Token.Claims["serviceurl"] = 7),
        new("host unknown in claim and activity", 403, with => Answer(with, "https://smba.evil.example/teams/")),
        new("host of another cloud in claim and activity", 403, with => Answer(with, "https://smba.infra.gov.teams.microsoft.us/teams/")),
        new("no https in claim and activity", 403, with => Answer(with, "http://smba.trafficmanager.net/teams/")),
        new("this machine in claim and activity", 403, with => Answer(with, "http://localhost:56150/")),
        new("channelId in capitals", 403, with => with.Activity.ChannelId = "MSTEAMS"),
        new("channelId empty", 400, with => with.Activity.ChannelId = ""),
        new("tenant of others", 403, with => with.Activity.Conversation!.TenantId = "99999999-9999-4999-8999-999999999999"),
        new("tenant of others in the channel data", 403, with => Tenant(with, "99999999-9999-4999-8999-999999999999")),
        new("tenant in capitals", 200, with => with.Activity.Conversation!.TenantId = FakeTeams.TenantId.ToUpperInvariant()),
        new("tenant nowhere", 403, NoTenant),
    ];

    public TokenAttempt Attempt(FakeLogin login)
    {
        var attempt = new TokenAttempt(login.Token(GuardedBot.Msteams));
        Change(attempt);
        return attempt;
    }

    public override string ToString() => Name;

    /// <summary>Found by forging at random: the library parses it without looking and fails over it later.</summary>
    private static string Dotted(string token)
    {
        var (payload, signature) = (token.IndexOf('.', StringComparison.Ordinal) + 160, token.Length - 80);
        return $"{token[..payload]}.{token[payload..signature]}.{token[signature..]}";
    }

    private static void Live(TokenAttempt with, int from, int until)
    {
        var now = (long)with.Token.Claims["nbf"]! + 60;
        with.Token.Claims["nbf"] = now + from;
        with.Token.Claims["exp"] = now + until;
    }

    private static void Sign(TokenAttempt with, ChannelKey key)
    {
        with.Token.Key = key;
        with.Token.Header["kid"] = key.Kid;
    }

    private static void Algorithm(TokenAttempt with, string algorithm, Func<byte[], byte[]>? signature = null)
    {
        with.Token.Header["alg"] = algorithm;
        with.Token.Signature = signature;
    }

    private static void Claim(TokenAttempt with, params (string Name, string Value)[] claims)
    {
        foreach (var (name, value) in claims)
            with.Token.Claims[name] = value;
    }

    private static void Emulate(TokenAttempt with, string issuer, string version, string caller) =>
        Claim(with, ("iss", issuer), ("ver", version), (caller, Registration.AppId));

    private static void RenameServiceUrl(TokenAttempt with)
    {
        with.Token.Claims.Remove("serviceurl");
        with.Token.Claims["serviceUrl"] = FakeLogin.ServiceUrl;
    }

    private static void EmbedKey(TokenAttempt with)
    {
        with.Token.Key = Stranger;
        with.Token.Header["jwk"] = Stranger.ToJwk();
        with.Token.Header["jku"] = "https://evil.example/keys";
    }

    private static void Answer(TokenAttempt with, string serviceUrl)
    {
        with.Token.Claims["serviceurl"] = serviceUrl;
        with.Activity.ServiceUrl = serviceUrl;
    }

    private static void Tenant(TokenAttempt with, string tenant) =>
        with.Activity.ChannelData = JsonSerializer.SerializeToElement(new { tenant = new { id = tenant } });

    private static void NoTenant(TokenAttempt with)
    {
        with.Activity.Conversation!.TenantId = null;
        with.Activity.ChannelData = null;
    }
}
