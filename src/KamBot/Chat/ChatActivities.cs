using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using NodaTime;

namespace KamBot.Chat;

/// <summary>Makes the activities that Teams would post.</summary>
internal sealed class ChatActivities(Uri serviceUrl, TimeProvider clock)
{
    private const string BotId = "28:22222222-2222-4222-8222-222222222222";

    public Activity Line(ChatUser user, string text)
    {
        var activity = New(user, ActivityTypes.Message);
        activity.Text = text;
        activity.TextFormat = "plain";
        return activity;
    }

    /// <summary>A button with Action.Execute.</summary>
    public Activity Execute(ChatUser user, string cardId, JsonObject action, JsonObject data)
    {
        var activity = New(user, ActivityTypes.Invoke);
        activity.Name = "adaptiveCard/action";
        activity.ReplyToId = cardId;
        activity.Value = Json(new JsonObject
        {
            ["action"] = new JsonObject
            {
                ["type"] = AdaptiveCardInvokeAction.Execute,
                ["title"] = action["title"]?.DeepClone(),
                ["verb"] = action["verb"]?.DeepClone(),
                ["data"] = data,
            },
        });
        return activity;
    }

    /// <summary>A button with Action.Submit: a message without words.</summary>
    public Activity Submit(ChatUser user, string cardId, JsonObject data)
    {
        var activity = New(user, ActivityTypes.Message);
        activity.ReplyToId = cardId;
        activity.Value = Json(data);
        return activity;
    }

    /// <summary>What an installation brings, in the order Teams has it most often.</summary>
    public IEnumerable<Activity> Install(ChatUser user)
    {
        var installed = New(user, ActivityTypes.InstallationUpdate);
        installed.Action = InstallationUpdateActionTypes.Add;
        yield return installed;
        var joined = New(user, ActivityTypes.ConversationUpdate);
        joined.MembersAdded = [new ChannelAccount(user.Id), new ChannelAccount(BotId)];
        yield return joined;
    }

    /// <summary>Says nothing, and is answered after everything that was under way in the chat: who waits for it has seen all.</summary>
    public Activity Typing(ChatUser user) => New(user, ActivityTypes.Typing);

    private Activity New(ChatUser user, string type)
    {
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        return new Activity
        {
            Type = type,
            Id = Guid.NewGuid().ToString(),
            Timestamp = now.ToDateTimeOffset(),
            LocalTimestamp = now.InZone(user.Zone).ToDateTimeOffset(),
            LocalTimezone = user.Zone.Id,
            ServiceUrl = serviceUrl.AbsoluteUri,
            ChannelId = "msteams",
            Locale = user.Locale,
            From = new ChannelAccount(user.Id, user.Name) { AadObjectId = user.AadObjectId },
            Recipient = new ChannelAccount(BotId, "KamBot"),
            Conversation = new ConversationAccount { Id = user.ConversationId, ConversationType = ConversationTypes.Personal, TenantId = ChatUser.TenantId },
            ChannelData = new TeamsChannelData { Tenant = new TenantInfo { Id = ChatUser.TenantId } }.ToJson(),
        };
    }

    private static JsonElement Json(JsonObject node) => JsonSerializer.SerializeToElement(node);
}
