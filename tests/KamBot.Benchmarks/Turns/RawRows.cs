using KamBot.Platform.Tables;

namespace KamBot.Benchmarks.Turns;

/// <summary>The store without a bot: each worker reads a row of its own, or replaces it on the condition of its ETag.</summary>
internal sealed class RawRows
{
    private const string Table = "RawRows";
    private const string RowKey = "row";

    private readonly ITableStore _tables;
    private readonly TableEntity[] _rows;

    private RawRows(ITableStore tables, TableEntity[] rows) => (_tables, _rows) = (tables, rows);

    public static async Task<RawRows> PrepareAsync(ITableStore tables, int workers)
    {
        await tables.CreateTablesAsync([Table]);
        var rows = Enumerable.Range(0, workers).Select(worker => new TableEntity($"{workers}~{worker}", RowKey) { ["text"] = new string('x', 500) }).ToArray();
        foreach (var row in rows)
            row.ETag = (await tables.UpsertEntityAsync(Table, row)).ETags[0];
        return new RawRows(tables, rows);
    }

    public async Task<bool> ReadAsync(int worker) =>
        await _tables.GetEntityIfExistsAsync(Table, _rows[worker].PartitionKey, RowKey) is not null ? true : throw new InvalidOperationException("The row is gone.");

    public async Task<bool> WriteAsync(int worker)
    {
        var write = await _tables.UpdateEntityAsync(Table, _rows[worker]);
        if (!write.Succeeded)
            throw new InvalidOperationException("Nobody else writes this row, and yet it changed.");
        _rows[worker].ETag = write.ETags[0];
        return true;
    }
}
