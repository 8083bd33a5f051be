using System.Collections.Concurrent;
using KamBot.Platform.Tables;

namespace KamBot.Benchmarks.Hosts;

/// <summary>Counts what the program asks of its store.</summary>
internal sealed class CountingTables(ITableStore inner) : ITableStore
{
    private readonly ConcurrentDictionary<TableCall, int> _byCall = new();
    private long _reads;
    private long _writes;

    /// <summary>Points and pages read so far.</summary>
    public long Reads => Interlocked.Read(ref _reads);

    /// <summary>Transactions sent so far, single writes among them.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    public long Operations => Reads + Writes;

    /// <summary>The same apart by table and kind; pages also by the key they begin with.</summary>
    public IReadOnlyDictionary<TableCall, int> ByCall => _byCall;

    public Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default) =>
        inner.CreateTablesAsync(tables, cancellationToken);

    public Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default)
    {
        Count(new TableCall(table, TableOperation.Point), ref _reads);
        return inner.GetEntityIfExistsAsync(table, partitionKey, rowKey, cancellationToken);
    }

    public Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        // What follows in the key is a moment or a name: it would make a count of each.
        Count(new TableCall(table, TableOperation.Page, query.From?.Split('~')[0]), ref _reads);
        return inner.QueryPageAsync(table, query, continuationToken, cancellationToken);
    }

    public Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default)
    {
        Count(new TableCall(table, TableOperation.Transaction), ref _writes);
        return inner.SubmitTransactionAsync(table, actions, cancellationToken);
    }

    public Task PingAsync(CancellationToken cancellationToken = default) => inner.PingAsync(cancellationToken);

    private void Count(TableCall call, ref long all)
    {
        Interlocked.Increment(ref all);
        _byCall.AddOrUpdate(call, 1, (_, count) => count + 1);
    }
}

/// <param name="Table">Which table.</param>
/// <param name="Operation">What for.</param>
/// <param name="From">The first word of the key that a page begins with.</param>
internal sealed record TableCall(string Table, TableOperation Operation, string? From = null);

/// <summary>What a store is asked for at a time; each is one transaction in the words of Azure's bill.</summary>
internal enum TableOperation
{
    Point,
    Page,
    Transaction,
}
