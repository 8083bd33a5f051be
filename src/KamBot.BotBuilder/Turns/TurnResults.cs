using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>Reads off a context what its run came to.</summary>
internal static class TurnResults
{
    public static TurnResult Of(TurnContext context) =>
        Result(context, context.TurnState.Get<InvokeResponse>() ?? new InvokeResponse { Status = 501 }, failure: null);

    /// <summary>What <see cref="BotAdapter.OnTurnError"/> says to whoever pressed a button or waits for another invoke, or the sentence for everybody.</summary>
    public static TurnResult OfFailure(TurnContext context, string failure) =>
        Result(
            context,
            context.Activity.Name == InvokeNames.AdaptiveCardAction && context.TurnState.Get<AdaptiveCardInvokeResponse>() is { } told ? Told(told) : context.TurnState.Get<InvokeResponse>() ?? Failed(context.Activity),
            failure);

    /// <summary>A card action answers with HTTP 200 always; the failure is in its body.</summary>
    public static InvokeResponse Failed(Activity activity, int status = 500, string code = "InternalServerError") =>
        activity.Name == InvokeNames.AdaptiveCardAction
            ? Told(AdaptiveCardInvokeResponse.Error(status, code, "This did not work. Please try again."))
            : new InvokeResponse { Status = status };

    private static TurnResult Result(TurnContext context, InvokeResponse invokeResponse, string? failure)
    {
        var state = context.TurnState.Get<ConversationState>()?.Json;
        if (context.Activity.DeliveryMode != DeliveryModes.ExpectReplies)
            return new TurnResult(state, context.BufferedAnswers, context.Activity.Type == ActivityTypes.Invoke ? invokeResponse : null, failure);

        var replies = new ExpectedReplies { Activities = [.. context.BufferedAnswers.Where(answer => answer.Kind == TurnAnswerKind.Send).Select(answer => answer.Activity)] };
        return new TurnResult(
            state,
            [.. context.BufferedAnswers.Where(answer => answer.Kind != TurnAnswerKind.Send)],
            new InvokeResponse { Status = 200, Body = JsonSerializer.SerializeToNode(replies, BotJson.Wire.ExpectedReplies) },
            failure);
    }

    private static InvokeResponse Told(AdaptiveCardInvokeResponse response) =>
        new() { Status = 200, Body = JsonSerializer.SerializeToNode(response, BotJson.Wire.AdaptiveCardInvokeResponse) };
}
