using System.Text.Json;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Schema;

/// <summary>
/// One message of the Activity protocol, in either direction. The properties KamBot uses are typed; every other one is
/// kept in <see cref="Properties"/> and written again as it came.
/// </summary>
/// <remarks>Source: microsoft/Agents, <c>specs/activity/protocol-activity.md</c>.</remarks>
public sealed class Activity
{
    public string? Type { get; set; }

    public string? Id { get; set; }

    /// <summary>When the channel sent it, in UTC. Null when it is missing or unreadable: no activity is refused for its timestamp (A2042).</summary>
    [JsonConverter(typeof(UtcTimestampConverter))]
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>The sender's wall time with the offset it came with.</summary>
    [JsonConverter(typeof(LocalTimestampConverter))]
    public DateTimeOffset? LocalTimestamp { get; set; }

    /// <summary>The sender's zone as an IANA name.</summary>
    public string? LocalTimezone { get; set; }

    public string? ServiceUrl { get; set; }

    public string? ChannelId { get; set; }

    public ChannelAccount? From { get; set; }

    public ConversationAccount? Conversation { get; set; }

    public ChannelAccount? Recipient { get; set; }

    public string? TextFormat { get; set; }

    public string? AttachmentLayout { get; set; }

    public IList<ChannelAccount>? MembersAdded { get; set; }

    public IList<ChannelAccount>? MembersRemoved { get; set; }

    public IList<MessageReaction>? ReactionsAdded { get; set; }

    public IList<MessageReaction>? ReactionsRemoved { get; set; }

    public string? TopicName { get; set; }

    public string? Locale { get; set; }

    public string? Text { get; set; }

    public string? Speak { get; set; }

    public string? InputHint { get; set; }

    public string? Summary { get; set; }

    public SuggestedActions? SuggestedActions { get; set; }

    public IList<Attachment>? Attachments { get; set; }

    public IList<Entity>? Entities { get; set; }

    /// <summary>The channel's own data, kept as it came; <see cref="ActivityExtensions.GetChannelData"/> reads the part Teams defines.</summary>
    public JsonElement? ChannelData { get; set; }

    /// <summary>What an installationUpdate reports: see <see cref="InstallationUpdateActionTypes"/>.</summary>
    public string? Action { get; set; }

    public string? ReplyToId { get; set; }

    public string? ValueType { get; set; }

    /// <summary>The payload of an invoke, an event or a card's Action.Submit.</summary>
    public JsonElement? Value { get; set; }

    /// <summary>The name of an invoke or an event.</summary>
    public string? Name { get; set; }

    public ConversationReference? RelatesTo { get; set; }

    public string? Code { get; set; }

    public string? Importance { get; set; }

    public string? DeliveryMode { get; set; }

    /// <summary>Properties that have no member here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>A message that answers this activity: addressed from the bot to the sender, in the same conversation.</summary>
    /// <param name="text">The text, or null for a message that gets attachments later.</param>
    public Activity CreateReply(string? text = null)
    {
        var reply = new Activity { Type = ActivityTypes.Message, Text = text, InputHint = text is null ? null : InputHints.AcceptingInput };
        return reply.ApplyConversationReference(this.GetConversationReference());
    }
}
