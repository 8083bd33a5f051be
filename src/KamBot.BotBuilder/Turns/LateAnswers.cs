using System.Text.Json;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>What becomes of an invoke when its answer is ready and nobody waits for it any more, or when it is not ready and somebody does.</summary>
internal static class LateAnswers
{
    /// <summary>The answer to an invoke that is not done in time, in the form its sender shows as a line of text.</summary>
    /// <param name="activity">The invoke.</param>
    /// <param name="words">In the reader's language.</param>
    public static InvokeResponse Excuse(Activity activity, string words) => InvokeSentences.Of(activity, words) ?? new InvokeResponse { Status = 504 };

    /// <summary>What is said of an answer that will be there later; who only looked something up asks again.</summary>
    public static TurnDelay DelayOf(Activity activity, TurnCode code) =>
        AreTold(activity) ? TurnDelay.ToldLater
        : IsSentDialog(activity) && code.OnDialogAnsweredLate is not null ? TurnDelay.ToldInPersonalChat
        : TurnDelay.TryAgain;

    /// <summary>True when the answer is told in the conversation once it is there.</summary>
    private static bool AreTold(Activity activity) => activity.Name is InvokeNames.AdaptiveCardAction && !IsRefresh(activity);

    /// <summary>
    /// Tells it: the card that was pressed is replaced, a line is sent. A card of a room is left alone, because the answer
    /// was made for the one who pressed. What came of a dialog is told wherever the bot says.
    /// </summary>
    public static async Task TellAsync(TurnContext context, InvokeResponse response, TurnCode code)
    {
        var activity = context.Activity;
        await TellDialogAsync(context, response, code);
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

    /// <summary>For a failure it is this alone: who pressed a button has been told of it already.</summary>
    public static async Task TellDialogAsync(TurnContext context, InvokeResponse response, TurnCode code)
    {
        if (!IsSentDialog(context.Activity) || code.OnDialogAnsweredLate is not { } tell)
            return;
        if (response.Body?.Deserialize(BotJson.Wire.TaskModuleResponse)?.Task is { } answer && await tell(context.Activity, answer) is { } message)
            context.SendAsAddressed(message);
    }

    private static bool IsSentDialog(Activity activity) => activity.Name is InvokeNames.TaskSubmit or InvokeNames.SubmitAction;

    /// <summary>Teams asks by itself for a card's newest state: nobody pressed anything.</summary>
    private static bool IsRefresh(Activity activity) =>
        activity.Value is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty("trigger", out var trigger)
        && trigger.ValueKind == JsonValueKind.String && trigger.ValueEquals("automatic");
}
