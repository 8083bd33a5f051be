using System.Text.Json;
using KamBot.Accounts;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation;
using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using KamBot.Proposals;
using KamBot.Reminders;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Faults.Fuzzing;

/// <summary>Which rows an activity may write: those of its own turn, conversation, user and tenant.</summary>
internal sealed class OwnRows
{
    private static readonly string[] OfClients = [Journal.Table, ProposalStore.Table, AccountNames.Table, ReminderKeys.Table];

    private readonly TurnKey _turn;
    private readonly string _tenant;
    private readonly UserKey _user;

    private OwnRows(Activity activity)
    {
        _turn = TurnKey.Of(activity);
        _tenant = activity.GetTenantId() ?? "none";
        _user = new UserKey(_tenant, activity.From?.AadObjectId ?? activity.From?.Id ?? "");
    }

    /// <summary>What the protocol reads in a body, or null when it is no activity.</summary>
    public static Activity? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, BotJson.Wire.Activity);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null; // an ArgumentException says that a name stands there twice, within a JsonNode
        }
    }

    /// <summary>Null when it has not even the ids that name a turn: then nothing at all is its own.</summary>
    public static OwnRows? Of(Activity? activity) =>
        activity is { ChannelId.Length: > 0, Conversation.Id.Length: > 0, Id.Length: > 0 } ? new OwnRows(activity) : null;

    /// <summary>Whether everybody has rows in a partition.</summary>
    public static bool IsShared(string partition) =>
        partition.StartsWith("shard~", StringComparison.Ordinal) || partition.StartsWith("pending~", StringComparison.Ordinal) || partition.StartsWith("failed~", StringComparison.Ordinal);

    /// <summary>Clients, offers, meetings and the reminders that follow from them.</summary>
    public static bool IsOfClients(WrittenRow row) => OfClients.Contains(row.Table, StringComparer.Ordinal);

    /// <summary>What a turn still writes when it has been answered: its own state on the way out.</summary>
    public bool IsTail(WrittenRow row) => row.Table is "Turns" or "Conversations" && Holds(row);

    public bool Holds(WrittenRow row) => row.Table switch
    {
        "Turns" => row.Entity.RowKey == _turn.Turn || row.Entity.RowKey.StartsWith(_turn.Conversation, StringComparison.Ordinal),
        "Conversations" => row.Entity.PartitionKey == _turn.Conversation,
        Profiles.Table => row.Entity.PartitionKey == _user.Partition,
        ReminderKeys.Table => RowJson.Text(row.Entity) is not { Length: > 0 } || RowJson.Read<Reminder>(row.Entity).User.Tenant == _tenant,
        _ => row.Entity.PartitionKey == TableKeys.Escape(_tenant) || row.Entity.PartitionKey.StartsWith(TableKeys.Escape(_tenant) + "~", StringComparison.Ordinal),
    };
}
