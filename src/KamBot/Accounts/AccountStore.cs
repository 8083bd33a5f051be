using KamBot.Conversation;
using KamBot.Platform.Tables;

namespace KamBot.Accounts;

/// <summary>Clients and whose they are. The client's own row lies in its partition; each user's partition lists their clients.</summary>
public sealed class AccountStore(ITableStore tables, Journal journal, Entries entries, AccountNames names)
{
    public const string Row = "account";

    private const string Mine = "client~";
    private const int Attempts = 8;
    private const int MostClients = 2_000;

    public async Task<Account?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        await journal.RowAsync(key, Row, cancellationToken) is { } row ? RowJson.Read<Account>(row) : null;

    /// <summary>The client of that id if it is the user's own; null for anybody else's, for none of that id and for no id.</summary>
    public async Task<Account?> FindOwnAsync(UserKey user, string? id, CancellationToken cancellationToken) =>
        id is not null && await FindAsync(new AccountKey(user.Tenant, id), cancellationToken) is { } account && account.IsOwnedBy(user) ? account : null;

    /// <summary>A new client of the user's. A second run of the same operation finds the first one's.</summary>
    public async Task<Account> CreateAsync(Turn turn, string name, string? calendar, string? phone, bool isSample, CancellationToken cancellationToken)
    {
        var account = new Account
        {
            Id = turn.Operation.Step($"account {name}").Value,
            Name = name,
            Calendar = calendar,
            Phone = phone,
            Owner = turn.User.Id,
            OwnerName = turn.Profile.Name,
            Since = turn.Now,
            IsSample = isSample,
        };
        var key = new AccountKey(turn.User.Tenant, account.Id);
        var facts = Facts.Of(("client", Fact.Text(name)));
        // A step of its own: the same turn may go on to write what was said of the new client.
        await entries.WriteAsync(turn, key, new Entry("client.added", Row, facts, Step: "account"), [RowChange.Of(Row, null, account)], cancellationToken);
        await names.AddAsync(key.Tenant, account, cancellationToken);
        await tables.UpsertEntityAsync(Profiles.Table, new TableEntity(turn.User.Partition, Mine + account.Id) { ["name"] = name }, cancellationToken);
        return account;
    }

    /// <summary>Applies a change to the client's row as it is now, with its entry in the timeline.</summary>
    public async Task<Account?> ChangeAsync(Turn turn, AccountKey key, Entry entry, Func<Account, Account> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await journal.RowAsync(key, Row, cancellationToken) is not { } row)
                return null;
            var after = change(RowJson.Read<Account>(row));
            if (await entries.WriteAsync(turn, key, entry, [RowChange.Of(Row, row, after)], cancellationToken) != JournalWrite.Changed)
                return after;
        }

        throw new InvalidOperationException("A client's row kept changing while it was saved.");
    }

    /// <summary>The user's clients by name. An entry whose client is gone is left out.</summary>
    public async Task<IReadOnlyList<Account>> OfUserAsync(UserKey user, CancellationToken cancellationToken, int most = MostClients)
    {
        var accounts = new List<Account>();
        foreach (var row in await tables.ListAsync(Profiles.Table, TableQuery.Prefix(user.Partition, Mine), most, cancellationToken))
        {
            if (await FindOwnAsync(user, row.RowKey[Mine.Length..], cancellationToken) is { } account)
                accounts.Add(account);
        }

        return accounts;
    }

    /// <summary>The user's clients as they are listed with the user: one range query. Whether a client is there and still theirs, the client itself says.</summary>
    public async Task<IReadOnlyList<ClientRef>> ListedAsync(UserKey user, int most, CancellationToken cancellationToken) =>
        [.. (await tables.ListAsync(Profiles.Table, TableQuery.Prefix(user.Partition, Mine), most, cancellationToken)).Select(row => new ClientRef(row.RowKey[Mine.Length..], row.GetString("name")!))];

    /// <summary>Takes a client with all its rows away (sample data).</summary>
    public async Task RemoveAsync(UserKey user, Account account, CancellationToken cancellationToken)
    {
        var key = new AccountKey(user.Tenant, account.Id);
        await names.RemoveAsync(user.Tenant, account, cancellationToken);
        if (await tables.GetEntityIfExistsAsync(Profiles.Table, user.Partition, Mine + account.Id, cancellationToken) is { } mine)
            await tables.DeleteEntityAsync(Profiles.Table, mine, cancellationToken);
        await journal.RemoveAllAsync(key, cancellationToken);
    }
}
