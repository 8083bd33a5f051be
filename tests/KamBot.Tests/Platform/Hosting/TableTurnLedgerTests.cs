using System.Globalization;
using System.Text.Json;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using KamBot.Tests.Payloads;
using Microsoft.Extensions.Options;

namespace KamBot.Tests.Platform.Hosting;

/// <summary>What several processes do to one conversation.</summary>
public sealed class TableTurnLedgerTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private readonly TemporaryStore _store = new();
    private TableTurnLedger _one = null!;
    private TableTurnLedger _two = null!;

    public async ValueTask InitializeAsync()
    {
        await _store.Tables.CreateTablesAsync(TableTurnLedger.Tables);
        (_one, _two) = (Ledger(), Ledger());
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_turn_is_received_by_one_process_only()
    {
        var request = Request();

        Assert.NotNull(await _one.ReceiveAsync(request));
        Assert.Null(await _two.ReceiveAsync(request));
        Assert.Null(await _one.ReceiveAsync(request));
    }

    [Fact]
    public async Task A_turn_whose_lease_is_over_goes_to_whoever_asks_first()
    {
        var request = Request();
        await _one.ReceiveAsync(request);
        _clock.Advance(TimeSpan.FromSeconds(31));
        var unfinished = Assert.Single(await _one.UnfinishedAsync(_clock.GetUtcNow()));
        var seenByTwo = Assert.Single(await _two.UnfinishedAsync(_clock.GetUtcNow()));

        var claimed = await _two.ClaimAsync(seenByTwo);

        Assert.Equal(2, claimed!.Attempt);
        Assert.Null(await _one.ClaimAsync(unfinished));
        Assert.Empty(await _one.UnfinishedAsync(_clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_conversation_that_changed_refuses_the_commit()
    {
        var (first, second) = (await ReceiveAsync(_one), await ReceiveAsync(_two));
        var seenByOne = await _one.OpenAsync(first);
        var seenByTwo = await _two.OpenAsync(second);

        Assert.NotNull(await _one.CommitAsync(first, seenByOne, new TurnResult("one", [])));
        Assert.Null(await _two.CommitAsync(second, seenByTwo, new TurnResult("two", [Answer("two")])));

        var now = await _two.OpenAsync(second);
        Assert.Equal("one", now.StateJson);
        Assert.Null(now.Finished);
        Assert.Empty((await _two.OpenOutboxAsync(second)).Entries);
    }

    [Fact]
    public async Task Who_holds_the_outbox_delivers_what_the_other_commits_meanwhile()
    {
        var (outbox, other) = (await CommitAsync(_one, "a", "b"), await CommitAsync(_two, "c"));

        Assert.Empty(other.Entries);
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromSeconds(30), other.HeldUntil);
        Assert.Equal(["a", "b", "c"], await DeliverAsync(_one, outbox));
        Assert.Empty(await OutboxRowsAsync());
    }

    [Fact]
    public async Task Who_is_about_to_end_a_turn_delivers_what_the_other_commits_meanwhile()
    {
        var (outbox, other) = (await CommitAsync(_one, "a"), await CommitAsync(_two, "b"));

        Assert.Empty(other.Entries);
        Assert.NotNull(other.HeldUntil);
        Assert.Equal(["a", "b"], await DeliverAsync(_one, outbox));
        Assert.Empty(await OutboxRowsAsync());
        Assert.Empty((await OpenOutboxAsync(_two)).Entries);
    }

    [Fact]
    public async Task An_answer_that_is_out_is_nobodys_any_more()
    {
        Assert.Equal(["a"], await DeliverAsync(_one, await CommitAsync(_one, "a")));

        Assert.Equal(["b"], await DeliverAsync(_two, await CommitAsync(_two, "b")));
        Assert.Equal(["c"], await DeliverAsync(_one, await CommitAsync(_one, "c")));
    }

    [Fact]
    public async Task An_answer_that_is_out_stays_out_when_its_message_is_delivered_once_more()
    {
        var request = Request();
        var turn = (await _one.ReceiveAsync(request))!;
        await DeliverAsync(_one, (await _one.CommitAsync(turn, await _one.OpenAsync(turn), new TurnResult(null, [Answer("a")])))!);
        await _one.FinishAsync(turn, Outbox.Empty);

        foreach (var ledger in new[] { _two, _one })
        {
            var again = (await ledger.ReceiveAsync(request))!;
            Assert.NotNull((await ledger.OpenAsync(again)).Finished);
            Assert.Empty((await ledger.OpenOutboxAsync(again)).Entries);
            await ledger.FinishAsync(again, Outbox.Empty);
        }
    }

    [Fact]
    public async Task The_answer_of_a_dead_process_goes_out_before_later_ones()
    {
        await CommitAsync(_one, "a");
        _clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(["a", "b"], await DeliverAsync(_two, await CommitAsync(_two, "b")));
        Assert.Empty((await OpenOutboxAsync(_one)).Entries);
    }

    [Fact]
    public async Task A_paused_answer_goes_out_before_later_ones()
    {
        await _one.DeferAsync(await CommitAsync(_one, "a"), _clock.GetUtcNow() + TimeSpan.FromMinutes(5));

        Assert.NotNull((await CommitAsync(_one, "b")).HeldUntil);
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(["a", "b", "c"], await DeliverAsync(_one, await CommitAsync(_one, "c")));
    }

    [Fact]
    public async Task A_long_answer_beside_a_long_state_has_a_row_of_its_own()
    {
        var turn = await ReceiveAsync(_one);
        var (state, text) = (new string('s', 390_000), new string('a', 390_000));

        var outbox = await _one.CommitAsync(turn, await _one.OpenAsync(turn), new TurnResult(state, [Answer(text)]));

        Assert.Single(await OutboxRowsAsync());
        Assert.Equal([text], await DeliverAsync(_one, outbox!));
        Assert.Equal(state, (await _one.OpenAsync(turn)).StateJson);
    }

    [Fact]
    public async Task The_outbox_of_a_dead_process_is_free_when_its_lease_is_over()
    {
        await CommitAsync(_one, "a", "b");
        Assert.NotNull((await OpenOutboxAsync(_two)).HeldUntil);

        _clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(["a", "b", "c"], await DeliverAsync(_two, await CommitAsync(_two, "c")));
    }

    [Fact]
    public async Task A_pause_holds_for_everybody_and_counts_the_attempt()
    {
        var outbox = await CommitAsync(_one, "a");
        var later = _clock.GetUtcNow() + TimeSpan.FromMinutes(5);

        await _one.DeferAsync(outbox, later);

        Assert.Equal(later, (await OpenOutboxAsync(_one)).HeldUntil);
        Assert.Equal(later, (await OpenOutboxAsync(_two)).HeldUntil);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, Assert.Single((await OpenOutboxAsync(_two)).Entries).Attempts);
    }

    [Fact]
    public async Task A_long_backlog_is_delivered_to_its_end_in_order()
    {
        await CommitAsync(_one, "0");
        for (var turn = 0; turn < 5; turn++)
            await CommitAsync(_two, [.. Enumerable.Range(1 + turn * 50, 50).Select(n => n.ToString(CultureInfo.InvariantCulture))]);

        var delivered = await DeliverAsync(_one, await OpenOutboxAsync(_one));

        Assert.Equal(Enumerable.Range(0, 251).Select(n => n.ToString(CultureInfo.InvariantCulture)), delivered);
        Assert.Empty(await OutboxRowsAsync());
    }

    [Fact]
    public async Task What_fits_no_row_is_refused_before_anything_is_written()
    {
        var turn = await ReceiveAsync(_one);
        var snapshot = await _one.OpenAsync(turn);

        await Assert.ThrowsAsync<ArgumentException>(() => _one.CommitAsync(turn, snapshot, new TurnResult(new string('x', 600_000), [])));

        Assert.Null((await _one.OpenAsync(turn)).StateJson);
    }

    [Fact]
    public async Task State_that_becomes_shorter_leaves_nothing_of_the_longer_behind()
    {
        foreach (var json in new[] { string.Concat(Enumerable.Repeat("a😀", 31_000)), "short", new string('c', 31_000) })
        {
            var turn = await ReceiveAsync(_one);
            await _one.CommitAsync(turn, await _one.OpenAsync(turn), new TurnResult(json, []));

            Assert.Equal(json, (await _one.OpenAsync(turn)).StateJson);
        }
    }

    [Fact]
    public async Task A_turn_that_follows_another_is_two_writes_and_no_read()
    {
        var (reads, writes) = (0, 0);
        var tables = new SlowTables(_store.Tables)
        {
            BeforeRead = (_, _) => Task.FromResult(Interlocked.Increment(ref reads)),
            BeforeWrite = (table, _) => Task.FromResult(table == "Conversations" ? Interlocked.Increment(ref writes) : 0),
        };
        var ledger = new TableTurnLedger(tables, _clock, Options.Create(new TurnLedgerOptions()));
        var first = await ReceiveAsync(ledger);
        var ending = ledger.FinishAsync(first, (await ledger.CommitAsync(first, await ledger.OpenAsync(first), new TurnResult("1", [Answer("a")])))!);
        (reads, writes) = (0, 0);

        var second = await ReceiveAsync(ledger);
        Assert.True(await ending);
        var snapshot = await ledger.OpenAsync(second);
        var outbox = await ledger.CommitAsync(second, snapshot, new TurnResult("2", [Answer("b")]));

        Assert.Equal("1", snapshot.StateJson);
        Assert.Equal("b", Assert.Single(outbox!.Entries).Answer.Activity.Text);
        Assert.Equal((0, 2), (reads, writes));
    }

    [Fact]
    public async Task A_turn_that_follows_another_is_found_when_its_process_is_dead_and_taken_up_once()
    {
        await FinishedAsync(_one, "1");
        var request = Request();
        Assert.IsType<ReceivedTurn>((await _one.ReceiveAsync(request))!.Version);
        Assert.Empty(await _two.UnfinishedAsync(_clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromSeconds(31));

        var found = Assert.Single(await _two.UnfinishedAsync(_clock.GetUtcNow()));
        var claimed = await _two.ClaimAsync(found);

        Assert.Null(await _one.ClaimAsync(found));
        Assert.Equal((request.Key, request.ActivityJson, 2), (claimed!.Key, claimed.Request.ActivityJson, claimed.Attempt));
        Assert.NotNull(await _two.CommitAsync(claimed, await _two.OpenAsync(claimed), new TurnResult("2", [])));
        await _two.FinishAsync(claimed, Outbox.Empty);
        Assert.Empty(await _two.UnfinishedAsync(DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task A_memory_that_another_process_has_changed_is_not_believed()
    {
        await FinishedAsync(_one, "one");
        await FinishedAsync(_two, "two");

        var turn = await ReceiveAsync(_one);

        Assert.Equal("two", (await _one.OpenAsync(turn)).StateJson);
    }

    [Fact]
    public async Task A_second_delivery_of_a_turn_that_follows_another_runs_nothing_here_and_waits_elsewhere()
    {
        await FinishedAsync(_one, "1");
        var request = Request();
        Assert.NotNull(await _one.ReceiveAsync(request));

        Assert.Null(await _one.ReceiveAsync(request));
        var elsewhere = (await _two.ReceiveAsync(request))!;
        Assert.True((await _two.OpenAsync(elsewhere)).RunsElsewhere);
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.False((await _two.OpenAsync(elsewhere)).RunsElsewhere);
    }

    [Fact]
    public async Task A_turn_that_follows_another_and_has_to_wait_is_found_when_its_time_has_come()
    {
        await FinishedAsync(_one, "1");
        await _one.PostponeAsync(await ReceiveAsync(_one), _clock.GetUtcNow() + TimeSpan.FromMinutes(2));

        _clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Empty(await _two.UnfinishedAsync(_clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(await _two.UnfinishedAsync(_clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_process_that_stops_leaves_no_listing_behind_but_of_what_is_unfinished()
    {
        await FinishedAsync(_one, "1");
        await FinishedAsync(_two, "2");
        await ReceiveAsync(_two);

        await _one.DisposeAsync();
        await _two.DisposeAsync();

        Assert.Equal(1, await RowsOfTurnsAsync());
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Single(await Ledger().UnfinishedAsync(_clock.GetUtcNow()));
    }

    private async Task<int> RowsOfTurnsAsync()
    {
        var (partition, _) = PendingTurnRow.KeysOf(Request().Key.Conversation, "");
        return (await _store.Tables.ListAsync("Turns", new TableQuery(partition))).Count;
    }

    /// <summary>A turn from its beginning to its end.</summary>
    private static async Task FinishedAsync(TableTurnLedger ledger, string state)
    {
        var turn = await ReceiveAsync(ledger);
        var outbox = await ledger.CommitAsync(turn, await ledger.OpenAsync(turn), new TurnResult(state, [Answer(state)]));
        Assert.True(await ledger.FinishAsync(turn, outbox!));
    }

    private TableTurnLedger Ledger() => new(_store.Tables, _clock, Options.Create(new TurnLedgerOptions()));

    private static TurnRequest Request()
    {
        var activity = Payload.Activity("in-message-personal");
        activity.Id = Guid.NewGuid().ToString();
        return new TurnRequest(TurnKey.Of(activity), JsonSerializer.Serialize(activity, BotJson.Wire.Activity));
    }

    private static TurnAnswer Answer(string text) => new(TurnAnswerKind.Send, MessageFactory.Text(text));

    private static async Task<PendingTurn> ReceiveAsync(TableTurnLedger ledger) => (await ledger.ReceiveAsync(Request()))!;

    private static async Task<Outbox> CommitAsync(TableTurnLedger ledger, params string[] answers)
    {
        var turn = await ReceiveAsync(ledger);
        return (await ledger.CommitAsync(turn, await ledger.OpenAsync(turn), new TurnResult(null, [.. answers.Select(Answer)])))!;
    }

    private static async Task<Outbox> OpenOutboxAsync(TableTurnLedger ledger) => await ledger.OpenOutboxAsync(await ReceiveAsync(ledger));

    private static async Task<List<string?>> DeliverAsync(TableTurnLedger ledger, Outbox outbox)
    {
        var delivered = new List<string?>();
        while (outbox.Entries is [var entry, ..])
        {
            delivered.Add(entry.Answer.Activity.Text);
            outbox = await ledger.SettleAsync(outbox);
        }

        return delivered;
    }

    private async Task<List<TableEntity>> OutboxRowsAsync() =>
        await _store.Tables.ListAsync("Conversations", TableQuery.Prefix(Request().Key.Conversation, "out~"));
}
