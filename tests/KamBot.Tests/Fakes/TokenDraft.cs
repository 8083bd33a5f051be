using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace KamBot.Tests.Fakes;

/// <summary>A key pair of the channel, made in the test run.</summary>
internal sealed class ChannelKey(string kid, params string[] endorsements) : IDisposable
{
    public string Kid => kid;

    public RSA Rsa { get; } = RSA.Create(2048);

    /// <summary>As the channel publishes it.</summary>
    public JsonObject ToJwk()
    {
        var parameters = Rsa.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = kid,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
        if (endorsements.Length > 0)
            jwk["endorsements"] = new JsonArray([.. endorsements.Select(endorsement => JsonValue.Create(endorsement))]);
        return jwk;
    }

    public void Dispose() => Rsa.Dispose();
}

/// <summary>A token before it is signed: whatever a test wants to be wrong with it is changed here.</summary>
internal sealed class TokenDraft(JsonObject header, JsonObject claims, ChannelKey key)
{
    public JsonObject Header => header;

    public JsonObject Claims => claims;

    /// <summary>Signs it; the header's <c>kid</c> need not be its own.</summary>
    public ChannelKey Key { get; set; } = key;

    /// <summary>Signs by hand where no RSA key does: an HMAC over a public key, nothing at all.</summary>
    public Func<byte[], byte[]>? Signature { get; set; }

    public string Sign()
    {
        var content = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(content);
        return $"{content}.{Base64Url.EncodeToString(Signature?.Invoke(bytes) ?? Key.Rsa.SignData(bytes, Hash, RSASignaturePadding.Pkcs1))}";
    }

    private HashAlgorithmName Hash => header["alg"]?.ToString() switch
    {
        "RS384" => HashAlgorithmName.SHA384,
        "RS512" => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
