using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// How much one source may ask for. Teams sends everything from a few addresses: so an address is counted only while it shows
/// tokens that have not been checked yet, and what comes in with a good token is counted by its tenant.
/// </summary>
internal sealed class SourceLimits(IOptions<BotLimitOptions> options) : IDisposable
{
    /// <summary>Sources share this many counters, so that no flood of addresses fills the memory. Which share one is different in each process.</summary>
    private const int Counters = 1024;

    private readonly PartitionedRateLimiter<int> _addresses = Limiter(options.Value.AddressPerSecond, options.Value.AddressAtOnce);
    private readonly PartitionedRateLimiter<int> _tenants = Limiter(options.Value.TenantPerSecond, options.Value.TenantAtOnce);

    /// <summary>For one token to be checked. A network of IPv6 counts as one address: whoever has one address there has 2⁶⁴.</summary>
    public RateLimitLease AcquireAddress(IPAddress? address) => _addresses.AttemptAcquire(address is null ? 0 : CounterOf(address));

    /// <summary>For one activity to be answered.</summary>
    public RateLimitLease AcquireTenant(string? tenant) => _tenants.AttemptAcquire(CounterOf(StringComparer.OrdinalIgnoreCase.GetHashCode(tenant ?? "")));

    public void Dispose()
    {
        _addresses.Dispose();
        _tenants.Dispose();
    }

    private static int CounterOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).TryWriteBytes(bytes, out var length);
        var hash = new HashCode();
        hash.AddBytes(bytes[..(address.AddressFamily == AddressFamily.InterNetworkV6 && length == 16 ? 8 : length)]);
        return CounterOf(hash.ToHashCode());
    }

    private static int CounterOf(int hash) => hash & (Counters - 1);

    private static PartitionedRateLimiter<int> Limiter(int perSecond, int atOnce) => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<int, int>(counter => RateLimitPartition.GetTokenBucketLimiter(counter, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        })),
        PartitionedRateLimiter.Create<int, int>(counter => RateLimitPartition.GetConcurrencyLimiter(counter, _ => new ConcurrencyLimiterOptions { PermitLimit = atOnce })));
}

/// <summary>The numbers of <see cref="SourceLimits"/> (section <c>Bot:Limits</c>); twice as many a second may come at once after a pause.</summary>
public sealed class BotLimitOptions
{
    /// <summary>Tokens from one address that were not seen before, good or bad. The channel shows a new one about once an hour for each of its regions.</summary>
    [Range(1, 100_000)]
    public int AddressPerSecond { get; set; } = 50;

    /// <summary>Of those, how many may be under way at once.</summary>
    [Range(1, 10_000)]
    public int AddressAtOnce { get; set; } = 64;

    /// <summary>Activities of one tenant. Teams lets an app send 50 a second there: more than four times that is no conversation.</summary>
    [Range(1, 1_000_000)]
    public int TenantPerSecond { get; set; } = 200;

    /// <summary>Of those, how many may be under way at once.</summary>
    [Range(1, 100_000)]
    public int TenantAtOnce { get; set; } = 256;
}
