using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>A line of text as the answer to an invoke that wanted more.</summary>
public static class InvokeSentences
{
    /// <summary>The answer in the form that its sender shows as a line of text.</summary>
    /// <param name="activity">The invoke.</param>
    /// <param name="words">In the reader's language.</param>
    /// <returns>Status 200 with the sentence, or null where the channel shows none.</returns>
    public static InvokeResponse? Of(Activity activity, string words)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return activity.Name switch
        {
            InvokeNames.AdaptiveCardAction => TurnResults.Told(AdaptiveCardInvokeResponse.Message(words)),
            InvokeNames.Query or InvokeNames.SelectItem or InvokeNames.QueryLink =>
                Ok(JsonSerializer.SerializeToNode(MessagingExtensionResponse.Message(words), BotJson.Wire.MessagingExtensionResponse)),
            InvokeNames.FetchTask or InvokeNames.SubmitAction or InvokeNames.TaskFetch or InvokeNames.TaskSubmit =>
                Ok(JsonSerializer.SerializeToNode(new TaskModuleResponse { Task = TaskModuleResponseBase.Message(words) }, BotJson.Wire.TaskModuleResponse)),
            _ => null,
        };
    }

    private static InvokeResponse Ok(JsonNode? body) => new() { Status = 200, Body = body };
}
