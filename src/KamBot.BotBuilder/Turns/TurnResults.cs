using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>Reads off a context what its run came to.</summary>
internal static class TurnResults
{
    /// <param name="context">After the run.</param>
    /// <param name="code">What was run.</param>
    /// <param name="isLate">Nobody waits for the answer any more: it is told in the conversation.</param>
    public static async Task<TurnResult> OfAsync(TurnContext context, TurnCode code, bool isLate)
    {
        var response = context.TurnState.Get<InvokeResponse>() ?? new InvokeResponse { Status = 501 };
        if (isLate && context.Activity.Type == ActivityTypes.Invoke)
            await LateAnswers.TellAsync(context, response, code);
        return Result(context, response, failure: null, isLate);
    }

    /// <summary>What <see cref="BotAdapter.OnTurnError"/> says to whoever pressed a button or waits for another invoke, or the sentence for everybody.</summary>
    public static TurnResult OfFailure(TurnContext context, string failure, bool isLate) =>
        Result(
            context,
            context.Activity.Name == InvokeNames.AdaptiveCardAction && context.TurnState.Get<AdaptiveCardInvokeResponse>() is { } told ? Told(told) : context.TurnState.Get<InvokeResponse>() ?? Failed(context.Activity),
            failure,
            isLate);

    /// <summary>A card action answers with HTTP 200 always; the failure is in its body.</summary>
    private static InvokeResponse Failed(Activity activity) => activity.Name == InvokeNames.AdaptiveCardAction
        ? Told(AdaptiveCardInvokeResponse.Error(500, "InternalServerError", "This did not work. Please try again."))
        : new InvokeResponse { Status = 500 };

    public static InvokeResponse Told(AdaptiveCardInvokeResponse response) =>
        new() { Status = 200, Body = JsonSerializer.SerializeToNode(response, BotJson.Wire.AdaptiveCardInvokeResponse) };

    private static TurnResult Result(TurnContext context, InvokeResponse invokeResponse, string? failure, bool isLate)
    {
        var state = context.TurnState.Get<ConversationState>()?.Json;
        if (context.Activity.DeliveryMode != DeliveryModes.ExpectReplies || isLate)
            return new TurnResult(state, context.BufferedAnswers, context.Activity.Type == ActivityTypes.Invoke ? invokeResponse : null, failure);

        var replies = new ExpectedReplies { Activities = [.. context.BufferedAnswers.Where(answer => answer.Kind == TurnAnswerKind.Send).Select(answer => answer.Activity)] };
        return new TurnResult(
            state,
            [.. context.BufferedAnswers.Where(answer => answer.Kind != TurnAnswerKind.Send)],
            new InvokeResponse { Status = 200, Body = JsonSerializer.SerializeToNode(replies, BotJson.Wire.ExpectedReplies) },
            failure);
    }
}
