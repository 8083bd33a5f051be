using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation.Cards;

namespace KamBot.Conversation;

/// <summary>A pressed button comes as an invoke (Action.Execute) or, from clients without it, as a message with a value.</summary>
internal static class CardPresses
{
    public static CardPress? Of(AdaptiveCardInvokeAction? action) =>
        action?.Verb is { Length: > 0 } verb ? new CardPress(verb, Data(action.Data)) : null;

    /// <summary>A dialog's button: Teams says which action the dialog belongs to.</summary>
    public static CardPress? Of(MessagingExtensionAction action) =>
        action.CommandId is { Length: > 0 } command ? new CardPress(command, Data(action.Data)) : null;

    public static CardPress? Of(Activity activity)
    {
        if (activity.Value is not { ValueKind: JsonValueKind.Object } value)
            return null;
        var data = Data(value);
        return data[CardParts.Verb] is JsonValue verb && verb.TryGetValue(out string? name) ? new CardPress(name, data) : null;
    }

    private static JsonObject Data(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } value ? JsonObject.Create(value)! : [];
}
