using System.Globalization;
using System.Text.Json;

namespace KamBot.Platform.Tables;

/// <summary>The Table service's error: its code, and in a transaction the action that failed (the message begins with "3:").</summary>
/// <remarks>The message itself is not kept: it can repeat what was sent.</remarks>
internal sealed record TableError(string Code, int FailedIndex)
{
    public static TableError? TryParse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            if (!json.RootElement.TryGetProperty("odata.error", out var error) || !error.TryGetProperty("code", out var code) || code.GetString() is not { } text)
                return null;
            var message = error.TryGetProperty("message", out var m) && m.ValueKind == JsonValueKind.Object && m.TryGetProperty("value", out var v) ? v.GetString() ?? "" : "";
            return new TableError(text, IndexOf(message));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // A proxy's page, an XML error of the front end: no code is known.
        }
    }

    /// <summary>What a caller can expect and decide on; null for all that is no answer to a write.</summary>
    public TableWriteOutcome? Outcome => Code switch
    {
        "EntityAlreadyExists" => TableWriteOutcome.AlreadyExists,
        "UpdateConditionNotSatisfied" or "ConditionNotMet" => TableWriteOutcome.ConditionNotMet,
        "ResourceNotFound" or "EntityNotFound" => TableWriteOutcome.NotFound,
        _ => null,
    };

    private static int IndexOf(string message) =>
        message.IndexOf(':', StringComparison.Ordinal) is var at and > 0
        && int.TryParse(message.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : 0;
}
