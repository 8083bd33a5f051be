using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using KamBot.Platform.Tables;
using Microsoft.Data.Sqlite;

namespace KamBot.Tests.Platform.Tables;

public sealed class SqliteTableStoreTests : TableStoreConformance, IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "kambot-tests", Guid.NewGuid().ToString("N"));
    private readonly SqliteTableStore _store;

    public SqliteTableStoreTests() => _store = new SqliteTableStore(File("kambot.db"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override async Task<ITableStore> StoreAsync(params string[] tables)
    {
        await _store.CreateTablesAsync(tables, Cancel);
        return _store;
    }

    [Fact]
    public async Task The_folder_is_made_and_what_was_written_is_there_when_the_file_is_opened_again()
    {
        var path = File("new", "folders", "kambot.db");
        await using (var first = new SqliteTableStore(path))
        {
            await first.CreateTablesAsync(["Rows"], Cancel);
            await first.AddEntityAsync("Rows", new TableEntity("p", "r") { ["Text"] = "kept" }, Cancel);
        }

        await using var second = new SqliteTableStore(path);
        Assert.Equal("kept", (await second.GetEntityIfExistsAsync("Rows", "p", "r", Cancel))!.GetString("Text"));
    }

    [Fact]
    public async Task A_version_is_not_given_twice_even_after_the_file_was_closed()
    {
        var path = File("kambot.db");
        Azure.ETag before;
        await using (var first = new SqliteTableStore(path))
        {
            await first.CreateTablesAsync(["Rows"], Cancel);
            var row = new TableEntity("p", "r");
            before = row.ETag = (await first.AddEntityAsync("Rows", row, Cancel)).ETags[0];
            await first.DeleteEntityAsync("Rows", row, Cancel);
        }

        await using var second = new SqliteTableStore(path);
        Assert.NotEqual(before, (await second.AddEntityAsync("Rows", new TableEntity("p", "r"), Cancel)).ETags[0]);
    }

    [Fact]
    public async Task Two_stores_on_one_file_see_each_others_rows_and_lose_none()
    {
        await StoreAsync("Rows");
        await using var other = new SqliteTableStore(File("kambot.db"));
        await _store.AddEntityAsync("Rows", new TableEntity("p", "r") { ["Value"] = 0 }, Cancel);

        await Task.WhenAll(Task.Run(() => CountAsync(_store)), Task.Run(() => CountAsync(other)));

        Assert.Equal(200, (await _store.GetEntityIfExistsAsync("Rows", "p", "r", Cancel))!.GetInt32("Value"));

        static async Task CountAsync(SqliteTableStore store)
        {
            for (var done = 0; done < 100;)
            {
                var row = (await store.GetEntityIfExistsAsync("Rows", "p", "r", Cancel))!;
                row["Value"] = row.GetInt32("Value") + 1;
                if ((await store.UpdateEntityAsync("Rows", row, Cancel)).Succeeded)
                    done++;
            }
        }
    }

    [Fact]
    public async Task Transactions_that_go_to_the_disk_together_fail_each_for_itself()
    {
        var store = await StoreAsync("Rows");
        await store.AddEntityAsync("Rows", new TableEntity("p", "taken"), Cancel);
        Task<TableWrite>[] writes;
        using (await HoldFileAsync())
        {
            writes = [.. Enumerable.Range(0, 30).Select(n => store.SubmitTransactionAsync(
                "Rows",
                [TableTransactionAction.Add(new TableEntity("p", $"first {n:D2}")), TableTransactionAction.Add(new TableEntity("p", n % 3 == 1 ? "taken" : $"second {n:D2}"))],
                Cancel))];
        }

        var outcomes = await Task.WhenAll(writes);

        Assert.Equal(Enumerable.Range(0, 30).Select(n => n % 3 != 1), outcomes.Select(write => write.Succeeded));
        Assert.Equal(20, outcomes.SelectMany(write => write.ETags).Distinct().Count() / 2);
        var first = await store.ListAsync("Rows", TableQuery.Prefix("p", "first"), cancellationToken: Cancel);
        Assert.Equal(Enumerable.Range(0, 30).Where(n => n % 3 != 1).Select(n => $"first {n:D2}"), first.Select(row => row.RowKey));
    }

    [Fact]
    public async Task Who_gives_up_while_it_waits_has_written_nothing()
    {
        var store = await StoreAsync("Rows");
        using var impatience = new CancellationTokenSource();
        Task<TableWrite> ahead, given;
        using (await HoldFileAsync())
        {
            ahead = store.AddEntityAsync("Rows", new TableEntity("p", "ahead"), Cancel);
            given = store.AddEntityAsync("Rows", new TableEntity("p", "given up"), impatience.Token);
            await impatience.CancelAsync();
        }

        Assert.True((await ahead).Succeeded);
        var isThere = await Record.ExceptionAsync(() => given) is null;
        Assert.Equal(isThere, await store.GetEntityIfExistsAsync("Rows", "p", "given up", Cancel) is not null);
    }

    /// <summary>As in Azure; Azurite is stricter, so this stands outside the conformance suite.</summary>
    [Fact]
    public async Task The_name_of_a_table_knows_no_case()
    {
        var store = await StoreAsync("Rows");
        await store.AddEntityAsync("ROWS", new TableEntity("p", "r"), Cancel);
        Assert.NotNull(await store.GetEntityIfExistsAsync("rows", "p", "r", Cancel));
    }

    [Fact]
    public async Task A_file_that_cannot_be_made_is_named_with_the_setting_that_moves_it()
    {
        Directory.CreateDirectory(_folder);
        await System.IO.File.WriteAllTextAsync(File("occupied"), "no folder", Cancel);
        await using var store = new SqliteTableStore(File("occupied", "kambot.db"));

        var error = await Assert.ThrowsAsync<TableStoreException>(() => store.PingAsync(Cancel));

        Assert.Contains(File("occupied", "kambot.db"), error.Message, StringComparison.Ordinal);
        Assert.Contains("Storage:Path", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        Directory.CreateDirectory(_folder);
        await System.IO.File.WriteAllTextAsync(File("letter.txt"), new string('x', 5_000), Cancel);
        await using var store = new SqliteTableStore(File("letter.txt"));

        await Assert.ThrowsAsync<TableStoreException>(() => store.PingAsync(Cancel));
        Assert.Equal(new string('x', 5_000), await System.IO.File.ReadAllTextAsync(File("letter.txt"), Cancel));
    }

    [Fact]
    public async Task Any_row_comes_back_bit_for_bit()
    {
        var store = await StoreAsync("Any");
        Prop.ForAll(TableGenerators.Entity().ToArbitrary(), written =>
        {
            Assert.True(store.UpsertEntityAsync("Any", written, Cancel).Result.Succeeded);
            var read = store.GetEntityIfExistsAsync("Any", written.PartitionKey, written.RowKey, Cancel).Result!;
            return (read.PartitionKey, read.RowKey) == (written.PartitionKey, written.RowKey) && Bits(read).SequenceEqual(Bits(written));
        }).QuickCheckThrowOnFailure();

        static IEnumerable<string> Bits(TableEntity entity) => entity.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + p.Value.GetType().Name + p.Value switch
        {
            double number => BitConverter.DoubleToInt64Bits(number).ToString(CultureInfo.InvariantCulture),
            byte[] binary => Convert.ToHexString(binary),
            DateTimeOffset date => date.UtcTicks.ToString(CultureInfo.InvariantCulture),
            var value => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        });
    }

    /// <summary>Another process is writing until this is disposed.</summary>
    private async Task<SqliteConnection> HoldFileAsync()
    {
        var connection = new SqliteConnection($"Data Source={File("kambot.db")};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(Cancel);
        return connection;
    }

    private string File(params string[] path) => Path.Combine([_folder, .. path]);
}
