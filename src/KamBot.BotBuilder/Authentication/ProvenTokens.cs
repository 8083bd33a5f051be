using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// Callers whose token has been checked: the channel sends the same token with every request for about an hour. An entry ends
/// with its token and with the keys it was checked by. Tokens are kept as SHA-256 of the whole, so that none lies in memory.
/// </summary>
internal sealed class ProvenTokens(TimeProvider time)
{
    /// <summary>Some hours' tokens of some dozen service URLs. Only tokens with a good signature get in, so nobody can fill it from outside.</summary>
    private const int Capacity = 1024;

    /// <summary>Written to some times an hour: one lock does, and makes counting cheap.</summary>
    private readonly ConcurrentDictionary<TokenHash, Proof> _proofs = new(concurrencyLevel: 1, Capacity);

    /// <summary>The caller this very token proved, or null when it has to be checked.</summary>
    public BotCaller? Find(string token, SigningKeySet keys) =>
        _proofs.TryGetValue(TokenHash.Of(token), out var proof) && ReferenceEquals(proof.Keys, keys) && time.GetUtcNow().UtcDateTime < proof.ValidTo ? proof.Caller : null;

    /// <param name="token">What was checked.</param>
    /// <param name="keys">By which keys.</param>
    /// <param name="caller">Whom it proved.</param>
    /// <param name="validTo">The token's end, in UTC. From then on it is checked each time, until the clocks' tolerance is over, too.</param>
    public void Add(string token, SigningKeySet keys, BotCaller caller, DateTime validTo)
    {
        if (_proofs.Count >= Capacity)
            RemoveOld(keys);
        _proofs[TokenHash.Of(token)] = new Proof(caller, keys, validTo);
    }

    /// <summary>What can still be used stays, unless that is too much: then each caller's token is checked once more.</summary>
    private void RemoveOld(SigningKeySet keys)
    {
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var (hash, proof) in _proofs)
        {
            if (!ReferenceEquals(proof.Keys, keys) || proof.ValidTo <= now)
                _proofs.TryRemove(hash, out _);
        }

        if (_proofs.Count >= Capacity)
            _proofs.Clear();
    }

    private sealed record Proof(BotCaller Caller, SigningKeySet Keys, DateTime ValidTo);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TokenHash(UInt128 First, UInt128 Second)
    {
        public static TokenHash Of(string token)
        {
            var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(token.Length));
            try
            {
                var length = Encoding.UTF8.GetBytes(token, bytes);
                Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
                SHA256.HashData(bytes.AsSpan(0, length), hash);
                return MemoryMarshal.Read<TokenHash>(hash);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
            }
        }

        public override int GetHashCode() => (int)(ulong)First;
    }
}
