using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Platform.Tables;

namespace KamBot.Service;

/// <summary>
/// Complaints lie with their client and change together with its timeline; one index leads from the manager to the open ones.
/// The only file that knows their rows and keys.
/// </summary>
public sealed class ComplaintStore(ITableStore tables, Journal journal, Entries entries, AccountStore accounts)
{
    private const string OpenPrefix = "case~";
    private const int Attempts = 8;
    private const int MostOpen = 1_000;

    public async Task<ComplaintFile?> FindAsync(AccountKey key, string row, CancellationToken cancellationToken) =>
        await journal.RowAsync(key, row, cancellationToken) is { } entity && await accounts.FindAsync(key, cancellationToken) is { } account
            ? new ComplaintFile(RowJson.Read<Complaint>(entity), account, entity)
            : null;

    /// <summary>Writes a new complaint; the same operation again, in the same or in another turn, finds the first one's.</summary>
    public async Task<SavedComplaint> AddAsync(Turn turn, Account account, Complaint complaint, Entry entry, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, account.Id);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await journal.RowAsync(key, complaint.Row, cancellationToken) is { } stored)
                return await IndexedAsync(turn, new SavedComplaint(RowJson.Read<Complaint>(stored), account, AlreadyDone: true), cancellationToken);
            if (await entries.WriteAsync(turn, key, entry, [RowChange.Of(complaint.Row, null, complaint)], cancellationToken) != JournalWrite.Changed)
                return await IndexedAsync(turn, new SavedComplaint(complaint, account, AlreadyDone: false), cancellationToken);
        }

        throw new InvalidOperationException("A complaint was neither there nor could it be added.");
    }

    /// <summary>Applies a change to the complaint as it is now; null from <paramref name="change"/> means that it is so already.</summary>
    public async Task<SavedComplaint> ChangeAsync(Turn turn, ComplaintFile file, Entry entry, Func<Complaint, Complaint?> change, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, file.Account.Id);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Journal.WasWrittenBy(file.Entity, turn.Operation) || await journal.FindAsync(key, turn.Now, turn.Operation, cancellationToken) is not null || change(file.Complaint) is not { } after)
                return await IndexedAsync(turn, new SavedComplaint(file.Complaint, file.Account, AlreadyDone: true), cancellationToken);
            if (await entries.WriteAsync(turn, key, entry, [RowChange.Of(after.Row, file.Entity, after)], cancellationToken) == JournalWrite.Done)
                return await IndexedAsync(turn, new SavedComplaint(after, file.Account, AlreadyDone: false), cancellationToken);
            file = await FindAsync(key, file.Complaint.Row, cancellationToken) ?? throw new InvalidOperationException("A complaint vanished while it was changed.");
        }

        throw new InvalidOperationException("A complaint kept changing while it was saved.");
    }

    /// <summary>The open complaints of the user, and of those whom they act for, the oldest first.</summary>
    public async Task<IReadOnlyList<ComplaintFile>> OpenOfAsync(Turn turn, CancellationToken cancellationToken)
    {
        var open = new List<ComplaintFile>();
        foreach (var user in turn.ActsFor)
            open.AddRange(await OpenOfUserAsync(user, cancellationToken));
        return [.. open.OrderBy(file => file.Complaint.NotedOn).ThenBy(file => file.Complaint.Row, StringComparer.Ordinal)];
    }

    /// <summary>The manager's own open complaints.</summary>
    public async Task<IReadOnlyList<ComplaintFile>> OpenOfUserAsync(UserKey user, CancellationToken cancellationToken)
    {
        var open = new List<ComplaintFile>();
        foreach (var row in await tables.ListAsync(Profiles.Table, TableQuery.Prefix(user.Partition, OpenPrefix), MostOpen, cancellationToken))
        {
            var key = new AccountKey(user.Tenant, row.GetString("account")!);
            if (await FindAsync(key, Complaint.RowPrefix + row.RowKey[OpenPrefix.Length..], cancellationToken) is { Complaint.IsOpen: true } file && file.Account.IsOwnedBy(user))
                open.Add(file);
        }

        return open;
    }

    /// <summary>Keeps the manager's list of open complaints in step.</summary>
    public Task IndexAsync(UserKey user, Complaint complaint, CancellationToken cancellationToken) => complaint.IsOpen
        ? tables.UpsertEntityAsync(Profiles.Table, new TableEntity(user.Partition, IndexKey(complaint.Row)) { ["account"] = complaint.Account }, cancellationToken)
        : UnindexAsync(user, complaint.Row, cancellationToken);

    /// <summary>The complaint is settled, or gone after an undo.</summary>
    public async Task UnindexAsync(UserKey user, string row, CancellationToken cancellationToken)
    {
        if (await tables.GetEntityIfExistsAsync(Profiles.Table, user.Partition, IndexKey(row), cancellationToken) is { } listed)
            await tables.DeleteEntityAsync(Profiles.Table, listed, cancellationToken);
    }

    private async Task<SavedComplaint> IndexedAsync(Turn turn, SavedComplaint saved, CancellationToken cancellationToken)
    {
        await IndexAsync(saved.Account.OwnerIn(turn.User.Tenant), saved.Complaint, cancellationToken);
        return saved;
    }

    private static string IndexKey(string row) => OpenPrefix + row[Complaint.RowPrefix.Length..];
}

public sealed record ComplaintFile(Complaint Complaint, Account Account, TableEntity Entity);

/// <param name="AlreadyDone">By an earlier run, delivery or tap.</param>
public sealed record SavedComplaint(Complaint Complaint, Account Account, bool AlreadyDone);
