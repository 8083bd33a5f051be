using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Schema;

/// <summary>The value of an <c>adaptiveCard/action</c> invoke. Source: MicrosoftDocs/AdaptiveCards, <c>universal-action-model.md</c>.</summary>
public sealed class AdaptiveCardInvokeValue
{
    public AdaptiveCardInvokeAction? Action { get; set; }

    /// <summary><c>manual</c> when the user asked for a refresh, <c>automatic</c> when Teams did.</summary>
    public string? Trigger { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>The Action.Execute that was tapped: <see cref="Data"/> is the action's data merged with the card's inputs.</summary>
public sealed class AdaptiveCardInvokeAction
{
    /// <summary>The only <see cref="Type"/> there is.</summary>
    public const string Execute = "Action.Execute";

    public string? Type { get; set; }

    public string? Id { get; set; }

    public string? Verb { get; set; }

    public JsonElement? Data { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>The answer to an <c>adaptiveCard/action</c> invoke. It always travels with HTTP 200; <see cref="StatusCode"/> is part of the body.</summary>
public sealed class AdaptiveCardInvokeResponse
{
    /// <summary>The <see cref="Type"/> of <see cref="Message"/>.</summary>
    public const string MessageType = "application/vnd.microsoft.activity.message";

    public int StatusCode { get; set; }

    public string? Type { get; set; }

    public JsonNode? Value { get; set; }

    /// <summary>Replaces the card that was tapped.</summary>
    public static AdaptiveCardInvokeResponse Card(JsonNode card) =>
        new() { StatusCode = 200, Type = Attachment.AdaptiveCard, Value = card };

    /// <summary>Shows a line to the one who tapped.</summary>
    public static AdaptiveCardInvokeResponse Message(string text) =>
        new() { StatusCode = 200, Type = MessageType, Value = text };

    /// <summary>Reports a failure, with a code for machines and a sentence for people.</summary>
    public static AdaptiveCardInvokeResponse Error(int statusCode, string code, string message) => new()
    {
        StatusCode = statusCode,
        Type = "application/vnd.microsoft.error",
        Value = new JsonObject { ["code"] = code, ["message"] = message },
    };
}

/// <summary>The HTTP answer to an invoke.</summary>
public sealed class InvokeResponse
{
    public int Status { get; set; }

    public JsonNode? Body { get; set; }
}

/// <summary>The answers of a turn in <see cref="DeliveryModes.ExpectReplies"/>, which go out in the HTTP body.</summary>
public sealed class ExpectedReplies
{
    public IList<Activity>? Activities { get; set; }
}
