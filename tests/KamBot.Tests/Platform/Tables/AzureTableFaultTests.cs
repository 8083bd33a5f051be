using System.Net;
using System.Net.Sockets;
using Azure;
using Azure.Core.Pipeline;
using KamBot.Platform.Tables;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Platform.Tables;

/// <summary>Lost replies, busy servers and broken connections: every write is told as it was (facts F7).</summary>
public sealed class AzureTableFaultTests(AzuriteServer azurite)
{
    private const string Table = "Faults";

    private readonly string _partition = "p" + Guid.NewGuid().ToString("N");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<WireFault> LostReplies => [WireFault.ReplyLost, WireFault.TimedOut, WireFault.ErrorAfterwards];

    public static TheoryData<WireFault> Transient => [WireFault.ReplyLost, WireFault.TimedOut, WireFault.ErrorAfterwards, WireFault.NotSent, WireFault.Error, WireFault.Busy];

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task An_add_whose_first_attempt_failed_is_told_as_done_with_the_rows_ETag(WireFault fault)
    {
        using var wire = new FaultyWire(fault);
        var store = await StoreAsync(wire);

        var write = await store.AddEntityAsync(Table, Row("r"), Cancel);

        Assert.True(write.Succeeded);
        var row = Assert.Single(await RowsAsync());
        Assert.Equal(row.ETag, Assert.Single(write.ETags));
        Assert.InRange(wire.Attempts, 2, 3); // At most one read besides the retry.
    }

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task An_update_whose_first_attempt_failed_is_told_as_done_with_the_rows_ETag(WireFault fault)
    {
        var row = await GivenAsync("r");
        row["Text"] = "new";
        using var wire = new FaultyWire(fault);
        var store = await StoreAsync(wire);

        var write = await store.UpdateEntityAsync(Table, row, Cancel);

        Assert.True(write.Succeeded);
        var read = Assert.Single(await RowsAsync());
        Assert.Equal((read.ETag, "new"), (Assert.Single(write.ETags), read.GetString("Text")));
    }

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task A_delete_whose_first_attempt_failed_is_told_as_done(WireFault fault)
    {
        var row = await GivenAsync("r");
        using var wire = new FaultyWire(fault);
        var store = await StoreAsync(wire);

        Assert.True((await store.DeleteEntityAsync(Table, row, Cancel)).Succeeded);
        Assert.Empty(await RowsAsync());
    }

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task A_transaction_whose_first_attempt_failed_is_told_as_done_with_the_rows_ETags(WireFault fault)
    {
        var updated = await GivenAsync("updated");
        var deleted = await GivenAsync("deleted");
        using var wire = new FaultyWire(fault);
        var store = await StoreAsync(wire);

        var write = await store.SubmitTransactionAsync(
            Table,
            [TableTransactionAction.Add(Row("it's")), TableTransactionAction.Update(updated), TableTransactionAction.Delete(deleted), TableTransactionAction.Upsert(Row("😀"))],
            Cancel);

        Assert.True(write.Succeeded);
        var rows = (await RowsAsync()).ToDictionary(r => r.RowKey, r => r.ETag);
        Assert.Equal(["it's", "updated", "😀"], rows.Keys);
        Assert.Equal([rows["it's"], rows["updated"], default, rows["😀"]], write.ETags);
        Assert.InRange(wire.Attempts, 2, 3);
    }

