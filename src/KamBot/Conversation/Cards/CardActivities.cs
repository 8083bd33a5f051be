using KamBot.BotBuilder.Schema;

namespace KamBot.Conversation.Cards;

internal static class CardActivities
{
    /// <summary>A message that is this card. Its summary is what a notification shows; text and card never share a message (A.1).</summary>
    public static Activity Of(Card card, string nonce) => new()
    {
        Type = ActivityTypes.Message,
        Summary = card.Headline,
        Attachments = [Attachment(card, nonce)],
    };

    public static Attachment Attachment(Card card, string nonce) => new() { ContentType = BotBuilder.Schema.Attachment.AdaptiveCard, Content = card.ToJson(nonce) };
}
