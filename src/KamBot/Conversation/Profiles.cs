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
    public async Task<Profile> ChangeAsync(UserKey user, Func<Profile?, Profile> change, CancellationToken cancellationToken) =>
        (await ChangedAsync(user, change, cancellationToken))!;

    /// <summary>The same for a user who is known already.</summary>
    /// <returns>Null, and nothing is written, for one who is not.</returns>
    /// <exception cref="InvalidOperationException">The row kept changing (eight times in a row).</exception>
    public Task<Profile?> ChangeKnownAsync(UserKey user, Func<Profile, Profile> change, CancellationToken cancellationToken) =>
        ChangedAsync(user, profile => profile is null ? null : change(profile), cancellationToken);

    private async Task<Profile?> ChangedAsync(UserKey user, Func<Profile?, Profile?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var entity = await tables.GetEntityIfExistsAsync(Table, user.Partition, RowKey, cancellationToken);
            var before = entity is null ? null : RowJson.Read<Profile>(entity);
            if (change(before) is not { } after)
                return null;
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
