using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// Checks the token a request of the channel bears: length, form, algorithm, key, issuer, audience, lifetime, signature, in this
/// order. What it says of service URL and channels is compared with the activity afterwards (<see cref="ActivityRules"/>).
/// </summary>
/// <remarks>Source: bot-docs, <c>bot-framework-rest-connector-authentication.md</c>, “Connector to Bot”.</remarks>
internal sealed class ChannelTokens(IOptions<BotRegistration> registration, SigningKeys keys, TimeProvider time)
{
    /// <summary>The channel's tokens have about 1,000 characters.</summary>
    public const int MaxLength = 8 * 1024;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    private readonly ProvenTokens _proven = new(time);

    /// <summary>The caller, if this very token was checked before and still holds. Costs a hash.</summary>
    public BotCaller? Recognize(string token) =>
        token.Length <= MaxLength && keys.Current is { } set ? _proven.Find(token, set) : null;

    /// <summary>The caller, or why the token proves none.</summary>
    public async ValueTask<TokenVerdict> CheckAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > MaxLength)
            return TokenVerdict.Refuse("the token is too long");
        if (Parse(token) is not { } jwt)
            return TokenVerdict.Refuse("the token is none");
        if (!Algorithms.Contains(jwt.Alg, StringComparer.Ordinal))
            return TokenVerdict.Refuse("the token's algorithm is not allowed");
        if (string.IsNullOrEmpty(jwt.Kid))
            return TokenVerdict.Refuse("the token names no key");
        if (await keys.WithAsync(jwt.Kid, cancellationToken) is not { } set)
            return TokenVerdict.NoKeys;
        if (set.Find(jwt.Kid) is not { } key)
            return TokenVerdict.Refuse("the token's key is not known");

        var result = await Handler.ValidateTokenAsync(jwt, Rules(key));
        if (!result.IsValid)
            return TokenVerdict.Refuse(ReasonOf(result.Exception));
        if (jwt.Audiences.Skip(1).Any() || IsOfAnotherBot(jwt))
            return TokenVerdict.Refuse("the token is not for this bot alone");

        var caller = new BotCaller(jwt.TryGetPayloadValue<string>("serviceurl", out var serviceUrl) ? serviceUrl : null, key.Endorsements);
        _proven.Add(token, set, caller, jwt.ValidTo);
        return new TokenVerdict(caller, "");
    }

    /// <summary>A signed token has three parts; of five, an encrypted one's, the library reads more than it can bear.</summary>
    private static JsonWebToken? Parse(string token)
    {
        if (token.AsSpan().Count('.') != 2)
            return null;
        try
        {
            return new JsonWebToken(token);
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    /// <summary>A new object for each check: the SDKs' samples share one and change it under one another's hands.</summary>
    private TokenValidationParameters Rules(SigningKey key) => new()
    {
        ValidAlgorithms = Algorithms,
        IssuerSigningKey = key.Key,
        TryAllIssuerSigningKeys = false,
        ValidIssuer = registration.Value.Cloud.TokenIssuer,
        ValidAudience = registration.Value.AppId,
        IgnoreTrailingSlashWhenValidatingAudience = false,
        LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires), // by our clock, and a token without an end is none
        RequireSignedTokens = true,
        ValidateSignatureLast = true, // the cheap checks first: nothing of the token is used before all have passed
        LogValidationExceptions = false,
    };

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires > now - ClockSkew && (notBefore is null || notBefore <= now + ClockSkew);
    }

    /// <summary>Another bot may call as a skill with a token of the same issuer; KamBot is nobody's skill.</summary>
    private bool IsOfAnotherBot(JsonWebToken token) =>
        (token.TryGetPayloadValue<string>("appid", out var caller) || token.TryGetPayloadValue("azp", out caller))
        && !string.Equals(caller, registration.Value.AppId, StringComparison.OrdinalIgnoreCase);

    private static string ReasonOf(Exception exception) => exception switch
    {
        SecurityTokenInvalidIssuerException => "the token's issuer is another",
        SecurityTokenInvalidAudienceException => "the token is for another bot",
        SecurityTokenInvalidLifetimeException => "the token is not valid now",
        _ => "the token's signature is wrong",
    };
}

/// <summary>Either whom a token proves, or the reason that it proves nobody.</summary>
internal sealed record TokenVerdict(BotCaller? Caller, string Reason)
{
    /// <summary>Nothing is known against the token; it cannot be checked now.</summary>
    public static TokenVerdict NoKeys { get; } = new(null, "there are no signing keys to check tokens with");

    public static TokenVerdict Refuse(string reason) => new(null, reason);
}
