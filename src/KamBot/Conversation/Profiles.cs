using KamBot.Platform.Tables;

namespace KamBot.Conversation;

/// <summary>Profiles in the users' own partitions. The only file that knows their row.</summary>
public sealed class Profiles(ITableStore tables)
{
    public const string Table = "Users";

    private const string RowKey = "profile";
    private const int Attempts = 8;

    public async Task<Profile?> FindAsync(UserKey user, CancellationToken cancellationToken) =>
        await tables.GetEntityIfExistsAsync(Table, user.Partition, RowKey, cancellationToken) is { } entity ? RowJson.Read<Profile>(entity) : null;

    /// <summary>
    /// Applies a change to the profile as it is now, again if somebody else changed it meanwhile; <paramref name="change"/>
    /// gets null for a user who is new. Nothing is written when nothing changes.
    /// </summary>
    /// <exception cref="InvalidOperationException">The row kept changing (eight times in a row).</exception>
    public async Task<Profile> ChangeAsync(UserKey user, Func<Profile?, Profile> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var entity = await tables.GetEntityIfExistsAsync(Table, user.Partition, RowKey, cancellationToken);
            var before = entity is null ? null : RowJson.Read<Profile>(entity);
            var after = change(before);
            var row = RowJson.Write(new TableEntity(user.Partition, RowKey), after);
            if (entity is not null && RowJson.Text(row) == RowJson.Text(entity))
                return after;
            var write = entity is null
                ? await tables.AddEntityAsync(Table, row, cancellationToken)
                : await tables.UpdateEntityAsync(Table, WithETag(row, entity), cancellationToken);
            if (write.Succeeded)
                return after;
        }

        throw new InvalidOperationException("A profile kept changing while it was saved.");
    }

    private static TableEntity WithETag(TableEntity row, TableEntity read)
    {
        row.ETag = read.ETag;
        return row;
    }
}
