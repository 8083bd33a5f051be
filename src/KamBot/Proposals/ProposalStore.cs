using System.Globalization;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Platform.Tables;

namespace KamBot.Proposals;

/// <summary>
/// Offers lie with their client, so that they change together with the client's timeline. Two indexes lead to them: the
/// company's numbers (P-n → client), and each manager's open offers. The only file that knows their rows and keys.
/// </summary>
public sealed class ProposalStore(ITableStore tables, Journal journal, Entries entries, AccountStore accounts) : IDisposable
{
    public const string Table = "ProposalNumbers";

    private const string Counter = "counter";
    private const string OpenPrefix = "offer~";
    private const int Attempts = 16;
    private const int MostOpen = 1_000;

    /// <summary>
    /// One at a time in this process: all of a company's offers go by one counter, and queueing here costs less than losing
    /// its ETag to each other. Other processes are held off by the ETag.
    /// </summary>
    private readonly SemaphoreSlim _numbering = new(1, 1);

    /// <summary>The next number of the company; the same one again for the same operation.</summary>
    public async Task<int> NextNumberAsync(Turn turn, string account, CancellationToken cancellationToken)
    {
        await _numbering.WaitAsync(cancellationToken);
        try
        {
            return await TakeNumberAsync(turn, account, cancellationToken);
        }
        finally
        {
            _numbering.Release();
        }
    }

