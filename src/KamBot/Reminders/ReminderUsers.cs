using System.Globalization;
using System.Text.Json;
using KamBot.Conversation;
using KamBot.Platform.Tables;

namespace KamBot.Reminders;

/// <summary>
/// Everybody who has reminders, in the order of the shards: from one user's rows it jumps to the next one's, so that each costs
/// one read of one row, however many reminders they have.
/// </summary>
public sealed class ReminderUsers(ITableStore tables, ILogger<ReminderUsers> logger)
{
    /// <param name="place">Where an earlier call ended; null: from the beginning.</param>
    /// <param name="most">Users of one call.</param>
    /// <param name="cancellationToken">The beat's.</param>
    /// <returns>Some users, and where it goes on; null when that were all.</returns>
    public async Task<(IReadOnlyList<UserKey> Users, string? Next)> FromAsync(string? place, int most, CancellationToken cancellationToken)
    {
        var (shard, from) = Parsed(place);
        var found = new List<UserKey>();
        for (var step = 0; step < most; step++)
        {
            var query = new TableQuery(ReminderKeys.Shard(shard), from, TableKeys.After(ReminderKeys.AnyTruth), MaxPerPage: 1);
            if (await tables.ListAsync(ReminderKeys.Table, query, most: 1, cancellationToken) is [var row])
            {
                from = Add(row, found);
                continue;
            }

            (shard, from) = (shard + 1, ReminderKeys.AnyTruth);
            if (shard == ReminderKeys.Shards)
                return (found, null);
        }

        return (found, string.Create(CultureInfo.InvariantCulture, $"{shard}|{from}"));
    }

    /// <returns>Where the next user's rows begin.</returns>
    private string Add(TableEntity row, List<UserKey> found)
    {
        try
        {
            found.Add(RowJson.Read<Reminder>(row).User);
            return TableKeys.After(ReminderKeys.UserPart(row.RowKey))!;
        }
        catch (JsonException exception)
        {
            logger.LogError(exception, "A reminder's row cannot be read and is passed over");
            return TableKeys.After(row.RowKey)!;
        }
    }

    private static (int Shard, string From) Parsed(string? place) =>
        place?.IndexOf('|', StringComparison.Ordinal) is > 0 and var at && int.TryParse(place.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var shard) ? (shard, place[(at + 1)..]) : (0, ReminderKeys.AnyTruth);
}
