using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;

namespace KamBot.Conversation;

/// <summary>What the product answers from any chat of Teams: searches, pasted links, actions on messages. The bot need not be in that chat.</summary>
public interface IMessageExtension
{
    Task<MessagingExtensionResponse> SearchAsync(Turn turn, MessagingExtensionQuery query, CancellationToken cancellationToken);

    /// <summary>A result that names itself was chosen.</summary>
    Task<MessagingExtensionResponse> SelectAsync(Turn turn, JsonObject item, CancellationToken cancellationToken);

    /// <summary>A card for a pasted link, as far as this reader may see what it leads to.</summary>
    Task<MessagingExtensionResponse> UnfurlAsync(Turn turn, string? url, CancellationToken cancellationToken);

    /// <summary>The dialog of an action.</summary>
    Task<TaskModuleResponseBase> OpenAsync(Turn turn, MessagingExtensionAction action, CancellationToken cancellationToken);

    /// <summary>That dialog was submitted: the next page of it.</summary>
    Task<TaskModuleResponseBase> SubmitAsync(Turn turn, MessagingExtensionAction action, CancellationToken cancellationToken);
}
