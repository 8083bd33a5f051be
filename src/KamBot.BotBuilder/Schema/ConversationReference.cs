using System.Text.Json;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Schema;

/// <summary>All that is needed to write into a conversation later. Valid only with <see cref="ChannelId"/> and a conversation id (A7550).</summary>
public sealed class ConversationReference
{
    public string? ActivityId { get; set; }

    public ChannelAccount? User { get; set; }

    public ChannelAccount? Bot { get; set; }

    public ConversationAccount? Conversation { get; set; }

    public string? ChannelId { get; set; }

    public string? Locale { get; set; }

    public string? ServiceUrl { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>The same reference with another address.</summary>
    public ConversationReference With(string? serviceUrl = null, ConversationAccount? conversation = null)
    {
        var other = (ConversationReference)MemberwiseClone();
        other.ServiceUrl = serviceUrl ?? ServiceUrl;
        other.Conversation = conversation ?? Conversation;
        return other;
    }

    /// <summary>The event that starts a turn of the bot's own accord in this conversation, as if the user had sent it.</summary>
    public Activity GetContinuationActivity() => new()
    {
        Type = ActivityTypes.Event,
        Name = ContinueConversation,
        Id = Guid.NewGuid().ToString(),
        ChannelId = ChannelId,
        Locale = Locale,
        ServiceUrl = ServiceUrl,
        Conversation = Conversation,
        Recipient = Bot,
        From = User,
        RelatesTo = this,
    };

    /// <summary>The <see cref="Activity.Name"/> of a continuation.</summary>
    public const string ContinueConversation = "ContinueConversation";
}

/// <summary>Asks the channel for a new conversation. Source: Bot Framework Connector REST API, "Create conversation".</summary>
public sealed class ConversationParameters
{
    /// <summary>The personal chat with the user of <paramref name="reference"/>; Teams gives back the one there is, or makes it.</summary>
    public static ConversationParameters PersonalChat(ConversationReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var tenant = reference.Conversation?.TenantId;
        return new()
        {
            IsGroup = false,
            Bot = reference.Bot,
            Members = [new ChannelAccount(reference.User?.Id)],
            TenantId = tenant,
            ChannelData = new TeamsChannelData { Tenant = new TenantInfo { Id = tenant } }.ToJson(),
        };
    }

    public ChannelAccount? Bot { get; set; }

    public bool? IsGroup { get; set; }

    public IList<ChannelAccount>? Members { get; set; }

    public string? TopicName { get; set; }

    public string? TenantId { get; set; }

    public Activity? Activity { get; set; }

    public JsonElement? ChannelData { get; set; }
}

/// <summary>The conversation the channel made, and the id of its first activity if one was given.</summary>
public sealed class ConversationResourceResponse
{
    public string? Id { get; set; }

    public string? ActivityId { get; set; }

    public string? ServiceUrl { get; set; }
}

/// <summary>What the channel calls the thing it stored. <see cref="Id"/> is null for an answer that has not gone out yet.</summary>
public sealed class ResourceResponse
{
    public ResourceResponse()
    {
    }

    public ResourceResponse(string? id) => Id = id;

    public string? Id { get; set; }
}
