using System.Collections.Concurrent;
using KamBot.Platform.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KamBot.Tests.Drivers;

/// <summary>A row that was written or deleted, as it was handed to the store.</summary>
internal sealed record WrittenRow(string Table, TableEntity Entity);

/// <summary>Remembers what was written to a store, so that a test can say whose rows those were.</summary>
internal sealed class WatchedTables(ITableStore inner) : ITableStore
{
    /// <summary>A bound for reading a partition back; no test writes as many rows into one.</summary>
    private const int MostRows = 100_000;

    private readonly ConcurrentQueue<WrittenRow> _written = new();
    private int _queries;

    /// <summary>Ranges that were read so far.</summary>
    public int Queries => Volatile.Read(ref _queries);

    /// <summary>Puts itself before the store of an app that is being built.</summary>
    public static WatchedTables Before(IServiceCollection services)
    {
        var store = (ITableStore)services.Last(service => service.ServiceType == typeof(ITableStore)).ImplementationInstance!;
        var watched = new WatchedTables(store);
        services.RemoveAll<ITableStore>().AddSingleton<ITableStore>(watched);
        return watched;
    }

    /// <summary>What was written since the last time this was asked, in order.</summary>
    public IReadOnlyList<WrittenRow> Take()
    {
        var rows = new List<WrittenRow>();
        while (_written.TryDequeue(out var row))
            rows.Add(row);
        return rows;
    }

    /// <summary>What the partitions of these rows hold now, as text that two moments can be compared by.</summary>
    /// <param name="rows">Of a partition that everybody shares only these rows count, of any other all.</param>
    /// <param name="isShared">Whether a partition is one that everybody shares.</param>
    public async Task<IReadOnlyList<string>> ContentsAsync(IReadOnlyList<WrittenRow> rows, Func<string, bool> isShared)
    {
        var contents = new List<string>();
        foreach (var partition in rows.GroupBy(row => (row.Table, row.Entity.PartitionKey)))
        {
            var known = partition.Select(row => row.Entity.RowKey).ToHashSet(StringComparer.Ordinal);
            foreach (var row in await inner.ListAsync(partition.Key.Table, new TableQuery(partition.Key.PartitionKey), MostRows))
            {
                if (known.Contains(row.RowKey) || !isShared(row.PartitionKey))
                    contents.Add($"{partition.Key.Table} {row.PartitionKey} {row.RowKey} {row.ETag} {string.Join(", ", row.Properties.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Key}={each.Value}"))}");
            }
        }

        return contents;
    }

    public async Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default)
    {
        var write = await inner.SubmitTransactionAsync(table, actions, cancellationToken);
        if (write.Succeeded)
        {
            foreach (var action in actions)
                _written.Enqueue(new WrittenRow(table, action.Entity));
        }

        return write;
    }

    public Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default) =>
        inner.CreateTablesAsync(tables, cancellationToken);

    public Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default) =>
        inner.GetEntityIfExistsAsync(table, partitionKey, rowKey, cancellationToken);

    public Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _queries);
        return inner.QueryPageAsync(table, query, continuationToken, cancellationToken);
    }

    public Task PingAsync(CancellationToken cancellationToken = default) => inner.PingAsync(cancellationToken);
}
