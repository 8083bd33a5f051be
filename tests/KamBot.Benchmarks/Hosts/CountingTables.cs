using KamBot.Platform.Tables;

namespace KamBot.Benchmarks.Hosts;

/// <summary>Counts what the program asks of its store.</summary>
internal sealed class CountingTables(ITableStore inner) : ITableStore
{
    private long _reads;
    private long _writes;

    /// <summary>Points and pages read so far.</summary>
    public long Reads => Interlocked.Read(ref _reads);

    /// <summary>Transactions sent so far, single writes among them.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    public long Operations => Reads + Writes;

    public Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default) =>
        inner.CreateTablesAsync(tables, cancellationToken);

    public Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        return inner.GetEntityIfExistsAsync(table, partitionKey, rowKey, cancellationToken);
    }

    public Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        return inner.QueryPageAsync(table, query, continuationToken, cancellationToken);
    }

    public Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _writes);
        return inner.SubmitTransactionAsync(table, actions, cancellationToken);
    }

    public Task PingAsync(CancellationToken cancellationToken = default) => inner.PingAsync(cancellationToken);
}
