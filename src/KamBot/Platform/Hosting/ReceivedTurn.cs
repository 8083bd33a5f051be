using System.Buffers;
using System.Text;
using System.Text.Json;
using KamBot.BotBuilder.Turns;

namespace KamBot.Platform.Hosting;

/// <summary>A turn that is written down in its conversation's row. Where there are such, the process's <see cref="ListingRow"/> says.</summary>
/// <param name="Request">What came in; without the activity once the turn is committed.</param>
/// <param name="ReceivedAt">When.</param>
/// <param name="Owner">The process that received it.</param>
internal sealed record ReceivedTurn(TurnRequest Request, DateTimeOffset ReceivedAt, string Owner)
{
    private const string Nothing = "{}";

    private static readonly JsonEncodedText Activity = JsonEncodedText.Encode("activity");
    private static readonly JsonEncodedText At = JsonEncodedText.Encode("at");
    private static readonly JsonEncodedText Conversation = JsonEncodedText.Encode("conversation");
    private static readonly JsonEncodedText Delivery = JsonEncodedText.Encode("delivery");
    private static readonly JsonEncodedText Length = JsonEncodedText.Encode("length");
    private static readonly JsonEncodedText Origin = JsonEncodedText.Encode("origin");
    private static readonly JsonEncodedText By = JsonEncodedText.Encode("owner");
    private static readonly JsonEncodedText Turn = JsonEncodedText.Encode("turn");

    public PendingTurn ToPending() => new(Request, ReceivedAt, Attempt: 1, Version: this);

    public ReceivedTurn WithoutActivity() => this with { Request = Request with { ActivityJson = Nothing } };

    /// <summary>As one text; null for none.</summary>
    public static string? Write(IReadOnlyList<ReceivedTurn> turns)
    {
        if (turns.Count == 0)
            return null;
        var buffer = new ArrayBufferWriter<byte>(turns.Sum(turn => turn.Request.ActivityJson.Length) + 512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var turn in turns)
                turn.Write(json);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static IReadOnlyList<ReceivedTurn> Read(string? text)
    {
        if (text is null)
            return [];
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.EnumerateArray().Select(Read)];
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString(Turn, Request.Key.Turn);
        json.WriteString(Conversation, Request.Key.Conversation);
        if (Request.Key.Delivery is { } delivery)
            json.WriteString(Delivery, delivery);
        if (Request.Origin == TurnOrigin.Continuation)
            json.WriteString(Origin, nameof(TurnOrigin.Continuation));
        if (Request.OriginalTextLength is { } length)
            json.WriteNumber(Length, length);
        json.WriteString(At, ReceivedAt);
        json.WriteString(By, Owner);
        json.WritePropertyName(Activity);
        json.WriteRawValue(Request.ActivityJson, skipInputValidation: true); // our own serializer wrote it
        json.WriteEndObject();
    }

    private static ReceivedTurn Read(JsonElement turn) => new(
        new TurnRequest(
            new TurnKey(Text(turn, Turn)!, Text(turn, Conversation)!, Text(turn, Delivery)),
            turn.GetProperty(Activity.EncodedUtf8Bytes).GetRawText(),
            Text(turn, Origin) is null ? TurnOrigin.Channel : TurnOrigin.Continuation,
            turn.TryGetProperty(Length.EncodedUtf8Bytes, out var length) ? length.GetInt32() : null),
        turn.GetProperty(At.EncodedUtf8Bytes).GetDateTimeOffset(),
        Text(turn, By)!);

    private static string? Text(JsonElement turn, JsonEncodedText name) =>
        turn.TryGetProperty(name.EncodedUtf8Bytes, out var text) ? text.GetString() : null;
}
