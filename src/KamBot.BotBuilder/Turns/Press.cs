using System.Buffers;
using System.Text;
using System.Text.Json;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>
/// What makes two deliveries of a pressed button, or of a dialog that was sent, one turn: which very card it was (its nonce),
/// which button, and all that was filled in. The channel repeats invokes under a new id, people tap twice, and a client
/// without Action.Execute sends the same press as a message; none of them is a second press.
/// </summary>
/// <remarks>Source: botbuilder-dotnet#5005 (an invoke comes again after 30 seconds with another id and timestamp).</remarks>
public static class Press
{
    /// <summary>In a button's or dialog's data: names the card as it was drawn for one reader, unguessable.</summary>
    public const string Nonce = "n";

    /// <summary>In the data of an Action.Submit: what Action.Execute has as a member of its own.</summary>
    public const string Verb = "verb";

    /// <summary>Added by the channel, and not by every client.</summary>
    private const string Msteams = "msteams";

    /// <summary>Null for everything that is not a press, and for a press without a nonce.</summary>
    internal static string? IdentityOf(Activity activity)
    {
        if (activity.Value is not { ValueKind: JsonValueKind.Object } value || DataOf(activity, value) is not { } data)
            return null;
        try
        {
            if (Text(data, Nonce) is not { Length: > 0 } nonce)
                return null;
            var verb = Text(data, Verb) ?? (Member(value, "action") is { } action ? Text(action, Verb) : null);
            return string.Join('\n', nonce, verb, Text(value, "commandId"), Canonical(data));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return null; // half a character in a text: no client of the channel sends that
        }
    }

    private static JsonElement? DataOf(Activity activity, JsonElement value) => (activity.Type, activity.Name) switch
    {
        (ActivityTypes.Message, _) => value,
        (ActivityTypes.Invoke, InvokeNames.AdaptiveCardAction) => Member(value, "action") is { } action ? Member(action, "data") : null,
        (ActivityTypes.Invoke, InvokeNames.TaskSubmit or InvokeNames.SubmitAction) => Member(value, "data"),
        _ => null, // whoever only looks may look again
    };

    /// <summary>The same text for the same data, in whatever order its members come.</summary>
    private static string Canonical(JsonElement data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, data, isOutermost: true);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool isOutermost = false)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    if (isOutermost && member.Name is (Nonce or Verb or Msteams))
                        continue;
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
