using System.Globalization;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Benchmarks.Dossier;

/// <summary>Puts clients into the store as "add client" would, index rows a hundred at a time.</summary>
internal sealed class ClientSeed(ITableStore tables, AccountNames index, UserKey asking, Instant now)
{
    private const int RowsAtOnce = 100;
    private const int Managers = 50;

    private readonly CompanyNames _names = new(seed: 20_260_325);
    private int _stored;

    /// <summary>The clients of the manager who asks: one in fifty.</summary>
    public List<Account> OfAsking { get; } = [];

    public async Task GrowAsync(int total)
    {
        var waiting = new Dictionary<string, List<TableTransactionAction>>(StringComparer.Ordinal);
        for (; _stored < total; _stored++)
        {
            var isAsking = _stored % Managers == 0;
            var owner = isAsking ? asking.Id : $"manager-{_stored % Managers}";
            var account = new Account { Id = _stored.ToString("x20", CultureInfo.InvariantCulture), Name = _names.Next(), Owner = owner, OwnerName = owner, Since = now };
            if (isAsking)
                OfAsking.Add(account);
            var row = RowJson.Write(new TableEntity(new AccountKey(asking.Tenant, account.Id).Partition, AccountStore.Row), account);
            await tables.UpsertEntityAsync(Journal.Table, row);
            foreach (var name in index.RowsOf(asking.Tenant, account))
                await AddAsync(waiting, name);
        }

        foreach (var rest in waiting.Values.Where(rest => rest.Count > 0))
            await tables.SubmitTransactionAsync(AccountNames.Table, rest);
    }

    private async Task AddAsync(Dictionary<string, List<TableTransactionAction>> waiting, TableEntity row)
    {
        if (!waiting.TryGetValue(row.PartitionKey, out var rows))
            waiting[row.PartitionKey] = rows = [];
        rows.Add(TableTransactionAction.Upsert(row));
        if (rows.Count < RowsAtOnce)
            return;
        await tables.SubmitTransactionAsync(AccountNames.Table, rows);
        rows.Clear();
    }
}