    [Theory]
    [MemberData(nameof(LostReplies))]
    public async Task A_transaction_of_deletes_whose_reply_was_lost_is_told_as_done(WireFault fault)
    {
        TableTransactionAction[] deletes = [TableTransactionAction.Delete(await GivenAsync("a")), TableTransactionAction.Delete(await GivenAsync("b"))];
        using var wire = new FaultyWire(fault);
        var store = await StoreAsync(wire);

        Assert.True((await store.SubmitTransactionAsync(Table, deletes, Cancel)).Succeeded);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task A_retried_add_over_somebody_elses_row_is_told_that_it_exists()
    {
        await GivenAsync("r", "theirs");
        using var wire = new FaultyWire(WireFault.Error);
        var store = await StoreAsync(wire);

        Assert.Equal(TableWriteOutcome.AlreadyExists, (await store.AddEntityAsync(Table, Row("r", "mine"), Cancel)).Outcome);
        Assert.Equal("theirs", Assert.Single(await RowsAsync()).GetString("Text"));
    }

    [Fact]
    public async Task A_retried_update_of_a_row_that_changed_is_told_so()
    {
        var stale = await GivenAsync("r", "before");
        await (await StoreAsync()).UpsertEntityAsync(Table, Row("r", "theirs"), Cancel);
        stale["Text"] = "mine";
        using var wire = new FaultyWire(WireFault.NotSent);
        var store = await StoreAsync(wire);

        Assert.Equal(TableWriteOutcome.ConditionNotMet, (await store.UpdateEntityAsync(Table, stale, Cancel)).Outcome);
        Assert.Equal("theirs", Assert.Single(await RowsAsync()).GetString("Text"));
    }

    [Fact]
    public async Task A_delete_that_a_busy_server_put_off_does_not_claim_what_somebody_else_deleted()
    {
        var row = await GivenAsync("r");
        await (await StoreAsync()).DeleteEntityAsync(Table, row, Cancel);
        using var wire = new FaultyWire(WireFault.Busy);
        var store = await StoreAsync(wire);

        Assert.Equal(TableWriteOutcome.NotFound, (await store.DeleteEntityAsync(Table, row, Cancel)).Outcome);
    }

    [Fact]
    public async Task A_retried_transaction_that_meets_somebody_elses_row_names_it_and_writes_nothing()
    {
        await GivenAsync("b", "theirs");
        using var wire = new FaultyWire(WireFault.Error);
        var store = await StoreAsync(wire);

        var write = await store.SubmitTransactionAsync(Table, [TableTransactionAction.Add(Row("a")), TableTransactionAction.Add(Row("b"))], Cancel);

        Assert.Equal((TableWriteOutcome.AlreadyExists, 1), (write.Outcome, write.FailedIndex));
        Assert.Equal("theirs", Assert.Single(await RowsAsync()).GetString("Text"));
    }

    [Fact]
    public async Task A_transaction_is_known_as_done_though_one_of_its_rows_was_changed_before_the_retry()
    {
        var other = await StoreAsync();
        using var wire = new FaultyWire(WireFault.ReplyLost)
        {
            BeforeAttempt = attempt => attempt == 2 ? other.UpsertEntityAsync(Table, Row("a", "changed since"), Cancel) : Task.CompletedTask,
        };
        var store = await StoreAsync(wire);

        var write = await store.SubmitTransactionAsync(Table, [TableTransactionAction.Add(Row("a")), TableTransactionAction.Add(Row("b"))], Cancel);

        Assert.True(write.Succeeded);
        var rows = await RowsAsync();
        Assert.Equal(["changed since", "mine"], rows.Select(r => r.GetString("Text")));
        Assert.Equal(rows[1].ETag, write.ETags[1]);
        var late = Row("a", "late");
        late.ETag = write.ETags[0];
        Assert.Equal(TableWriteOutcome.ConditionNotMet, (await other.UpdateEntityAsync(Table, late, Cancel)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task A_read_whose_first_attempt_failed_is_answered(WireFault fault)
    {
        await GivenAsync("r", "there");
        using var wire = new FaultyWire(fault, WireFault.None, fault);
        var store = await StoreAsync(wire);

        Assert.Equal("there", (await store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel))!.GetString("Text"));
        Assert.Single(await store.ListAsync(Table, new TableQuery(_partition), cancellationToken: Cancel));
        Assert.Equal(4, wire.Attempts);
    }

    [Fact]
    public async Task An_empty_page_with_a_token_is_not_the_end()
    {
        await GivenAsync("r");
        using var wire = new FaultyWire(WireFault.EmptyPage);
        var store = await StoreAsync(wire);

        var first = await store.QueryPageAsync(Table, new TableQuery(_partition), cancellationToken: Cancel);

        Assert.Empty(first.Entities);
        Assert.NotNull(first.ContinuationToken);
        Assert.Single((await store.QueryPageAsync(Table, new TableQuery(_partition), first.ContinuationToken, Cancel)).Entities);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up_after_a_few_attempts_and_the_error_tells_no_key_or_text()
    {
        using var wire = new FaultyWire(_ => WireFault.Busy);
        var store = await StoreAsync(wire);

        var error = await Assert.ThrowsAsync<TableStoreException>(() => store.AddEntityAsync(Table, Row("secret-row", "secret text"), Cancel));

        Assert.Equal(5, wire.Attempts);
        Assert.Contains("503 ServerBusy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(_partition, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_never_holds_is_given_up_and_the_error_tells_no_key_or_text()
    {
        using var wire = new FaultyWire(_ => WireFault.NotSent);
        var store = await StoreAsync(wire);

        var error = await Assert.ThrowsAsync<TableStoreException>(() => store.AddEntityAsync(Table, Row("secret-row", "secret text"), Cancel));

        Assert.Equal(5, wire.Attempts);
        Assert.DoesNotContain("secret-row", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_partition, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_that_takes_too_long_is_given_up_and_the_write_is_known_as_done()
    {
        using var wire = new FaultyWire(WireFault.ReplyNeverComes);
        var store = await StoreAsync(wire, o => o.Retry.NetworkTimeout = TimeSpan.FromSeconds(1));

        Assert.True((await store.AddEntityAsync(Table, Row("r"), Cancel)).Succeeded);
        Assert.Single(await RowsAsync());
    }

    [Fact]
    public async Task A_call_ends_at_its_own_deadline()
    {
        using var wire = new FaultyWire(_ => WireFault.ReplyNeverComes);
        var store = await StoreAsync(wire, o =>
        {
            o.Deadline = TimeSpan.FromMilliseconds(200);
        });

        await Assert.ThrowsAsync<TableStoreException>(() => store.GetEntityIfExistsAsync(Table, _partition, "r", Cancel));
        Assert.Equal(1, wire.Attempts);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_not_told_of_the_store()
    {
        using var givenUp = new CancellationTokenSource();
        using var wire = new FaultyWire(_ =>
        {
            givenUp.CancelAfter(TimeSpan.FromMilliseconds(1));
            return WireFault.ReplyNeverComes;
        });
        var store = await StoreAsync(wire);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.GetEntityIfExistsAsync(Table, _partition, "r", givenUp.Token));
    }

    /// <summary>
    /// HttpClient repeats a request without body by itself when a kept connection ends before the reply, and the store
    /// would not know. A delete therefore carries an empty body.
    /// </summary>
    [Fact]
    public async Task A_delete_over_a_kept_connection_that_ends_before_the_reply_is_told_as_done()
    {
        var row = await GivenAsync("r");
        await using var proxy = new LossyTcpProxy(await azurite.EndpointAsync());
        using var connections = new SocketsHttpHandler();
        var store = Store(await azurite.ConnectionStringAsync(proxy.Endpoint), connections);
        await store.PingAsync(Cancel); // The connection stands and is kept.
        proxy.LoseNextReply();

        var delete = await store.DeleteEntityAsync(Table, row, Cancel);

        Assert.Equal(1, proxy.RepliesLost);
        Assert.True(delete.Succeeded);
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_a_store_that_cannot_be_reached()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var store = new AzureTableStore(
            $"AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:{port}/a",
            new AzureTableClientOptions { Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1) } });

        await Assert.ThrowsAsync<TableStoreException>(() => store.PingAsync(Cancel));
    }

    /// <summary>The short form of F7: what the store said is compared with a model that knows no faults.</summary>
    [Fact]
    public async Task Five_hundred_writes_over_a_bad_wire_lose_nothing_invent_nothing_and_double_nothing()
    {
        const int Workers = 4, Writes = 125, FaultsInHundred = 10, Seed = 20260407;
        var faults = new[] { WireFault.ReplyLost, WireFault.TimedOut, WireFault.ErrorAfterwards, WireFault.NotSent, WireFault.Error, WireFault.Busy, WireFault.EmptyPage };
        var dice = new Random(Seed);
        var spoiled = 0;
        using var wire = new FaultyWire(_ =>
        {
            lock (dice)
            {
                if (dice.Next(100) >= FaultsInHundred)
                    return WireFault.None;
                spoiled++;
                return faults[dice.Next(faults.Length)];
            }
        });
        var store = await StoreAsync(wire, o => o.Retry.MaxRetries = 8);

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => WorkAsync(store, $"{_partition}-{worker}", new Random(Seed + worker), Writes)));

        Assert.True(spoiled > Workers * Writes / 20);
    }

    private static async Task WorkAsync(ITableStore store, string partition, Random dice, int writes)
    {
        var model = new SortedDictionary<string, (ETag ETag, int Value)>(StringComparer.Ordinal);
        for (var i = 0; i < writes; i++)
        {
            TableEntity Fresh(string key) => new(partition, key) { ["Value"] = i, ETag = model.TryGetValue(key, out var known) ? known.ETag : new ETag("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"") };

            TableTransactionAction Any(string key) => dice.Next(4) switch
            {
                0 => TableTransactionAction.Add(Fresh(key)),
                1 => TableTransactionAction.Update(Fresh(key)),
                2 => TableTransactionAction.Upsert(Fresh(key)),
                _ => TableTransactionAction.Delete(Fresh(key)),
            };

            var keys = Enumerable.Range(0, 12).Select(k => $"k{k:D2}").ToArray();
            dice.Shuffle(keys);
            var actions = keys.Take(dice.Next(3) == 0 ? 3 : 1).Select(Any).ToArray();
            var (expected, index) = Expect(model, actions);

            var write = await store.SubmitTransactionAsync(Table, actions, Cancel);

            // Who deletes what is not there, and loses the first reply, cannot tell whether it was there: gone it is.
            var deletesNothing = actions.All(a => a.ActionType == TableTransactionActionType.Delete && !model.ContainsKey(a.Entity.RowKey));
            if (!deletesNothing || !write.Succeeded)
                Assert.Equal((expected, index), (write.Outcome, write.FailedIndex));
            if (!write.Succeeded)
                continue;
            for (var a = 0; a < actions.Length; a++)
            {
                if (actions[a].ActionType == TableTransactionActionType.Delete) model.Remove(actions[a].Entity.RowKey);
                else model[actions[a].Entity.RowKey] = (write.ETags[a], i);
            }
        }

        var rows = await store.ListAsync(Table, new TableQuery(partition, MaxPerPage: 5), cancellationToken: Cancel);
        Assert.Equal(model.Select(m => (m.Key, m.Value.ETag, (int?)m.Value.Value)), rows.Select(r => (r.RowKey, r.ETag, r.GetInt32("Value"))));
    }

    private static (TableWriteOutcome Outcome, int Index) Expect(SortedDictionary<string, (ETag ETag, int Value)> model, TableTransactionAction[] actions)
    {
        for (var i = 0; i < actions.Length; i++)
        {
            var exists = model.ContainsKey(actions[i].Entity.RowKey);
            if (actions[i].ActionType == TableTransactionActionType.Add && exists)
                return (TableWriteOutcome.AlreadyExists, i);
            if (actions[i].ActionType is TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete && !exists)
                return (TableWriteOutcome.NotFound, i);
        }

        return (TableWriteOutcome.Succeeded, -1);
    }

    private TableEntity Row(string rowKey, string text = "mine") => new(_partition, rowKey) { ["Text"] = text };

    private async Task<TableEntity> GivenAsync(string rowKey, string text = "given")
    {
        var store = await StoreAsync();
        Assert.True((await store.AddEntityAsync(Table, Row(rowKey, text), Cancel)).Succeeded);
        return (await store.GetEntityIfExistsAsync(Table, _partition, rowKey, Cancel))!;
    }

    /// <summary>By a wire without faults.</summary>
    private async Task<List<TableEntity>> RowsAsync() =>
        await (await StoreAsync()).ListAsync(Table, new TableQuery(_partition), cancellationToken: Cancel);

    private async Task<AzureTableStore> StoreAsync()
    {
        var store = new AzureTableStore(await azurite.ConnectionStringAsync());
        await store.CreateTablesAsync([Table], Cancel);
        return store;
    }

    private async Task<AzureTableStore> StoreAsync(FaultyWire wire, Action<AzureTableClientOptions>? configure = null)
    {
        await StoreAsync();
        return Store(await azurite.ConnectionStringAsync(), wire, configure);
    }

    private static AzureTableStore Store(string connectionString, HttpMessageHandler handler, Action<AzureTableClientOptions>? configure = null)
    {
        var options = new AzureTableClientOptions
        {
            Transport = new HttpClientTransport(new HttpClient(handler, disposeHandler: false)),
            Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5), NetworkTimeout = TimeSpan.FromSeconds(30) },
        };
        configure?.Invoke(options);
        return new AzureTableStore(connectionString, options);
    }
}
