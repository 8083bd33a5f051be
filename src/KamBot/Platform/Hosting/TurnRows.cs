using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>
/// What is kept of a committed turn: the response it gave, in a row beside the conversation's own, and the answers that are not
/// out, each in a row of its own or, when it is the only one, in the conversation's.
/// </summary>
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
        var row = new TableEntity(key.Conversation, string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{number:D12}"));
        WriteAnswer(row, key, answer.Kind, Json(answer), now);
        return row;
    }

    public static string Json(TurnAnswer answer) => JsonSerializer.Serialize(answer.Activity, BotJson.Wire.Activity);

    public static void WriteAnswer(TableEntity row, TurnKey key, TurnAnswerKind kind, string activityJson, DateTimeOffset now)
    {
        row[Turn] = key.Turn;
        row[Kind] = kind.ToString();
        row[CommittedAt] = now;
        row[Attempts] = 0;
        LongText.Write(row, Activity, activityJson);
    }

    /// <summary>The turn whose answer the row holds; null when it holds none.</summary>
    public static string? AnsweredTurn(TableEntity row) => row.GetString(Turn);

    public static void RemoveAnswer(TableEntity row)
    {
        row[Turn] = row[Kind] = row[CommittedAt] = row[Attempts] = null;
        LongText.Write(row, Activity, null);
    }

    public static OutboxEntry ReadAnswer(TableEntity row) => new(
        new TurnAnswer(
            Enum.TryParse<TurnAnswerKind>(row.GetString(Kind), out var kind) ? kind : TurnAnswerKind.Send,
            JsonSerializer.Deserialize(LongText.Read(row, Activity) ?? "{}", BotJson.Wire.Activity)!),
        row.GetDateTimeOffset(CommittedAt) ?? default,
        row.GetInt32(Attempts) ?? 0,
        row);

    public static void CountAttempt(TableEntity row) => row[Attempts] = (row.GetInt32(Attempts) ?? 0) + 1;
}
