using System.Text.Json.Nodes;

namespace KamBot.BotBuilder.Schema;

/// <summary>Makes messages that <c>SendActivityAsync</c> can address and send.</summary>
public static class MessageFactory
{
    public static Activity Text(string text) =>
        new() { Type = ActivityTypes.Message, Text = text, InputHint = InputHints.AcceptingInput };

    /// <summary>A message with one attachment and no text: Teams splits a message that has both, and its id is then of no use.</summary>
    public static Activity Attachment(Attachment attachment) =>
        new() { Type = ActivityTypes.Message, Attachments = [attachment] };

    /// <summary>A message with one Adaptive Card.</summary>
    public static Activity AdaptiveCard(JsonNode card) =>
        Attachment(new Attachment { ContentType = Schema.Attachment.AdaptiveCard, Content = card });

    public static Activity SuggestedActions(IEnumerable<CardAction> actions, string text) =>
        new() { Type = ActivityTypes.Message, Text = text, InputHint = InputHints.AcceptingInput, SuggestedActions = new SuggestedActions { Actions = [.. actions] } };
}
