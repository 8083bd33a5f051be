using System.Globalization;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>The row of a turn that is not finished and not written down in its conversation's row, and its keys.</summary>
internal static class PendingTurnRow
{
    public const string Table = "Turns";

    public const int Shards = 16;

    private const string Pending = "pending~";
    private const string Failed = "failed~";

    private const string Activity = "Activity";
    private const string Attempt = "Attempt";
    private const string Conversation = "Conversation";
    private const string Delivery = "Delivery";
    private const string IsInConversation = "IsInConversation";
    private const string LeaseUntil = "LeaseUntil";
    private const string Origin = "Origin";
    private const string OriginalTextLength = "OriginalTextLength";
    private const string Owner = "Owner";
    private const string Reason = "Reason";
    private const string ReceivedAt = "ReceivedAt";

    public static (string PartitionKey, string RowKey) KeysOf(string conversation, string turn) =>
        // The conversation's hash is hexadecimal and evenly spread: its first digit is one of 16 shards.
        (Partition(int.Parse(conversation.AsSpan(0, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)), turn);

    public static string Partition(int shard) => string.Create(CultureInfo.InvariantCulture, $"{Pending}{shard:D2}");

    /// <summary>Turns that were given up.</summary>
    public static string FailedPartition(int shard) => string.Create(CultureInfo.InvariantCulture, $"{Failed}{shard:D2}");

    public static TableEntity Create(TurnRequest request, DateTimeOffset now, DateTimeOffset leaseUntil, string? owner)
    {
        var (partitionKey, rowKey) = KeysOf(request.Key.Conversation, request.Key.Turn);
        var row = new TableEntity(partitionKey, rowKey)
        {
            [Conversation] = request.Key.Conversation,
            [Delivery] = request.Key.Delivery,
            [Origin] = request.Origin.ToString(),
            [OriginalTextLength] = request.OriginalTextLength,
            [ReceivedAt] = now,
            [Attempt] = 1,
        };
        LongText.Write(row, Activity, request.ActivityJson);
        Lease(row, leaseUntil, owner);
        return row;
    }

    public static PendingTurn Read(TableEntity row) => new(
        new TurnRequest(
            new TurnKey(row.RowKey, row.GetString(Conversation) ?? string.Empty, row.GetString(Delivery)),
            LongText.Read(row, Activity) ?? string.Empty,
            row.GetString(Origin) == nameof(TurnOrigin.Continuation) ? TurnOrigin.Continuation : TurnOrigin.Channel,
            row.GetInt32(OriginalTextLength)),
        row.GetDateTimeOffset(ReceivedAt) ?? default,
        row.GetInt32(Attempt) ?? 1,
        row);

    /// <summary>A row for a turn that has been in its conversation's row, and still is: another process takes it over, or it has to wait.</summary>
    public static TableEntity Create(ReceivedTurn turn, int attempt, DateTimeOffset leaseUntil, string? owner)
    {
        var row = Create(turn.Request, turn.ReceivedAt, leaseUntil, owner);
        row[Attempt] = attempt;
        row[IsInConversation] = true;
        return row;
    }

    public static bool IsAlsoInConversation(TableEntity row) => row.GetBoolean(IsInConversation) ?? false;

    public static bool IsLeased(TableEntity row, DateTimeOffset now) => row.GetDateTimeOffset(LeaseUntil) > now;

    public static bool WasReceivedBefore(TableEntity row, DateTimeOffset time) => (row.GetDateTimeOffset(ReceivedAt) ?? default) < time;

    public static void Lease(TableEntity row, DateTimeOffset until, string? owner) => (row[LeaseUntil], row[Owner]) = (until, owner);

    public static void CountAttempt(TableEntity row) => row[Attempt] = (row.GetInt32(Attempt) ?? 1) + 1;

    /// <summary>The same turn in the partition of those given up.</summary>
    public static TableEntity SetAside(TableEntity row, string reason)
    {
        var aside = new TableEntity(row.PartitionKey.Replace(Pending, Failed, StringComparison.Ordinal), row.RowKey);
        foreach (var (name, value) in row.Properties)
            aside[name] = value;
        aside[Reason] = reason;
        return aside;
    }
}
