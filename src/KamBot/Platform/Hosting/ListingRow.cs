using KamBot.Platform.Tables;

namespace KamBot.Platform.Hosting;

/// <summary>
/// Says of a conversation that a process may have written turns down in its row, beside the rows of turns that have one of
/// their own. It is there before the first such turn and goes after the last; when its lease is over without that, the
/// process has died and somebody else looks into the conversation.
/// </summary>
internal static class ListingRow
{
    /// <summary>A turn's key is one hash, a listing's is two: conversation and process.</summary>
    private const int HashLength = 32;

    private const string LeaseUntil = "LeaseUntil";
    private const string Owner = "Owner";

    public static TableEntity Create(string conversation, string owner, DateTimeOffset leaseUntil)
    {
        var (partitionKey, rowKey) = KeysOf(conversation, owner);
        return new TableEntity(partitionKey, rowKey) { [Owner] = owner, [LeaseUntil] = leaseUntil };
    }

    public static (string PartitionKey, string RowKey) KeysOf(string conversation, string owner) =>
        PendingTurnRow.KeysOf(conversation, conversation + owner);

    public static bool Is(TableEntity row) => row.RowKey.Length > HashLength;

    public static string ConversationOf(TableEntity row) => row.RowKey[..HashLength];

    public static string OwnerOf(TableEntity row) => row.GetString(Owner) ?? string.Empty;
}
