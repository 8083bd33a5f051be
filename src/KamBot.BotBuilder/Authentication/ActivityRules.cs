using KamBot.BotBuilder.Schema;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Authentication;

/// <summary>Which activities a caller with a good token may send.</summary>
/// <remarks>Source: bot-docs, <c>bot-framework-rest-connector-authentication.md</c>, “Connector to Bot”, requirements 7 and 8; the rest is stricter than it.</remarks>
internal sealed class ActivityRules(AllowedHosts hosts, IOptions<BotAccessOptions> access, IOptions<BotRegistration> registration)
{
    private readonly HashSet<string> _channels = new(access.Value.Channels ?? BotAccessOptions.DefaultChannels, StringComparer.Ordinal);
    private readonly HashSet<string>? _tenants = TenantsOf(access.Value, registration.Value);

    /// <summary>Why the activity may not come in, or null.</summary>
    public string? Reason(BotCaller caller, Activity activity)
    {
        // To the letter: both come from the channel, in one spelling. Microsoft's JavaScript SDK asks the same, so every channel keeps to it.
        if (caller.ServiceUrl is null || !string.Equals(caller.ServiceUrl, activity.ServiceUrl, StringComparison.Ordinal))
            return "the activity's service URL is not the token's";
        if (activity.ChannelId is not { } channel || !caller.Endorsements.Contains(channel))
            return "the token's key is not endorsed for the activity's channel";
        if (hosts.Allow(activity.ServiceUrl) is null)
            return "the activity's service URL is not one of the channel's hosts";
        if (!_channels.Contains(channel))
            return "the activity's channel is not one of Bot:Access:Channels";
        return ReasonOfTenant(activity);
    }

    /// <summary>Where Teams names the tenant twice, both count. A message of Teams without one would be kept among everybody's rows.</summary>
    private string? ReasonOfTenant(Activity activity)
    {
        string?[] named = [activity.Conversation?.TenantId, activity.GetChannelData()?.Tenant?.Id];
        var tenants = named.OfType<string>().Where(tenant => tenant.Length > 0).ToList();
        if (tenants.Count == 0 && (_tenants is not null || activity.ChannelId == Channels.Msteams))
            return "the activity names no tenant";
        return _tenants is null || tenants.TrueForAll(_tenants.Contains) ? null : "the activity's tenant is not one of Bot:Access:Tenants";
    }

    /// <summary>Null: every tenant.</summary>
    private static HashSet<string>? TenantsOf(BotAccessOptions access, BotRegistration registration) => access.Tenants is { Count: > 0 } named
        ? new HashSet<string>(named, StringComparer.OrdinalIgnoreCase)
        : registration.Type == BotAppType.MultiTenant ? null : new HashSet<string>([registration.TenantId ?? ""], StringComparer.OrdinalIgnoreCase);
}

/// <summary>Who may write to the bot (section <c>Bot:Access</c>).</summary>
public sealed class BotAccessOptions
{
    internal static readonly IReadOnlyList<string> DefaultChannels = ["msteams"];

    /// <summary>The channels that are listened to, as they write themselves; <c>msteams</c> alone when nothing is set.</summary>
    public IReadOnlyList<string>? Channels { get; set; }

    /// <summary>Tenant ids; when none is set the bot's own, and for a multi-tenant bot every tenant.</summary>
    public IReadOnlyList<string>? Tenants { get; set; }
}
