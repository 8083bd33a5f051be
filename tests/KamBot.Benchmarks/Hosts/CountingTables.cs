using System.Collections.Concurrent;
using KamBot.Platform.Tables;

namespace KamBot.Benchmarks.Hosts;

/// <summary>Counts what the program asks of its store.</summary>
internal sealed class CountingTables(ITableStore inner) : ITableStore
{
    private readonly ConcurrentDictionary<(string, TableOperation), int> _byTable = new();
    private long _reads;
    private long _writes;

    /// <summary>Points and pages read so far.</summary>
    public long Reads => Interlocked.Read(ref _reads);

    /// <summary>Transactions sent so far, single writes among them.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    public long Operations => Reads + Writes;

    /// <summary>The same apart by table and kind.</summary>
    public IReadOnlyDictionary<(string Table, TableOperation Operation), int> ByTable => _byTable;

    public Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default) =>
        inner.CreateTablesAsync(tables, cancellationToken);

    public Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default)
    {
        Count(table, TableOperation.Point, ref _reads);
        return inner.GetEntityIfExistsAsync(table, partitionKey, rowKey, cancellationToken);
    }

    public Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        Count(table, TableOperation.Page, ref _reads);
        return inner.QueryPageAsync(table, query, continuationToken, cancellationToken);
    }

    public Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default)
    {
        Count(table, TableOperation.Transaction, ref _writes);
        return inner.SubmitTransactionAsync(table, actions, cancellationToken);
    }

    public Task PingAsync(CancellationToken cancellationToken = default) => inner.PingAsync(cancellationToken);

    private void Count(string table, TableOperation operation, ref long all)
    {
        Interlocked.Increment(ref all);
        _byTable.AddOrUpdate((table, operation), 1, (_, count) => count + 1);
    }
}

/// <summary>What a store is asked for at a time; each is one transaction in the words of Azure's bill.</summary>
internal enum TableOperation
{
    Point,
    Page,
    Transaction,
}
