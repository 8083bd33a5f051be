using KamBot.Platform.Tables;

namespace KamBot.Accounts;

/// <summary>People of clients by their names. A row may outlive its person: whoever finds one looks whether the person is there.</summary>
public sealed class PeopleNames(ITableStore tables, LegalForms legalForms, NameForms nameForms) : NameIndex(Table, tables, legalForms, nameForms)
{
    public const string Table = "PeopleNames";

    /// <param name="tenant">Whose company.</param>
    /// <param name="account">The client whose person it is.</param>
    /// <param name="row">The person's row in the client's partition.</param>
    /// <param name="name">The person's.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    public Task AddAsync(string tenant, Account account, string row, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return AddAsync(tenant, new NameMatch(account.Id, name, account.Owner, row), cancellationToken);
    }

    /// <inheritdoc cref="AddAsync(string, Account, string, string, CancellationToken)"/>
    public Task RemoveAsync(string tenant, Account account, string row, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return RemoveAsync(tenant, new NameMatch(account.Id, name, account.Owner, row), cancellationToken);
    }
}
