using KamBot.Platform.Tables;

namespace KamBot.Accounts;

/// <summary>Clients by their names.</summary>
public sealed class AccountNames(ITableStore tables, LegalForms legalForms, NameForms nameForms) : NameIndex(Table, tables, legalForms, nameForms)
{
    public const string Table = "Names";

    public Task AddAsync(string tenant, Account account, CancellationToken cancellationToken) => AddAsync(tenant, Named(account), cancellationToken);

    public Task RemoveAsync(string tenant, Account account, CancellationToken cancellationToken) => RemoveAsync(tenant, Named(account), cancellationToken);

    internal IEnumerable<TableEntity> RowsOf(string tenant, Account account) => RowsOf(tenant, Named(account));

    private static NameMatch Named(Account account) => new(account.Id, account.Name, account.Owner);
}
