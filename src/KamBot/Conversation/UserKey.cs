using KamBot.BotBuilder.Schema;
using KamBot.Platform.Tables;

namespace KamBot.Conversation;

/// <summary>Who is meant, for ever: the tenant and the user's directory id (the channel's own id where the directory has none).</summary>
public readonly record struct UserKey(string Tenant, string Id)
{
    /// <summary>Who sent an activity.</summary>
    public static UserKey Of(Activity activity) => Of(activity.GetTenantId(), activity.From);

    public static UserKey Of(string? tenant, ChannelAccount? account) => new(tenant ?? "none", account?.AadObjectId ?? account?.Id ?? "");

    /// <summary>Everything about one user lies in this partition.</summary>
    public string Partition => $"{TableKeys.Escape(Tenant)}~{TableKeys.Escape(Id)}";

    public override string ToString() => Partition;
}