    private async Task<int> TakeNumberAsync(Turn turn, string account, CancellationToken cancellationToken)
    {
        var partition = TableKeys.Escape(turn.User.Tenant);
        var operationRow = $"op~{turn.Operation}";
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await tables.GetEntityIfExistsAsync(Table, partition, operationRow, cancellationToken) is { } mine)
                return mine.GetInt32("number")!.Value;
            var counter = await tables.GetEntityIfExistsAsync(Table, partition, Counter, cancellationToken);
            var number = (counter?.GetInt32("last") ?? 0) + 1;
            var next = new TableEntity(partition, Counter) { ["last"] = number, ETag = counter?.ETag ?? default };
            var write = await tables.SubmitTransactionAsync(
                Table,
                [
                    counter is null ? TableTransactionAction.Add(next) : TableTransactionAction.Update(next),
                    TableTransactionAction.Add(new TableEntity(partition, NumberRow(number)) { ["account"] = account }),
                    TableTransactionAction.Add(new TableEntity(partition, operationRow) { ["number"] = number }),
                ],
                cancellationToken);
            if (write.Succeeded)
                return number;
        }

        throw new InvalidOperationException("No number could be had for a proposal: too many were made at the same time.");
    }

    public async Task<ProposalFile?> FindAsync(UserKey user, int number, CancellationToken cancellationToken)
    {
        if (await tables.GetEntityIfExistsAsync(Table, TableKeys.Escape(user.Tenant), NumberRow(number), cancellationToken) is not { } index)
            return null;
        return await FindAsync(new AccountKey(user.Tenant, index.GetString("account")!), Proposal.RowOf(number), cancellationToken);
    }

    public async Task<ProposalFile?> FindAsync(AccountKey key, string row, CancellationToken cancellationToken)
    {
        var entity = await journal.RowAsync(key, row, cancellationToken);
        return entity is not null && await accounts.FindAsync(key, cancellationToken) is { } account
            ? new ProposalFile(RowJson.Read<Proposal>(entity), account, entity)
            : null;
    }

    /// <summary>Writes a new offer; a second run of the same operation gives back the first one's.</summary>
    public async Task<Saved> AddAsync(Turn turn, Account account, Proposal proposal, Entry entry, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, account.Id);
        var write = await entries.WriteAsync(turn, key, entry, [RowChange.Of(proposal.Row, null, proposal)], cancellationToken);
        await IndexAsync(account.OwnerIn(key.Tenant), proposal, cancellationToken);
        return new Saved(proposal, account, write == JournalWrite.AlreadyDone);
    }

    /// <summary>Applies a change to the offer as it is now; null from <paramref name="change"/> means that nothing is to be changed.</summary>
    public async Task<Saved> ChangeAsync(Turn turn, ProposalFile file, Entry entry, Func<Proposal, Proposal?> change, CancellationToken cancellationToken) =>
        (await ChangeAllAsync(turn, [file], entry, change, cancellationToken))[0];

    /// <summary>The same for offers of one client that change together, and are undone together: one entry holds them all.</summary>
    /// <returns>Each of them as it now is.</returns>
    public async Task<IReadOnlyList<Saved>> ChangeAllAsync(
        Turn turn, IReadOnlyList<ProposalFile> files, Entry entry, Func<Proposal, Proposal?> change, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, files[0].Account.Id);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // The latest change is this very one (a button pressed twice), or the turn ran before and others came after it.
            if (files.Any(file => Journal.WasWrittenBy(file.Entity, turn.Operation)) || await journal.FindAsync(key, turn.Now, turn.Operation, cancellationToken) is not null)
                return AsTheyAre(files);
            var changed = files.Select(file => (File: file, After: change(file.Proposal))).ToList();
            if (changed.TrueForAll(each => each.After is null))
                return AsTheyAre(files);
            List<RowChange> rows = [.. changed.Where(each => each.After is not null).Select(each => RowChange.Of(each.After!.Row, each.File.Entity, each.After))];
            if (await entries.WriteAsync(turn, key, entry, rows, cancellationToken) == JournalWrite.Done)
            {
                foreach (var after in changed.Select(each => each.After).OfType<Proposal>())
                    await IndexAsync(files[0].Account.OwnerIn(key.Tenant), after, cancellationToken);
                return [.. changed.Select(each => new Saved(each.After ?? each.File.Proposal, each.File.Account, AlreadyDone: false))];
            }

            files = [.. await Task.WhenAll(files.Select(file => AgainAsync(key, file, cancellationToken)))];
        }

        throw new InvalidOperationException("An offer kept changing while it was saved.");
    }

    /// <summary>The open offers of the user, and of those whom they act for.</summary>
    public async Task<IReadOnlyList<ProposalFile>> OpenOfAsync(Turn turn, CancellationToken cancellationToken)
    {
        var open = new List<ProposalFile>();
        foreach (var user in turn.ActsFor)
            open.AddRange(await OpenOfUserAsync(user, cancellationToken));
        return open;
    }

    /// <summary>The user's open offers; an index row whose offer ended or is gone is passed over.</summary>
    public async Task<IReadOnlyList<ProposalFile>> OpenOfUserAsync(UserKey user, CancellationToken cancellationToken)
    {
        var open = new List<ProposalFile>();
        foreach (var row in await tables.ListAsync(Profiles.Table, TableQuery.Prefix(user.Partition, OpenPrefix), MostOpen, cancellationToken))
        {
            var key = new AccountKey(user.Tenant, row.GetString("account")!);
            if (await FindAsync(key, Proposal.RowPrefix + row.RowKey[OpenPrefix.Length..], cancellationToken) is { Proposal.IsOpen: true } file && file.Account.IsOwnedBy(user))
                open.Add(file);
        }

        return open;
    }

    public async Task<IReadOnlyList<Proposal>> OfClientAsync(AccountKey key, CancellationToken cancellationToken) =>
        [.. (await journal.OpenAsync(key, cancellationToken)).All<Proposal>(Proposal.RowPrefix)];

    /// <summary>Keeps the manager's list of open offers in step; also after an undo.</summary>
    public async Task IndexAsync(UserKey user, Proposal proposal, CancellationToken cancellationToken)
    {
        var row = new TableEntity(user.Partition, OpenPrefix + proposal.Row[Proposal.RowPrefix.Length..]) { ["account"] = proposal.Account };
        if (proposal.IsOpen)
            await tables.UpsertEntityAsync(Profiles.Table, row, cancellationToken);
        else if (await tables.GetEntityIfExistsAsync(Profiles.Table, row.PartitionKey, row.RowKey, cancellationToken) is { } listed)
            await tables.DeleteEntityAsync(Profiles.Table, listed, cancellationToken);
    }

    /// <summary>Takes an offer out of both indexes; its number is not given again (sample data).</summary>
    public async Task ForgetAsync(UserKey user, Proposal proposal, CancellationToken cancellationToken)
    {
        await IndexAsync(user, proposal with { State = ProposalState.Withdrawn }, cancellationToken);
        if (await tables.GetEntityIfExistsAsync(Table, TableKeys.Escape(user.Tenant), NumberRow(proposal.Number), cancellationToken) is { } index)
            await tables.DeleteEntityAsync(Table, index, cancellationToken);
    }

    private static IReadOnlyList<Saved> AsTheyAre(IEnumerable<ProposalFile> files) => [.. files.Select(file => new Saved(file.Proposal, file.Account, AlreadyDone: true))];

    private async Task<ProposalFile> AgainAsync(AccountKey key, ProposalFile file, CancellationToken cancellationToken) =>
        await FindAsync(key, file.Proposal.Row, cancellationToken) ?? throw new InvalidOperationException("An offer vanished while it was changed.");

    public void Dispose() => _numbering.Dispose();

    private static string NumberRow(int number) => string.Create(CultureInfo.InvariantCulture, $"p~{number:D8}");
}

/// <summary>An offer as it was read, with its client.</summary>
public sealed record ProposalFile(Proposal Proposal, Account Account, TableEntity Entity);

/// <param name="AlreadyDone">It had been done before, by an earlier run or an earlier tap.</param>
public sealed record Saved(Proposal Proposal, Account Account, bool AlreadyDone);
