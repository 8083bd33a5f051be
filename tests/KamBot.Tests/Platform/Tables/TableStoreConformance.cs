using Azure;
using KamBot.Platform.Tables;

namespace KamBot.Tests.Platform.Tables;

/// <summary>What KamBot relies on in any table store. Each implementation runs all of it.</summary>
public abstract class TableStoreConformance
{
    private const string Table = "Conformance";

    private readonly string _partition = "p" + Guid.NewGuid().ToString("N");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract Task<ITableStore> StoreAsync(params string[] tables);

    private Task<ITableStore> StoreAsync() => StoreAsync(Table);

    private TableEntity Row(string rowKey, string? text = null) => new(_partition, rowKey) { ["Text"] = text };

    private static TableTransactionAction Add(TableEntity entity) => TableTransactionAction.Add(entity);

    private async Task<TableEntity> AddedAsync(ITableStore store, string rowKey, string? text = null)
    {
        Assert.True((await store.AddEntityAsync(Table, Row(rowKey, text), Cancel)).Succeeded);
        return (await store.GetEntityIfExistsAsync(Table, _partition, rowKey, Cancel))!;
    }

    private async Task<string[]> KeysAsync(ITableStore store, string? from = null, string? before = null) =>
        [.. (await store.ListAsync(Table, new TableQuery(_partition, from, before), cancellationToken: Cancel)).Select(r => r.RowKey)];

    [Fact]
    public async Task A_row_that_was_never_written_is_null()
    {
        var store = await StoreAsync();
        Assert.Null(await store.GetEntityIfExistsAsync(Table, _partition, "none", Cancel));
    }

    [Fact]
    public async Task Every_type_of_property_comes_back_as_it_was_written()
    {
        var store = await StoreAsync();
        var written = new TableEntity(_partition, "types")
        {
            ["Text"] = "Ünïcode \"quoted\" \\ 👋 \u0001\r\n\t</script> \u2028",
            ["Empty"] = "",
            ["LooksLikeADate"] = "2026-04-07T07:00:00Z",
            ["True"] = true,
            ["False"] = false,
            ["Zero"] = 0,
            ["Least"] = int.MinValue,
            ["Most"] = int.MaxValue,
            ["SmallLong"] = 1L,
            ["LeastLong"] = long.MinValue,
            ["MostLong"] = long.MaxValue,
            ["WholeDouble"] = 5d,
            ["Fraction"] = 0.1,
            ["Tiny"] = double.Epsilon,
            ["Huge"] = double.MaxValue,
            ["NotANumber"] = double.NaN,
            ["Infinite"] = double.PositiveInfinity,
            ["MinusInfinite"] = double.NegativeInfinity,
            ["Instant"] = new DateTimeOffset(2026, 4, 7, 7, 0, 0, TimeSpan.Zero).AddTicks(1_234_567),
            ["FirstInstant"] = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero),
            ["LastInstant"] = DateTimeOffset.MaxValue,
            ["Id"] = Guid.NewGuid(),
            ["Bytes"] = new byte[] { 0, 1, 254, 255 },
            ["NoBytes"] = Array.Empty<byte>(),
        };

        Assert.True((await store.AddEntityAsync(Table, written, Cancel)).Succeeded);
        var read = await store.GetEntityIfExistsAsync(Table, _partition, "types", Cancel);

