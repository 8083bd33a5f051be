using System.Text.Json;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Schema;

/// <summary>The value of a <c>composeExtension/query</c>: what somebody searches for. Source: msteams-docs, "Respond to search command".</summary>
public sealed class MessagingExtensionQuery
{
    /// <summary>The parameter that Teams sends, as "true", before anything is typed.</summary>
    private const string InitialRun = "initialRun";

    public string? CommandId { get; set; }

    public IList<MessagingExtensionParameter>? Parameters { get; set; }

    public MessagingExtensionQueryOptions? QueryOptions { get; set; }

    public string? State { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>Nothing was typed yet.</summary>
    [JsonIgnore]
    public bool IsInitialRun => Parameters?.Any(parameter => parameter.Name == InitialRun) == true;

    /// <summary>The text of a parameter; null when it is missing, empty or no text.</summary>
    public string? Parameter(string name) => Parameters?.FirstOrDefault(parameter => parameter.Name == name)?.Text;
}

public sealed class MessagingExtensionParameter
{
    public string? Name { get; set; }

    public JsonElement? Value { get; set; }

    /// <summary>The value; null when it is empty or no text.</summary>
    [JsonIgnore]
    public string? Text => Value is { ValueKind: JsonValueKind.String } value && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}

/// <summary>Which page of the results.</summary>
public sealed class MessagingExtensionQueryOptions
{
    public int? Skip { get; set; }

    public int? Count { get; set; }
}

/// <summary>The value of <c>composeExtension/fetchTask</c> and <c>composeExtension/submitAction</c>. Source: msteams-docs, "Define message extension action commands".</summary>
public sealed class MessagingExtensionAction
{
    public string? CommandId { get; set; }

    /// <summary><c>compose</c>, <c>message</c> or <c>commandBox</c>: where the action was started.</summary>
    public string? CommandContext { get; set; }

    /// <summary>The dialog's inputs merged with the data of the pressed button; only when submitted.</summary>
    public JsonElement? Data { get; set; }

    /// <summary>The message that the action was started on.</summary>
    public MessageActionsPayload? MessagePayload { get; set; }

    /// <summary><c>edit</c> or <c>send</c>, pressed under the preview of a message.</summary>
    public string? BotMessagePreviewAction { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>A message in a chat or channel, as an action gets it.</summary>
public sealed class MessageActionsPayload
{
    public string? Id { get; set; }

    [JsonConverter(typeof(UtcTimestampConverter))]
    public DateTimeOffset? CreatedDateTime { get; set; }

    public MessageActionsPayloadFrom? From { get; set; }

    public MessageActionsPayloadBody? Body { get; set; }

    public string? LinkToMessage { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>Who wrote it: a person, or an app (then <see cref="User"/> is null).</summary>
public sealed class MessageActionsPayloadFrom
{
    public MessageActionsPayloadUser? User { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

/// <param name="Id">The directory's object id.</param>
/// <param name="DisplayName">As the chat shows it.</param>
public sealed record MessageActionsPayloadUser(string? Id, string? DisplayName);

/// <param name="ContentType"><c>html</c> or <c>text</c>.</param>
/// <param name="Content">The words, with their markup.</param>
public sealed record MessageActionsPayloadBody(string? ContentType, string? Content);

/// <summary>The value of a <c>composeExtension/queryLink</c>: a link of the app's own domain was pasted. Source: msteams-docs, "Link unfurling".</summary>
public sealed class AppBasedLinkQuery
{
    public string? Url { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>The answer to a search or a pasted link.</summary>
public sealed class MessagingExtensionResponse
{
    public MessagingExtensionResult? ComposeExtension { get; set; }

    /// <summary>Cards to choose from, or to put under a link. None: nothing was found, or the link is not ours.</summary>
    public static MessagingExtensionResponse Results(params IEnumerable<MessagingExtensionAttachment> attachments) =>
        new() { ComposeExtension = new() { Type = "result", AttachmentLayout = "list", Attachments = [.. attachments] } };

    /// <summary>A sentence in place of results.</summary>
    public static MessagingExtensionResponse Message(string text) => new() { ComposeExtension = new() { Type = "message", Text = text } };
}

public sealed class MessagingExtensionResult
{
    public string? Type { get; set; }

    public string? AttachmentLayout { get; set; }

    public IList<MessagingExtensionAttachment>? Attachments { get; set; }

    public string? Text { get; set; }
}

/// <summary>A result: the card that goes into the message, and what stands for it in the list.</summary>
public sealed class MessagingExtensionAttachment
{
    public string? ContentType { get; set; }

    public System.Text.Json.Nodes.JsonNode? Content { get; set; }

    /// <summary>A hero or thumbnail card.</summary>
    public Attachment? Preview { get; set; }
}

/// <summary>The answer to an action: a dialog, a sentence, a card for the message, or nothing, which closes the dialog.</summary>
public sealed class MessagingExtensionActionResponse
{
    public TaskModuleResponseBase? Task { get; set; }

    public MessagingExtensionResult? ComposeExtension { get; set; }
}
