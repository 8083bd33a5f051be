using System.Globalization;
using KamBot.Platform.Tables;

namespace KamBot.Tests.Processes;

/// <summary>kill -9 as soon as the n-th write is in the store: between any two steps, whatever the slices do.</summary>
internal sealed class KillAfterWrites(ITableStore inner, int count) : ITableStore
{
    private const string Prefix = "write.";

    private int _writes;

    public static string At(int count) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{count}");

    public static int? Parse(string place) =>
        place.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(place.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public async Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default)
    {
        var write = await inner.SubmitTransactionAsync(table, actions, cancellationToken);
        if (write.Succeeded && Interlocked.Increment(ref _writes) == count)
            Death.Now();
        return write;
    }

    public Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default) =>
        inner.CreateTablesAsync(tables, cancellationToken);

    public Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default) =>
        inner.GetEntityIfExistsAsync(table, partitionKey, rowKey, cancellationToken);

    public Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default) =>
        inner.QueryPageAsync(table, query, continuationToken, cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken = default) => inner.PingAsync(cancellationToken);
}
