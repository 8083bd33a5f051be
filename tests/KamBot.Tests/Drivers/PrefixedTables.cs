using KamBot.Platform.Tables;

namespace KamBot.Tests.Drivers;

/// <summary>One test's tables in a store that all tests share.</summary>
internal sealed class PrefixedTables(ITableStore inner, string prefix) : ITableStore, IAsyncDisposable
{
    public Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default) =>
        inner.CreateTablesAsync([.. tables.Select(table => prefix + table)], cancellationToken);

    public Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default) =>
        inner.GetEntityIfExistsAsync(prefix + table, partitionKey, rowKey, cancellationToken);

    public Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default) =>
        inner.QueryPageAsync(prefix + table, query, continuationToken, cancellationToken);

    public Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default) =>
        inner.SubmitTransactionAsync(prefix + table, actions, cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken = default) => inner.PingAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            (inner as IDisposable)?.Dispose();
    }
}
