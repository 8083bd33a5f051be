using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>The rows beside a conversation's own: what came of a finished turn, and answers that are not out.</summary>
internal static class TurnRows
{
    public const string OutboxPrefix = "out~";

    private const string Activity = "Activity";
    private const string Attempts = "Attempts";
    private const string Body = "Body";
    private const string CommittedAt = "CommittedAt";
    private const string Delivery = "Delivery";
    private const string Failure = "Failure";
    private const string FinishedAt = "FinishedAt";
    private const string Kind = "Kind";
    private const string Status = "Status";
    private const string Turn = "Turn";

    public static string DoneKey(string turn) => $"done~{turn}";

    public static TableEntity Done(TurnKey key, TurnResult result, DateTimeOffset now)
    {
        var row = new TableEntity(key.Conversation, DoneKey(key.Turn))
        {
            [Delivery] = key.Delivery,
            [FinishedAt] = now,
            [Status] = result.Response?.Status,
            [Failure] = result.Failure,
        };
        LongText.Write(row, Body, result.Response?.Body?.ToJsonString(BotJson.Wire.Options));
        return row;
    }

    public static FinishedTurn ReadDone(TableEntity row) => new(
        row.GetInt32(Status) is { } status
            ? new InvokeResponse { Status = status, Body = LongText.Read(row, Body) is { } body ? JsonNode.Parse(body) : null }
            : null,
        row.GetString(Failure),
        row.GetString(Delivery),
        row.GetDateTimeOffset(FinishedAt) ?? default);

    public static TableEntity Out(TurnKey key, long number, TurnAnswer answer, DateTimeOffset now)
    {
        var row = new TableEntity(key.Conversation, string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{number:D12}"))
        {
            [Turn] = key.Turn,
            [Kind] = answer.Kind.ToString(),
            [CommittedAt] = now,
            [Attempts] = 0,
        };
        LongText.Write(row, Activity, JsonSerializer.Serialize(answer.Activity, BotJson.Wire.Activity));
        return row;
    }

    public static OutboxEntry ReadOut(TableEntity row) => new(
        new TurnAnswer(
            Enum.TryParse<TurnAnswerKind>(row.GetString(Kind), out var kind) ? kind : TurnAnswerKind.Send,
            JsonSerializer.Deserialize(LongText.Read(row, Activity) ?? "{}", BotJson.Wire.Activity)!),
        row.GetDateTimeOffset(CommittedAt) ?? default,
        row.GetInt32(Attempts) ?? 0,
        row);

    public static void CountAttempt(TableEntity row) => row[Attempts] = (row.GetInt32(Attempts) ?? 0) + 1;
}
