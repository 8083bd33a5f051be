using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// Teams sends everything from a few addresses: so an address is counted only while it shows tokens that have not been checked
/// yet, and what comes in with a good token is counted by its tenant.
/// </summary>
internal sealed class SourceLimits(IOptions<BotLimitOptions> options, TimeProvider time)
{
    private readonly SourceLimit _addresses = new(options.Value.AddressPerSecond, options.Value.AddressAtOnce, time);
    private readonly SourceLimit _tenants = new(options.Value.TenantPerSecond, options.Value.TenantAtOnce, time);

    /// <summary>For one token to be checked; to be disposed when it is. Null: too much.</summary>
    public IDisposable? EnterAddress(IPAddress? address) => _addresses.Enter(address is null ? 0 : HashOf(address));

    /// <summary>For one activity to be answered; to be disposed when it is. Null: too much.</summary>
    public IDisposable? EnterTenant(string? tenant) => _tenants.Enter(StringComparer.OrdinalIgnoreCase.GetHashCode(tenant ?? ""));

    /// <summary>A network of IPv6 counts as one address: whoever has one address there has 2⁶⁴.</summary>
    private static int HashOf(IPAddress address)
    {
        var seen = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = seen.GetAddressBytes();
        var hash = new HashCode();
        hash.AddBytes(seen.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, 8) : bytes);
        return hash.ToHashCode();
    }
}
