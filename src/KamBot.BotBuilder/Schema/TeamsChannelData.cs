using System.Text.Json;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Schema;

/// <summary>What Teams puts into <see cref="Activity.ChannelData"/>. Source: msteams-docs, "Conversation events" and "Send and receive messages".</summary>
public sealed class TeamsChannelData
{
    public TenantInfo? Tenant { get; set; }

    public TeamInfo? Team { get; set; }

    public ChannelInfo? Channel { get; set; }

    public string? EventType { get; set; }

    /// <summary>Outbound: asks for an entry in the activity feed.</summary>
    public NotificationInfo? Notification { get; set; }

    /// <summary>Outbound: asks for thumbs under the message; they come back as <c>message/submitAction</c>.</summary>
    public FeedbackLoop? FeedbackLoop { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>This as a value for <see cref="Activity.ChannelData"/>.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, BotJson.Wire.TeamsChannelData);
}

/// <summary>Source: msteams-docs, "Feedback buttons".</summary>
public sealed class FeedbackLoop
{
    /// <summary>Teams' own form behind the thumbs.</summary>
    public static FeedbackLoop Default { get; } = new();

    public string Type { get; set; } = "default";
}

public sealed class TenantInfo
{
    public string? Id { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

public sealed class TeamInfo
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? AadGroupId { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

public sealed class ChannelInfo
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

public sealed class NotificationInfo
{
    public bool? Alert { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}
