using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;

namespace KamBot.Conversation;

/// <summary>What came of a dialog whose sender could not wait for it, for their own chat with KamBot.</summary>
public sealed class LateDialogs(Profiles profiles)
{
    /// <summary>For <see cref="BotAdapter.OnDialogAnsweredLate"/>.</summary>
    /// <returns>Null when the user has no chat with KamBot, or none that anything may be sent to.</returns>
    public async Task<Activity?> MessageAsync(Activity activity, TaskModuleResponseBase answer) =>
        await profiles.FindAsync(UserKey.Of(activity), CancellationToken.None) is { Reference: { } reference, Unreachable: null }
            ? MessageOf(answer)?.ApplyConversationReference(reference)
            : null;

    private static Activity? MessageOf(TaskModuleResponseBase answer) => answer.Value switch
    {
        JsonValue sentence => MessageFactory.Text((string?)sentence ?? ""),
        JsonObject page when page.Deserialize(BotJson.Wire.TaskModuleTaskInfo) is { Card.Content: JsonObject card } info => Page(card, info.Title),
        _ => null,
    };

    /// <summary>What the page says; its inputs and buttons belong to the dialog, which is closed.</summary>
    private static Activity Page(JsonObject dialog, string? title)
    {
        var card = dialog.DeepClone().AsObject();
        card.Remove("actions");
        card["body"]?.AsArray().RemoveAll(element => ((string?)element?["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true);
        var message = MessageFactory.AdaptiveCard(card);
        message.Summary = title;
        return message;
    }
}
