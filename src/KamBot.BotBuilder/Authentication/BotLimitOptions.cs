using System.ComponentModel.DataAnnotations;

namespace KamBot.BotBuilder.Authentication;

/// <summary>How much one source may ask for (section <c>Bot:Limits</c>). Of what is given a second, twice as much may come at once after a pause.</summary>
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
