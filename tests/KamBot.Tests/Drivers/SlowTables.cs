using KamBot.Platform.Tables;

namespace KamBot.Tests.Drivers;

/// <summary>A store whose calls wait for whatever a test wants them to wait for.</summary>
internal sealed class SlowTables(ITableStore inner) : ITableStore
{
    /// <summary>Before each write to a partition of a table.</summary>
    public Func<string, string, Task> BeforeWrite { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Before each read of a partition of a table.</summary>
    public Func<string, string, Task> BeforeRead { get; set; } = (_, _) => Task.CompletedTask;

    public Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default) => inner.CreateTablesAsync(tables, cancellationToken);

    public async Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default)
    {
        await BeforeRead(table, partitionKey).WaitAsync(cancellationToken);
        return await inner.GetEntityIfExistsAsync(table, partitionKey, rowKey, cancellationToken);
    }

    public async Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        await BeforeRead(table, query.PartitionKey).WaitAsync(cancellationToken);
        return await inner.QueryPageAsync(table, query, continuationToken, cancellationToken);
    }

    public async Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default)
    {
        await BeforeWrite(table, actions[0].Entity.PartitionKey).WaitAsync(cancellationToken);
        return await inner.SubmitTransactionAsync(table, actions, cancellationToken);
    }

    public Task PingAsync(CancellationToken cancellationToken = default) => inner.PingAsync(cancellationToken);
}
