using System.Runtime.CompilerServices;

namespace KamBot.Platform.Tables;

public static class TableStoreExtensions
{
    /// <summary>A bound on every walk through a range: no caller of KamBot wants more, and a broken token cannot spin.</summary>
    private const int MaxPages = 10_000;

    /// <summary>All rows of a range, page by page, in the order of their row keys.</summary>
    public static async IAsyncEnumerable<TableEntity> QueryAsync(
        this ITableStore store, string table, TableQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? token = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var result = await store.QueryPageAsync(table, query, token, cancellationToken);
            foreach (var entity in result.Entities)
                yield return entity;
            token = result.ContinuationToken;
            if (token is null)
                yield break;
        }

        throw new TableStoreException($"A query of table {table} did not end after {MaxPages} pages.");
    }

    public static async Task<List<TableEntity>> ListAsync(
        this ITableStore store, string table, TableQuery query, int most = int.MaxValue, CancellationToken cancellationToken = default)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in store.QueryAsync(table, query, cancellationToken))
        {
            rows.Add(row);
            if (rows.Count == most)
                break;
        }

        return rows;
    }

    public static Task<TableWrite> AddEntityAsync(this ITableStore store, string table, TableEntity entity, CancellationToken cancellationToken = default) =>
        store.SubmitTransactionAsync(table, [TableTransactionAction.Add(entity)], cancellationToken);

    public static Task<TableWrite> UpdateEntityAsync(this ITableStore store, string table, TableEntity entity, CancellationToken cancellationToken = default) =>
        store.SubmitTransactionAsync(table, [TableTransactionAction.Update(entity)], cancellationToken);

    public static Task<TableWrite> UpsertEntityAsync(this ITableStore store, string table, TableEntity entity, CancellationToken cancellationToken = default) =>
        store.SubmitTransactionAsync(table, [TableTransactionAction.Upsert(entity)], cancellationToken);

    public static Task<TableWrite> DeleteEntityAsync(this ITableStore store, string table, TableEntity entity, CancellationToken cancellationToken = default) =>
        store.SubmitTransactionAsync(table, [TableTransactionAction.Delete(entity)], cancellationToken);
}
