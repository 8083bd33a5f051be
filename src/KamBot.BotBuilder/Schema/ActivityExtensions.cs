using System.Text.Json;

namespace KamBot.BotBuilder.Schema;

public static class ActivityExtensions
{
    /// <summary>The way back to the conversation this incoming activity came from.</summary>
    public static ConversationReference GetConversationReference(this Activity activity) => new()
    {
        // A continuation's id is the bot's own invention: the channel knows nothing it could be a reply to.
        ActivityId = activity is { Type: ActivityTypes.Event, Name: ConversationReference.ContinueConversation } ? null : activity.Id,
        User = activity.From,
        Bot = activity.Recipient,
        Conversation = activity.Conversation,
        ChannelId = activity.ChannelId,
        Locale = activity.Locale,
        ServiceUrl = activity.ServiceUrl,
    };

    /// <summary>Addresses an activity to the conversation of <paramref name="reference"/>.</summary>
    /// <param name="activity">The activity, changed in place and returned.</param>
    /// <param name="reference">Where it belongs.</param>
    /// <param name="isIncoming">True to make it look as if the user had sent it.</param>
    public static Activity ApplyConversationReference(this Activity activity, ConversationReference reference, bool isIncoming = false)
    {
        activity.ChannelId = reference.ChannelId;
        activity.ServiceUrl = reference.ServiceUrl;
        activity.Conversation = reference.Conversation;
        activity.Locale ??= reference.Locale;
        if (isIncoming)
        {
            activity.From = reference.User;
            activity.Recipient = reference.Bot;
            activity.Id ??= reference.ActivityId;
        }
        else
        {
            activity.From = reference.Bot;
            activity.Recipient = reference.User;
            activity.ReplyToId ??= reference.ActivityId;
        }

        return activity;
    }

    /// <summary>Those named in the text.</summary>
    public static IReadOnlyList<Mention> GetMentions(this Activity activity) =>
        [.. (activity.Entities ?? []).Select(entity => entity?.AsMention()).OfType<Mention>()];

    /// <summary>The text without the bot's own name: in groups and channels every line starts with it. Changes the activity too.</summary>
    public static string? RemoveRecipientMention(this Activity activity)
    {
        foreach (var mention in activity.GetMentions())
        {
            if (mention.Mentioned?.Id is { } id && id == activity.Recipient?.Id && !string.IsNullOrEmpty(mention.Text))
                activity.Text = activity.Text?.Replace(mention.Text, string.Empty, StringComparison.Ordinal);
        }

        return activity.Text = activity.Text?.Trim();
    }

    /// <summary>What Teams says in the channel data, or null when there is none or it has another form.</summary>
    public static TeamsChannelData? GetChannelData(this Activity activity)
    {
        if (activity.ChannelData is not { ValueKind: JsonValueKind.Object } data)
            return null;
        try
        {
            return data.Deserialize(BotJson.Wire.TeamsChannelData);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The tenant the activity belongs to, or null when the channel names none.</summary>
    public static string? GetTenantId(this Activity activity) =>
        activity.Conversation?.TenantId is { Length: > 0 } tenant ? tenant : activity.GetChannelData()?.Tenant?.Id;
}