        Assert.Equal(written.Properties.OrderBy(p => p.Key, StringComparer.Ordinal), read!.Properties.OrderBy(p => p.Key, StringComparer.Ordinal));
        var listed = await store.ListAsync(Table, new TableQuery(_partition), cancellationToken: Cancel);
        Assert.Equal(read.Properties, Assert.Single(listed).Properties);
        Assert.Equal(read.ETag, listed[0].ETag);
    }

    [Fact]
    public async Task A_local_time_is_kept_as_the_same_instant_in_UTC()
    {
        var store = await StoreAsync();
        var summer = new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.FromHours(2));
        await store.AddEntityAsync(Table, new TableEntity(_partition, "r") { ["At"] = summer }, Cancel);

        var read = (await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel))!.GetDateTimeOffset("At");

        Assert.Equal(summer.UtcDateTime, read!.Value.DateTime);
        Assert.Equal(TimeSpan.Zero, read.Value.Offset);
    }

    [Fact]
    public async Task A_row_without_properties_is_a_row()
    {
        var store = await StoreAsync();
        Assert.Empty((await AddedAsync(store, "bare")).Properties);
    }

    [Fact]
    public async Task The_second_add_of_a_row_is_told_that_it_exists()
    {
        var store = await StoreAsync();
        await AddedAsync(store, "r", "first");

        var second = await store.AddEntityAsync(Table, Row("r", "second"), Cancel);

        Assert.Equal((TableWriteOutcome.AlreadyExists, 0), (second.Outcome, second.FailedIndex));
        Assert.Equal("first", (await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel))!.GetString("Text"));
    }

    [Fact]
    public async Task Of_many_adds_at_once_exactly_one_wins()
    {
        var store = await StoreAsync();
        var writes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => store.AddEntityAsync(Table, Row("r", $"{i}"), Cancel)));
        Assert.Single(writes, w => w.Succeeded);
        Assert.Equal(15, writes.Count(w => w.Outcome == TableWriteOutcome.AlreadyExists));
    }

    [Fact]
    public async Task An_update_with_the_ETag_that_was_read_replaces_the_whole_row()
    {
        var store = await StoreAsync();
        var row = await AddedAsync(store, "r", "first");
        row["Text"] = null;
        row["Other"] = 1;

        Assert.True((await store.UpdateEntityAsync(Table, row, Cancel)).Succeeded);

        var read = (await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel))!;
        Assert.Equal([KeyValuePair.Create<string, object>("Other", 1)], read.Properties.ToArray());
    }

    [Fact]
    public async Task An_update_with_a_stale_ETag_is_refused_and_changes_nothing()
    {
        var store = await StoreAsync();
        var stale = await AddedAsync(store, "r", "first");
        await store.UpsertEntityAsync(Table, Row("r", "second"), Cancel);
        stale["Text"] = "third";

        var update = await store.UpdateEntityAsync(Table, stale, Cancel);

        Assert.Equal((TableWriteOutcome.ConditionNotMet, 0), (update.Outcome, update.FailedIndex));
        Assert.Equal("second", (await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel))!.GetString("Text"));
    }

    [Fact]
    public async Task An_update_of_a_row_that_is_gone_is_told_so()
    {
        var store = await StoreAsync();
        var row = await AddedAsync(store, "r");
        await store.DeleteEntityAsync(Table, row, Cancel);

        Assert.Equal(TableWriteOutcome.NotFound, (await store.UpdateEntityAsync(Table, row, Cancel)).Outcome);
    }

    [Fact]
    public async Task An_update_or_delete_with_ETag_All_takes_the_row_as_it_is()
    {
        var store = await StoreAsync();
        await AddedAsync(store, "r", "first");

        var unconditional = Row("r", "second");
        unconditional.ETag = ETag.All;
        Assert.True((await store.UpdateEntityAsync(Table, unconditional, Cancel)).Succeeded);
        Assert.Equal("second", (await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel))!.GetString("Text"));
        Assert.True((await store.DeleteEntityAsync(Table, unconditional, Cancel)).Succeeded);
        Assert.Equal(TableWriteOutcome.NotFound, (await store.UpdateEntityAsync(Table, unconditional, Cancel)).Outcome);
    }

    [Fact]
    public async Task An_upsert_writes_whether_or_not_the_row_is_there()
    {
        var store = await StoreAsync();
        Assert.True((await store.UpsertEntityAsync(Table, Row("r", "first"), Cancel)).Succeeded);
        var second = new TableEntity(_partition, "r") { ["Other"] = true };

        Assert.True((await store.UpsertEntityAsync(Table, second, Cancel)).Succeeded);

        var read = (await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel))!;
        Assert.Equal([KeyValuePair.Create<string, object>("Other", true)], read.Properties.ToArray());
    }

    [Fact]
    public async Task The_second_delete_finds_nothing()
    {
        var store = await StoreAsync();
        var row = await AddedAsync(store, "r");

        Assert.True((await store.DeleteEntityAsync(Table, row, Cancel)).Succeeded);
        var second = await store.DeleteEntityAsync(Table, row, Cancel);

        Assert.Equal((TableWriteOutcome.NotFound, 0), (second.Outcome, second.FailedIndex));
        Assert.Null(await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel));
    }

    [Fact]
    public async Task A_delete_with_a_stale_ETag_leaves_the_row()
    {
        var store = await StoreAsync();
        var stale = await AddedAsync(store, "r", "first");
        await store.UpsertEntityAsync(Table, Row("r", "second"), Cancel);

        Assert.Equal(TableWriteOutcome.ConditionNotMet, (await store.DeleteEntityAsync(Table, stale, Cancel)).Outcome);
        Assert.NotNull(await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel));
    }

    [Fact]
    public async Task A_row_deleted_and_added_again_is_another_row_to_an_old_ETag()
    {
        var store = await StoreAsync();
        var old = await AddedAsync(store, "r", "same");
        await store.DeleteEntityAsync(Table, old, Cancel);
        await AddedAsync(store, "r", "same");

        Assert.Equal(TableWriteOutcome.ConditionNotMet, (await store.UpdateEntityAsync(Table, old, Cancel)).Outcome);
    }

    [Fact]
    public async Task Every_write_changes_the_ETag_and_says_the_new_one()
    {
        var store = await StoreAsync();
        var seen = new HashSet<ETag>();
        var row = Row("r");
        for (var i = 0; i < 20; i++)
        {
            var write = i == 0 ? await store.AddEntityAsync(Table, row, Cancel)
                : i % 2 == 0 ? await store.UpdateEntityAsync(Table, row, Cancel)
                : await store.UpsertEntityAsync(Table, row, Cancel);
            row = (await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel))!;
            Assert.Equal(Assert.Single(write.ETags), row.ETag);
            Assert.True(seen.Add(row.ETag));
        }
    }

    [Fact]
    public async Task The_ETag_of_a_write_serves_for_the_next_without_reading()
    {
        var store = await StoreAsync();
        var row = Row("r");
        row.ETag = (await store.AddEntityAsync(Table, row, Cancel)).ETags[0];
        row.ETag = (await store.UpdateEntityAsync(Table, row, Cancel)).ETags[0];
        Assert.True((await store.DeleteEntityAsync(Table, row, Cancel)).Succeeded);
    }

    [Fact]
    public async Task A_transaction_writes_all_its_rows_and_gives_their_ETags_in_order()
    {
        var store = await StoreAsync();
        var updated = await AddedAsync(store, "updated");
        var deleted = await AddedAsync(store, "deleted");
        updated["Text"] = "new";

        var write = await store.SubmitTransactionAsync(
            Table,
            [Add(Row("added")), TableTransactionAction.Update(updated), TableTransactionAction.Delete(deleted), TableTransactionAction.Upsert(Row("upserted"))],
            Cancel);

        Assert.True(write.Succeeded);
        Assert.Equal(-1, write.FailedIndex);
        Assert.Equal(4, write.ETags.Count);
        var rows = (await store.ListAsync(Table, new TableQuery(_partition), cancellationToken: Cancel)).ToDictionary(r => r.RowKey);
        Assert.Equal(["added", "updated", "upserted"], rows.Keys);
        Assert.Equal(rows["added"].ETag, write.ETags[0]);
        Assert.Equal(rows["updated"].ETag, write.ETags[1]);
        Assert.Equal(rows["upserted"].ETag, write.ETags[3]);
        Assert.Equal("new", rows["updated"].GetString("Text"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_transaction_with_one_row_too_many_writes_nothing_and_names_it(int taken)
    {
        var store = await StoreAsync();
        await AddedAsync(store, $"r{taken}", "before");

        var write = await store.SubmitTransactionAsync(Table, [.. Enumerable.Range(0, 5).Select(i => Add(Row($"r{i}", "after")))], Cancel);

        Assert.Equal((TableWriteOutcome.AlreadyExists, taken), (write.Outcome, write.FailedIndex));
        Assert.Equal("before", Assert.Single(await store.ListAsync(Table, new TableQuery(_partition), cancellationToken: Cancel)).GetString("Text"));
    }

    [Fact]
    public async Task A_transaction_with_a_stale_ETag_writes_nothing_and_names_it()
    {
        var store = await StoreAsync();
        var stale = await AddedAsync(store, "r", "first");
        await store.UpsertEntityAsync(Table, Row("r", "second"), Cancel);

        var write = await store.SubmitTransactionAsync(Table, [Add(Row("a")), TableTransactionAction.Update(stale), Add(Row("z"))], Cancel);

        Assert.Equal((TableWriteOutcome.ConditionNotMet, 1), (write.Outcome, write.FailedIndex));
        Assert.Equal(["r"], await KeysAsync(store));
    }

    [Fact]
    public async Task A_transaction_that_deletes_a_missing_row_writes_nothing_and_names_it()
    {
        var store = await StoreAsync();
        var gone = await AddedAsync(store, "gone");
        await store.DeleteEntityAsync(Table, gone, Cancel);

        var write = await store.SubmitTransactionAsync(Table, [Add(Row("a")), Add(Row("b")), TableTransactionAction.Delete(gone)], Cancel);

        Assert.Equal((TableWriteOutcome.NotFound, 2), (write.Outcome, write.FailedIndex));
        Assert.Empty(await KeysAsync(store));
    }

    [Fact]
    public async Task A_transaction_holds_a_hundred_rows()
    {
        var store = await StoreAsync();
        var write = await store.SubmitTransactionAsync(Table, [.. Enumerable.Range(0, 100).Select(i => Add(Row($"r{i:D3}", new string('x', 5_000))))], Cancel);
        Assert.True(write.Succeeded);
        Assert.Equal(100, write.ETags.Count);
        Assert.Equal(100, (await KeysAsync(store)).Length);
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("''")]
    [InlineData("👋 wave")]
    [InlineData("two words")]
    [InlineData("100%")]
    [InlineData("%27%2F%25")]
    [InlineData("a+b=c&d;e:f@g,h$i!j*k(l)m")]
    [InlineData("Łódź ș ç")]
    [InlineData("\"double\"")]
    [InlineData("..")]
    [InlineData("~")]
    [InlineData(" leading and trailing ")]
    [InlineData("<tag>[x]{y}|^`")]
    public async Task Any_legal_text_is_a_key(string key)
    {
        var store = await StoreAsync();
        var partition = _partition + key;
        var row = new TableEntity(partition, key) { ["Text"] = key };

        row.ETag = (await store.AddEntityAsync(Table, row, Cancel)).ETags.Single();

        var read = await store.GetEntityIfExistsAsync(Table, partition, key, Cancel);
        Assert.Equal((partition, key, key), (read?.PartitionKey, read?.RowKey, read?.GetString("Text")));
        Assert.Equal(key, Assert.Single(await store.ListAsync(Table, TableQuery.Prefix(partition, key), cancellationToken: Cancel)).RowKey);
        Assert.True((await store.SubmitTransactionAsync(Table, [TableTransactionAction.Update(row), Add(new TableEntity(partition, key + "2"))], Cancel)).Succeeded);
        row.ETag = ETag.All;
        Assert.True((await store.DeleteEntityAsync(Table, row, Cancel)).Succeeded);
        Assert.Null(await store.GetEntityIfExistsAsync(Table, partition, key, Cancel));
    }

    [Fact]
    public async Task Keys_differ_by_case()
    {
        var store = await StoreAsync();
        await AddedAsync(store, "key", "small");
        await AddedAsync(store, "KEY", "big");
        Assert.Equal("small", (await store.GetEntityIfExistsAsync(Table, _partition, "key", Cancel))!.GetString("Text"));
    }

    [Fact]
    public async Task Rows_come_in_ordinal_order_of_UTF16_units()
    {
        var store = await StoreAsync();
        string[] keys = ["b", "a", "B", "10", "9", "é", "z", "\uE000", "😀", "\uFFFD", "a b", "a-b", "ab", "\uD7FF", "_", "Ł"];
        await store.SubmitTransactionAsync(Table, [.. keys.Select(k => Add(Row(k)))], Cancel);

        Assert.Equal(keys.Order(StringComparer.Ordinal), await KeysAsync(store));
    }

    [Fact]
    public async Task A_range_has_its_start_and_not_its_end_and_either_may_be_open()
    {
        var store = await StoreAsync();
        await store.SubmitTransactionAsync(Table, [.. "abcde".Select(c => Add(Row(c.ToString())))], Cancel);

        Assert.Equal(["b", "c"], await KeysAsync(store, "b", "d"));
        Assert.Equal(["a", "b"], await KeysAsync(store, before: "c"));
        Assert.Equal(["d", "e"], await KeysAsync(store, from: "d"));
        Assert.Equal(["a", "b", "c", "d", "e"], await KeysAsync(store));
        Assert.Equal(["c"], await KeysAsync(store, "bb", "cc"));
        Assert.Empty(await KeysAsync(store, "d", "b"));
    }

    [Fact]
    public async Task A_prefix_gives_the_rows_that_start_with_it_and_no_others()
    {
        var store = await StoreAsync();
        string[] keys = ["m~1", "m~2", "m~😀", "m~\uFFFD", "m", "m-", "n~1", "M~1", "mm"];
        await store.SubmitTransactionAsync(Table, [.. keys.Select(k => Add(Row(k)))], Cancel);

        var rows = await store.ListAsync(Table, TableQuery.Prefix(_partition, "m~"), cancellationToken: Cancel);

        Assert.Equal(["m~1", "m~2", "m~😀", "m~\uFFFD"], rows.Select(r => r.RowKey));
    }

    [Fact]
    public async Task A_partition_does_not_show_its_neighbours()
    {
        var store = await StoreAsync();
        foreach (var partition in (string[])[_partition, _partition + "0", _partition[..^1]])
            await store.AddEntityAsync(Table, new TableEntity(partition, "r") { ["Of"] = partition }, Cancel);

        Assert.Equal(_partition, Assert.Single(await store.ListAsync(Table, new TableQuery(_partition), cancellationToken: Cancel)).GetString("Of"));
    }

    [Fact]
    public async Task A_query_of_an_empty_partition_is_empty()
    {
        var store = await StoreAsync();
        var page = await store.QueryPageAsync(Table, new TableQuery(_partition), cancellationToken: Cancel);
        Assert.Empty(page.Entities);
        Assert.Null(page.ContinuationToken);
    }

    [Fact]
    public async Task Two_and_a_half_thousand_rows_come_in_pages_of_at_most_a_thousand()
    {
        var store = await StoreAsync();
        for (var batch = 0; batch < 25; batch++)
        {
            var first = batch * 100;
            await store.SubmitTransactionAsync(Table, [.. Enumerable.Range(first, 100).Select(i => Add(Row($"{i:D5}")))], Cancel);
        }

        var sizes = new List<int>();
        var keys = new List<string>();
        string? token = null;
        do
        {
            var page = await store.QueryPageAsync(Table, new TableQuery(_partition, MaxPerPage: 5_000), token, Cancel);
            sizes.Add(page.Entities.Count);
            keys.AddRange(page.Entities.Select(r => r.RowKey));
            token = page.ContinuationToken;
        }
        while (token is not null && sizes.Count < 100);

        Assert.All(sizes, size => Assert.InRange(size, 0, 1_000));
        Assert.Equal(Enumerable.Range(0, 2_500).Select(i => $"{i:D5}"), keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Pages_of_a_range_meet_without_gap_or_overlap(int size)
    {
        var store = await StoreAsync();
        string[] keys = ["a", "a'b", "a😀", "b c", "c%", "d\uFFFD", "e"];
        await store.SubmitTransactionAsync(Table, [.. keys.Select(k => Add(Row(k)))], Cancel);

        var rows = await store.ListAsync(Table, new TableQuery(_partition, "a'", "e", size), cancellationToken: Cancel);

        Assert.Equal(["a'b", "a😀", "b c", "c%", "d\uFFFD"], rows.Select(r => r.RowKey));
    }

    [Fact]
    public async Task Rows_that_stand_all_along_are_neither_missed_nor_shown_twice_while_others_come_and_go()
    {
        var store = await StoreAsync();
        await store.SubmitTransactionAsync(Table, [.. "bdfh".Select(c => Add(Row(c.ToString())))], Cancel);
        var query = new TableQuery(_partition, MaxPerPage: 2);
        var first = await store.QueryPageAsync(Table, query, cancellationToken: Cancel);
        await AddedAsync(store, "a");
        await AddedAsync(store, "e");
        await store.DeleteEntityAsync(Table, (await store.GetEntityIfExistsAsync(Table, _partition, "f", Cancel))!, Cancel);

        var rest = new List<string>();
        for (var token = first.ContinuationToken; token is not null;)
        {
            var page = await store.QueryPageAsync(Table, query, token, Cancel);
            rest.AddRange(page.Entities.Select(r => r.RowKey));
            token = page.ContinuationToken;
        }

        Assert.Equal(["b", "d"], first.Entities.Select(r => r.RowKey));
        Assert.Equal(["h"], rest.Where(key => key != "e")); // Whether the newcomer is seen is left to the store.
    }

    [Fact]
    public async Task Tables_can_be_created_again_and_their_rows_stay()
    {
        var store = await StoreAsync();
        await AddedAsync(store, "r");
        await store.CreateTablesAsync([Table, Table.ToUpperInvariant()], Cancel);
        Assert.Equal(["r"], await KeysAsync(store));
    }

    [Fact]
    public async Task Tables_are_apart()
    {
        var store = await StoreAsync(Table, "ConformanceTwo");
        await AddedAsync(store, "r", "one");
        await store.AddEntityAsync("ConformanceTwo", Row("r", "two"), Cancel);

        Assert.Equal("one", (await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel))!.GetString("Text"));
        Assert.Equal("two", (await store.GetEntityIfExistsAsync("ConformanceTwo", _partition, "r", Cancel))!.GetString("Text"));
    }

    [Fact]
    public async Task A_table_that_was_never_created_is_an_error_and_not_an_empty_one()
    {
        var store = await StoreAsync();
        await Assert.ThrowsAsync<TableStoreException>(() => store.GetEntityIfExistsAsync("Unheard", _partition, "r", Cancel));
        await Assert.ThrowsAsync<TableStoreException>(() => store.QueryPageAsync("Unheard", new TableQuery(_partition), cancellationToken: Cancel));
        await Assert.ThrowsAsync<TableStoreException>(() => store.AddEntityAsync("Unheard", Row("r"), Cancel));
        await Assert.ThrowsAsync<TableStoreException>(() => store.SubmitTransactionAsync("Unheard", [Add(Row("r")), Add(Row("s"))], Cancel));
    }

    [Fact]
    public async Task A_row_at_the_limits_is_taken_and_comes_back()
    {
        var store = await StoreAsync();
        var row = new TableEntity(_partition, new string('k', 512));
        for (var i = 0; i < TableLimits.MaxProperties; i++)
            row[$"P{i}"] = i;
        row["P0"] = new string('x', 32 * 1024);
        row["P1"] = new byte[64 * 1024];

        Assert.True((await store.AddEntityAsync(Table, row, Cancel)).Succeeded);

        var read = await store.GetEntityIfExistsAsync(Table, _partition, row.RowKey, Cancel);
        Assert.Equal(row.Properties.Count, read!.Properties.Count);
        Assert.Equal(row.GetString("P0"), read.GetString("P0"));
        Assert.Equal((byte[])row["P1"]!, (byte[])read["P1"]!);
    }

    [Fact]
    public async Task A_row_beyond_the_limits_is_refused_before_it_is_sent()
    {
        var store = await StoreAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.AddEntityAsync(Table, Row("a/b"), Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => store.UpsertEntityAsync(Table, Row("r", new string('x', 32 * 1024 + 1)), Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => store.GetEntityIfExistsAsync(Table, _partition, "a#b", Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => store.UpdateEntityAsync(Table, Row("never read"), Cancel));
        Assert.Empty(await KeysAsync(store));
    }

    /// <summary>The short form of F8.</summary>
    [Fact]
    public async Task Eight_writers_that_count_by_ETag_lose_nothing()
    {
        const int Writers = 8, Increments = 50;
        var store = await StoreAsync();
        await store.AddEntityAsync(Table, new TableEntity(_partition, "counter") { ["Value"] = 0 }, Cancel);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(CountAsync)));

        Assert.Equal(Writers * Increments, (await store.GetEntityIfExistsAsync(Table, _partition, "counter", Cancel))!.GetInt32("Value"));

        async Task CountAsync()
        {
            for (var i = 0; i < Increments; i++)
            {
                TableWrite write;
                do
                {
                    var counter = (await store.GetEntityIfExistsAsync(Table, _partition, "counter", Cancel))!;
                    counter["Value"] = counter.GetInt32("Value") + 1;
                    write = await store.UpdateEntityAsync(Table, counter, Cancel);
                    Assert.True(write.Outcome is TableWriteOutcome.Succeeded or TableWriteOutcome.ConditionNotMet);
                }
                while (!write.Succeeded);
            }
        }
    }

    [Fact]
    public async Task A_caller_who_gave_up_is_not_served()
    {
        var store = await StoreAsync();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.AddEntityAsync(Table, Row("r"), gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.GetEntityIfExistsAsync(Table, _partition, "r", gone.Token));
        Assert.Empty(await KeysAsync(store));
    }

    [Fact]
    public async Task A_store_that_can_be_used_answers_the_ping()
    {
        var store = await StoreAsync();
        await store.PingAsync(Cancel);
    }
}
