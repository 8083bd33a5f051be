using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Schema;

/// <summary>The value of a <c>signin/tokenExchange</c>. Its token stays in the activity and is not read.</summary>
public sealed class TokenExchangeInvokeRequest
{
    public string? Id { get; set; }

    public string? ConnectionName { get; set; }
}

/// <summary>Why the exchange failed; goes out with 412 Precondition Failed, upon which Teams falls back to a sign-in button.</summary>
public sealed class TokenExchangeInvokeResponse
{
    public string? Id { get; set; }

    public string? ConnectionName { get; set; }

    public string? FailureDetail { get; set; }
}

/// <summary>The value of a <c>fileConsent/invoke</c>: may the bot put the file it offered into the user's drive. Source: msteams-docs, "Send and receive files".</summary>
public sealed class FileConsentCardResponse
{
    /// <summary><c>accept</c> or <c>decline</c>.</summary>
    public string? Action { get; set; }

    /// <summary>What the bot gave along with its offer.</summary>
    public JsonElement? Context { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>The value of a <c>message/submitAction</c>. Source: msteams-docs, "Feedback buttons".</summary>
public sealed class MessageSubmitAction
{
    /// <summary>The only <see cref="ActionName"/> there is.</summary>
    public const string Feedback = "feedback";

    public string? ActionName { get; set; }

    public FeedbackActionValue? ActionValue { get; set; }
}

/// <summary>A thumb under a message, and what was written with it.</summary>
public sealed class FeedbackActionValue
{
    public const string Like = "like";
    public const string Dislike = "dislike";

    public string? Reaction { get; set; }

    /// <summary>Teams sends the form's fields as JSON in a string, <c>{"feedbackText":"…"}</c>; others the words themselves.</summary>
    public JsonElement? Feedback { get; set; }

    /// <summary>The words; null when there are none.</summary>
    public string? FeedbackText()
    {
        if (Feedback is not { ValueKind: JsonValueKind.String } feedback || feedback.GetString() is not { } text || string.IsNullOrWhiteSpace(text))
            return null;
        try
        {
            if (JsonNode.Parse(text) is not JsonObject form)
                return text;
            return form["feedbackText"] is JsonValue value && value.TryGetValue(out string? words) && !string.IsNullOrWhiteSpace(words) ? words : null;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
