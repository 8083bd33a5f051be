using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.Tokens;

namespace KamBot.BotBuilder.Authentication;

/// <summary>A key the channel signs with, and the channels that may be spoken for with it.</summary>
internal sealed record SigningKey(RsaSecurityKey Key, FrozenSet<string> Endorsements);

/// <summary>The keys that were published together. Never changed: new keys are a new set.</summary>
internal sealed class SigningKeySet(FrozenDictionary<string, SigningKey> keys, DateTimeOffset fetchedAt)
{
    /// <summary>Below this a signature is not taken for proof (NIST SP 800-131A).</summary>
    private const int MinKeyBits = 2048;

    public DateTimeOffset FetchedAt => fetchedAt;

    public int Count => keys.Count;

    public SigningKey? Find(string kid) => keys.GetValueOrDefault(kid);

    /// <summary>Reads a JWK set. Keys that cannot sign a bot's token (other kinds, short, without a name) are passed over.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <remarks>Sources: RFC 7517; bot-docs, <c>bot-framework-rest-connector-authentication.md</c> for <c>endorsements</c>.</remarks>
    public static SigningKeySet Parse(ReadOnlySpan<byte> json, DateTimeOffset fetchedAt)
    {
        var keys = new Dictionary<string, SigningKey>(StringComparer.Ordinal);
        foreach (var published in JsonSerializer.Deserialize(json, KeyJson.Default.PublishedKeys)?.Keys ?? [])
        {
            if (published is { Kid.Length: > 0, Kty: "RSA", Use: null or "sig" } && Read(published) is { } key)
                keys.TryAdd(published.Kid, key);
        }

        return new SigningKeySet(keys.ToFrozenDictionary(StringComparer.Ordinal), fetchedAt);
    }

    private static SigningKey? Read(PublishedKey published)
    {
        try
        {
            var parameters = new RSAParameters { Modulus = Base64Url.DecodeFromChars(published.N), Exponent = Base64Url.DecodeFromChars(published.E) };
            using var rsa = RSA.Create(parameters);
            return rsa.KeySize < MinKeyBits
                ? null
                : new SigningKey(new RsaSecurityKey(parameters) { KeyId = published.Kid }, (published.Endorsements ?? []).OfType<string>().ToFrozenSet(StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>The part of the OpenID metadata document that is needed.</summary>
internal sealed record OpenIdMetadata([property: JsonPropertyName("jwks_uri")] string? JwksUri);

internal sealed record PublishedKeys(IReadOnlyList<PublishedKey?>? Keys);

internal sealed record PublishedKey(string? Kid, string? Kty, string? Use, string? N, string? E, IReadOnlyList<string?>? Endorsements);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OpenIdMetadata))]
[JsonSerializable(typeof(PublishedKeys))]
internal sealed partial class KeyJson : JsonSerializerContext;
