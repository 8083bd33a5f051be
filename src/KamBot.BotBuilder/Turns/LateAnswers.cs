using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>What becomes of an invoke when its answer is ready and nobody waits for it any more, or when it is not ready and somebody does.</summary>
internal static class LateAnswers
{
    /// <summary>The answer to an invoke that is not done in time, in the form its sender shows as a line of text.</summary>
    /// <param name="activity">The invoke.</param>
    /// <param name="words">In the reader's language.</param>
    public static InvokeResponse Excuse(Activity activity, string words) => activity.Name switch
    {
        InvokeNames.AdaptiveCardAction => TurnResults.Told(AdaptiveCardInvokeResponse.Message(words)),
        InvokeNames.Query or InvokeNames.SelectItem or InvokeNames.QueryLink =>
            Ok(JsonSerializer.SerializeToNode(MessagingExtensionResponse.Message(words), BotJson.Wire.MessagingExtensionResponse)),
        InvokeNames.FetchTask or InvokeNames.SubmitAction or InvokeNames.TaskFetch or InvokeNames.TaskSubmit =>
            Ok(JsonSerializer.SerializeToNode(new TaskModuleResponse { Task = TaskModuleResponseBase.Message(words) }, BotJson.Wire.TaskModuleResponse)),
        _ => new InvokeResponse { Status = 504 },
    };

    /// <summary>True when the answer is told in the conversation once it is there; who only looked something up asks again.</summary>
    public static bool AreTold(Activity activity) => activity.Name is InvokeNames.AdaptiveCardAction && !IsRefresh(activity);

    /// <summary>
    /// Tells it: the card that was pressed is replaced, a line is sent. A card of a room is left alone, because the answer
    /// was made for the one who pressed. A failure has been told already.
    /// </summary>
    public static async Task TellAsync(ITurnContext context, InvokeResponse response)
    {
        var activity = context.Activity;
        if (activity.DeliveryMode == DeliveryModes.ExpectReplies && response.Body?.Deserialize(BotJson.Wire.ExpectedReplies)?.Activities is { } replies)
            await context.SendActivitiesAsync([.. replies]);
        if (!AreTold(activity) || response.Body?.Deserialize(BotJson.Wire.AdaptiveCardInvokeResponse) is not { StatusCode: 200 } answer)
            return;
        switch (answer.Type)
        {
            case AdaptiveCardInvokeResponse.MessageType:
                await context.SendActivityAsync((string?)answer.Value ?? string.Empty);
                break;
            case Attachment.AdaptiveCard when answer.Value is { } card && activity.Conversation?.ConversationType is null or ConversationTypes.Personal:
                var message = MessageFactory.AdaptiveCard(card.DeepClone());
                message.Id = activity.ReplyToId;
                await (message.Id is null ? context.SendActivityAsync(message) : context.UpdateActivityAsync(message));
                break;
        }
    }

    /// <summary>Teams asks by itself for a card's newest state: nobody pressed anything.</summary>
    private static bool IsRefresh(Activity activity) =>
        activity.Value is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty("trigger", out var trigger)
        && trigger.ValueKind == JsonValueKind.String && trigger.ValueEquals("automatic");

    private static InvokeResponse Ok(JsonNode? body) => new() { Status = 200, Body = body };
}
