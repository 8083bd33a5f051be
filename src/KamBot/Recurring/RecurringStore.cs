using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Platform.Tables;

namespace KamBot.Recurring;

/// <summary>
/// What the slice keeps: reminders of one's own and keep-in-touch intervals, with their client where they have one and otherwise
/// in a drawer of the user's own, each change together with its entry in the timeline; and one index that leads from the user to
/// them. The only file that knows where they lie.
/// </summary>
public sealed class RecurringStore(ITableStore tables, Journal journal, Entries entries, AccountStore accounts)
{
    private const string IndexPrefix = "recurring~";
    private const int Attempts = 8;
    private const int MostListed = 500;

    /// <summary>Where the user's reminders lie that are about no client.</summary>
    public static AccountKey Drawer(UserKey user) => new(user.Tenant, OperationId.Of("own drawer", user.Id).Value);

    public async Task<Kept<T>?> FindAsync<T>(AccountKey key, string row, CancellationToken cancellationToken)
        where T : class =>
        await journal.RowAsync(key, row, cancellationToken) is { } entity
            ? new Kept<T>(RowJson.Read<T>(entity), await accounts.FindAsync(key, cancellationToken))
            : null;

    /// <summary>
    /// Adds or changes a row with its entry. <paramref name="change"/> gets the row as it now is, null when there is none, and
    /// answers null when nothing is to change. A second run of the operation changes nothing.
    /// </summary>
    public async Task<Saved<T>> WriteAsync<T>(Turn turn, AccountKey key, string row, Entry entry, Func<T?, T?> change, CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var entity = await journal.RowAsync(key, row, cancellationToken);
            var before = entity is null ? null : RowJson.Read<T>(entity);
            var isDone = entity is not null && Journal.WasWrittenBy(entity, turn.Operation) || await journal.FindAsync(key, turn.Now, turn.Operation, cancellationToken) is not null;
            if (isDone || change(before) is not { } after)
                return new Saved<T>(before, AlreadyDone: true);
            if (await entries.WriteAsync(turn, key, entry, [RowChange.Of(row, entity, after)], cancellationToken) != JournalWrite.Changed)
                return new Saved<T>(after, AlreadyDone: false);
        }

        throw new InvalidOperationException($"A row of {typeof(T).Name} kept changing while it was saved.");
    }

    /// <summary>The user's rows that begin so, wherever they lie; those that are gone are left out.</summary>
    public async Task<IReadOnlyList<Kept<T>>> OfUserAsync<T>(UserKey user, string rowPrefix, CancellationToken cancellationToken)
        where T : class
    {
        var found = new List<Kept<T>>();
        foreach (var index in await tables.ListAsync(Profiles.Table, TableQuery.Prefix(user.Partition, IndexPrefix + rowPrefix), MostListed, cancellationToken))
        {
            if (await FindAsync<T>(new AccountKey(user.Tenant, index.GetString("account")!), index.RowKey[IndexPrefix.Length..], cancellationToken) is { } kept)
                found.Add(kept);
        }

        return found;
    }

    /// <summary>Keeps the user's list in step: what has ended is no longer in it.</summary>
    public async Task IndexAsync(UserKey user, string account, string row, bool isOpen, CancellationToken cancellationToken)
    {
        if (isOpen)
            await tables.UpsertEntityAsync(Profiles.Table, new TableEntity(user.Partition, IndexPrefix + row) { ["account"] = account }, cancellationToken);
        else if (await tables.GetEntityIfExistsAsync(Profiles.Table, user.Partition, IndexPrefix + row, cancellationToken) is { } listed)
            await tables.DeleteEntityAsync(Profiles.Table, listed, cancellationToken);
    }
}

/// <param name="Account">Its client; null when it is about none, or the client is gone.</param>
public sealed record Kept<T>(T Value, Account? Account);

/// <param name="Value">As it now is; null when nothing was there to change.</param>
/// <param name="AlreadyDone">By an earlier run or tap, or nothing was to change.</param>
public sealed record Saved<T>(T? Value, bool AlreadyDone);
