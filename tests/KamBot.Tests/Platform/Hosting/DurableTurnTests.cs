using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KamBot.Tests.Platform.Hosting;

/// <summary>A turn from the endpoint to the channel, over real HTTP and SQLite: nothing lost, nothing twice.</summary>
public sealed class DurableTurnTests : IAsyncLifetime
{
    private static readonly TimeSpan PastEveryLease = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new();
    private readonly TemporaryStore _store = new();
    private readonly List<RunningBot> _bots = [];
    private FakeTeams _teams = null!;

    public async ValueTask InitializeAsync() => _teams = await FakeTeams.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _teams.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_goes_out_and_the_turn_leaves_nothing_pending()
    {
        await using var bot = await StartAsync(Answering("one", "two"));

        using var response = await bot.ReceiveAsync(_teams.Message("hello"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["one", "two"], _teams.Texts);
        Assert.Empty(await PendingAsync());
        Assert.Empty(await OutboxAsync());
    }

    [Fact]
    public async Task Answers_leave_only_after_the_commit()
    {
        IReadOnlyList<string?>? sentAtCommit = null;
        await using var bot = await StartAsync(Answering("one"), new AtFaultPoint(FaultPoint.Committed, () => sentAtCommit = _teams.Texts));

        using var _ = await bot.ReceiveAsync(_teams.Message("hello"));

        Assert.Equal([], sentAtCommit);
        Assert.Equal(["one"], _teams.Texts);
    }

    [Fact]
    public async Task A_second_delivery_of_a_message_runs_nothing()
    {
        var script = Answering("one");
        await using var bot = await StartAsync(script);
        var message = _teams.Message("hello");

        using var first = await bot.ReceiveAsync(message);
        await bot.IdleAsync();
        using var second = await bot.ReceiveAsync(message);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(1, script.Runs);
        Assert.Equal(["one"], _teams.Texts);
        Assert.Empty(await PendingAsync());
    }

    [Fact]
    public async Task A_second_delivery_of_an_invoke_gets_the_first_answer()
    {
        var number = 0;
        var script = new ScriptedBot((turn, _) =>
        {
            turn.TurnState.Set(new InvokeResponse { Status = 200, Body = new JsonObject { ["number"] = ++number } });
            return Task.CompletedTask;
        });
        await using var bot = await StartAsync(script);
        var tap = _teams.CardAction("save");

        using var first = await bot.ReceiveAsync(tap);
        using var second = await bot.ReceiveAsync(tap);

        Assert.Equal("""{"number":1}""", await first.Content.ReadAsStringAsync());
        Assert.Equal("""{"number":1}""", await second.Content.ReadAsStringAsync());
        Assert.Equal(1, script.Runs);
    }

    [Fact]
    public async Task Two_processes_that_get_the_same_invoke_at_once_run_it_once_and_answer_alike()
    {
        var entered = new TaskCompletionSource();
        var letGo = new TaskCompletionSource();
        var script = new ScriptedBot(async (turn, _) =>
        {
            entered.SetResult();
            await letGo.Task;
            turn.TurnState.Set(new InvokeResponse { Status = 200, Body = new JsonObject { ["done"] = true } });
        });
        await using var one = await StartAsync(script);
        await using var two = await StartAsync(script);
        var tap = _teams.CardAction("save");

        var first = one.ReceiveAsync(tap);
        await entered.Task;
        var second = two.ReceiveAsync(tap);
        letGo.SetResult();

        using var firstAnswer = await first;
        using var secondAnswer = await second;
        Assert.Equal("""{"done":true}""", await firstAnswer.Content.ReadAsStringAsync());
        Assert.Equal("""{"done":true}""", await secondAnswer.Content.ReadAsStringAsync());
        Assert.Equal(1, script.Runs);
    }

    [Fact]
    public async Task State_is_kept_from_turn_to_turn()
    {
        await using var bot = await StartAsync(Counting());

        for (var i = 0; i < 3; i++)
            using (await bot.ReceiveAsync(_teams.Message("count")))
            {
            }

        Assert.Equal(["1", "2", "3"], _teams.Texts);
    }

    [Fact]
    public async Task A_turn_that_loses_the_race_runs_again_on_fresh_state()
    {
        RunningBot? other = null;
        var script = new ScriptedBot(async (turn, cancellationToken) =>
        {
            var state = turn.TurnState.Get<ConversationState>()!;
            if (turn.Activity.Text == "slow" && state.Json is null)
                using (await other!.ReceiveAsync(_teams.Message("quick")))
                {
                }

            state.Json += turn.Activity.Text;
            await turn.SendActivityAsync(state.Json!, cancellationToken);
        });
        await using var bot = await StartAsync(script);
        await using var second = other = await StartAsync(script);

        using var _ = await bot.ReceiveAsync(_teams.Message("slow"));
        await IdleAsync();

        Assert.Equal(["quick", "quickslow"], _teams.Texts);
        Assert.Equal(3, script.Runs);
    }

    [Fact]
    public async Task A_turn_that_runs_again_gets_the_activity_as_it_came_whatever_the_run_before_made_of_it()
    {
        RunningBot? other = null;
        var script = new ScriptedBot(async (turn, cancellationToken) =>
        {
            var isOvertaken = turn.Activity.Text == "slow" && turn.TurnState.Get<ConversationState>()!.Json is null;
            turn.TurnState.Get<ConversationState>()!.Json = "met";
            turn.Activity.Text += "!";
            if (isOvertaken)
                using (await other!.ReceiveAsync(_teams.Message("quick")))
                {
                }

            await turn.SendActivityAsync(turn.Activity.Text, cancellationToken);
        });
        await using var bot = await StartAsync(script);
        await using var second = other = await StartAsync(script);

        using var _ = await bot.ReceiveAsync(_teams.Message("slow"));
        await IdleAsync();

        Assert.Equal(["quick!", "slow!"], _teams.Texts);
        Assert.Equal(3, script.Runs);
    }

    [Fact]
    public async Task Turns_of_one_conversation_run_one_after_another()
    {
        await using var bot = await StartAsync(Counting());

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bot.ReceiveAsync(_teams.Message("count"))));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(Enumerable.Range(1, 20).Select(n => $"{n}"), _teams.Texts);
    }

    [Theory]
    [InlineData(FaultPoint.Received, 0, 2)]
    [InlineData(FaultPoint.Ran, 0, 2)]
    [InlineData(FaultPoint.Committed, 0, 2)]
    [InlineData("turn.sent.1", 1, 3)]
    [InlineData("turn.settled.1", 1, 2)]
    [InlineData("turn.sent.2", 2, 3)]
    [InlineData("turn.settled.2", 2, 2)]
    [InlineData(FaultPoint.Delivered, 2, 2)]
    [InlineData(FaultPoint.Finished, 2, 2)]
    public async Task A_turn_that_was_stopped_is_brought_to_its_end_by_another_process(string place, int sentBefore, int sentAfter)
    {
        var fault = new FaultAt(place);
        var counter = Counting("again");
        await using (var dying = await StartAsync(counter, fault))
        using (await dying.ReceiveAsync(_teams.Message("count")))
        {
        }

        Assert.True(fault.WasHit);
        Assert.Equal(sentBefore, _teams.Sent.Count);

        _clock.Advance(PastEveryLease);
        await using var heir = await StartAsync(counter);
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);

        // Only what the channel accepted and nobody could note is said twice; the state counted once.
        Assert.Equal(sentAfter, _teams.Sent.Count);
        Assert.Equal(["1", "again"], _teams.Texts.Distinct());
        Assert.Empty(await PendingAsync());
        Assert.Empty(await OutboxAsync());
    }

    [Theory]
    [InlineData(FaultPoint.Received, 1, 2)]
    [InlineData(FaultPoint.Ran, 1, 2)]
    [InlineData(FaultPoint.Committed, 1, 2)]
    [InlineData("turn.sent.1", 2, 3)]
    [InlineData("turn.settled.1", 2, 2)]
    [InlineData(FaultPoint.Finished, 2, 2)]
    public async Task A_turn_that_follows_another_and_was_stopped_is_brought_to_its_end_by_another_process(string place, int sentBefore, int sentAfter)
    {
        var fault = new FaultAt(place, after: 1);
        var counter = Counting();
        await using (var dying = await StartAsync(counter, fault))
        {
            using (await dying.ReceiveAsync(_teams.Message("count")))
                await dying.IdleAsync();
            using (await dying.ReceiveAsync(_teams.Message("count")))
                await dying.IdleAsync();
        }

        Assert.True(fault.WasHit);
        Assert.Equal(sentBefore, _teams.Sent.Count);

        _clock.Advance(PastEveryLease);
        await using var heir = await StartAsync(counter);
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(sentAfter, _teams.Sent.Count);
        Assert.Equal(["1", "2"], _teams.Texts.Distinct());
        Assert.Empty(await PendingAsync());
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(await RowsAsync("pending~"), row => !PendingTurnRow.IsLeased(row, _clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_turn_run_again_is_the_same_turn()
    {
        var seen = new List<(string, DateTimeOffset, string?)>();
        var script = new ScriptedBot((turn, _) =>
        {
            seen.Add((turn.OperationId, turn.ReceivedAt, turn.Activity.Text));
            turn.Activity.Text = "changed by the bot";
            return Task.CompletedTask;
        });
        await using (var dying = await StartAsync(script, new FaultAt(FaultPoint.Ran)))
        using (await dying.ReceiveAsync(_teams.Message("hello")))
        {
        }

        _clock.Advance(PastEveryLease);
        await using var heir = await StartAsync(script);
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, seen.Count);
        Assert.Equal(seen[0], seen[1]);
    }

    [Fact]
    public async Task A_lease_that_is_not_over_is_respected()
    {
        var script = Answering("one");
        await using (var dying = await StartAsync(script, new FaultAt(FaultPoint.Received)))
        using (await dying.ReceiveAsync(_teams.Message("hello")))
        {
        }

        await using var heir = await StartAsync(script);
        Assert.Equal(0, await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, script.Runs);
    }

    [Fact]
    public async Task A_later_answer_never_overtakes_one_that_waits()
    {
        await using var bot = await StartAsync(Echo());
        _teams.Fail(ConnectorFault.Refuse(429, "Throttled", TimeSpan.FromSeconds(30)));

        using (await bot.ReceiveAsync(_teams.Message("first")))
        using (await bot.ReceiveAsync(_teams.Message("second")))
        {
            Assert.Empty(_teams.Sent);
            Assert.Single(_teams.Calls); // the second did not even try
        }

        _clock.Advance(TimeSpan.FromSeconds(29));
        await bot.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);
        Assert.Single(_teams.Calls);

        _clock.Advance(TimeSpan.FromSeconds(2));
        await bot.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["first", "second"], _teams.Texts);
        Assert.Empty(await PendingAsync());
    }

    [Theory]
    [InlineData(403, "ConversationBlockedByUser")]
    [InlineData(403, "BotNotInConversationRoster")]
    [InlineData(404, "ConversationNotFound")]
    public async Task A_dead_conversation_costs_one_request(int status, string code)
    {
        await using var bot = await StartAsync(Answering("one", "two", "three"));
        _teams.Fail(ConnectorFault.Refuse(status, code));

        using var _ = await bot.ReceiveAsync(_teams.Message("hello"));

        Assert.Single(_teams.Calls);
        Assert.Empty(await PendingAsync());
        Assert.Empty(await OutboxAsync());
    }

    [Fact]
    public async Task An_answer_nobody_can_take_is_dropped_and_the_next_one_goes_out()
    {
        await using var bot = await StartAsync(Answering("bad", "good"));
        _teams.Fail(ConnectorFault.Refuse(400, "BadArgument"));

        using var _ = await bot.ReceiveAsync(_teams.Message("hello"));

        Assert.Equal(["good"], _teams.Texts);
    }

    [Fact]
    public async Task An_answer_of_unknown_fate_is_repeated_and_one_the_channel_forbids_to_repeat_is_not()
    {
        await using var bot = await StartAsync(Echo());
        _teams.Fail(new ConnectorFault(502), ConnectorFault.Refuse(500, "ServiceError"));

        using (await bot.ReceiveAsync(_teams.Message("gateway")))
        {
        }

        Assert.Single(await PendingAsync());
        _clock.Advance(PastEveryLease);
        await bot.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, _teams.Calls.Count);
        Assert.Empty(_teams.Sent);
        Assert.Empty(await PendingAsync());
    }

    [Fact]
    public async Task An_answer_of_unknown_fate_is_repeated_a_few_times_only()
    {
        await using var bot = await StartAsync(Echo());
        _teams.Fail([.. Enumerable.Repeat(new ConnectorFault(504), 50)]);

        using (await bot.ReceiveAsync(_teams.Message("gateway")))
        {
        }

        for (var pulse = 0; pulse < 20; pulse++)
        {
            _clock.Advance(TimeSpan.FromMinutes(6));
            await bot.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(5, _teams.Calls.Count);
        Assert.Empty(await PendingAsync());
    }

    [Fact]
    public async Task An_answer_that_must_wait_is_kept_for_a_day()
    {
        await using var bot = await StartAsync(Echo());
        _teams.Fail([.. Enumerable.Repeat(new ConnectorFault(503), 500)]);

        using (await bot.ReceiveAsync(_teams.Message("patience")))
        {
        }

        for (var hour = 0; hour < 23; hour++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            await bot.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);
            Assert.Single(await PendingAsync());
        }

        _clock.Advance(TimeSpan.FromHours(2));
        await bot.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await OutboxAsync());
        Assert.Empty(await PendingAsync());
    }

    [Fact]
    public async Task An_update_of_something_that_is_gone_is_sent_anew()
    {
        await using var bot = await StartAsync(new ScriptedBot((turn, cancellationToken) =>
            turn.UpdateActivityAsync(new Activity { Id = "gone", Text = "news" }, cancellationToken)));
        _teams.Fail(ConnectorFault.Refuse(404, "ActivityNotFoundInConversation"));

        using var _ = await bot.ReceiveAsync(_teams.Message("hello"));

        Assert.Equal(["news"], _teams.Texts);
        Assert.Empty(_teams.Updates);
    }

    [Fact]
    public async Task A_bot_that_fails_is_asked_again_the_user_is_told_once_when_it_is_given_up_and_the_message_is_kept_for_two_weeks()
    {
        var script = new ScriptedBot((turn, _) => throw new InvalidOperationException("always"));
        await using var bot = await StartAsync(script);

        using var response = await bot.ReceiveAsync(_teams.Message("offer to Vila Nord"));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        for (var pulse = 0; pulse < 10; pulse++)
        {
            _clock.Advance(TimeSpan.FromMinutes(3));
            await bot.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(5, script.Runs);
        Assert.Contains("offer to Vila Nord", Assert.Single(_teams.Texts), StringComparison.Ordinal);
        Assert.Empty(await PendingAsync());
        Assert.Single(await RowsAsync("failed~"));

        _clock.Advance(TimeSpan.FromDays(13));
        await bot.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);
        Assert.Single(await RowsAsync("failed~"));
        _clock.Advance(TimeSpan.FromDays(1));
        await bot.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await RowsAsync("failed~"));
    }

    [Fact]
    public async Task A_failing_turn_does_not_stop_the_others()
    {
        var script = new ScriptedBot((turn, cancellationToken) => turn.Activity.Text == "bad"
            ? throw new InvalidOperationException("always")
            : turn.SendActivityAsync("fine", cancellationToken));
        await using (var dying = await StartAsync(script, new FaultEvery(FaultPoint.Received)))
        {
            using (await dying.ReceiveAsync(_teams.Message("bad")))
            using (await dying.ReceiveAsync(_teams.Message("good")))
            using (await dying.ReceiveAsync(_teams.Incoming("in-message-mention-channel")))
            {
            }
        }

        _clock.Advance(PastEveryLease);
        await using var heir = await StartAsync(script);
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["fine", "fine"], _teams.Texts);
        Assert.Single(await PendingAsync());
    }

    [Fact]
    public async Task A_failed_card_action_is_told_at_once_with_http_200()
    {
        var script = new ScriptedBot((_, _) => throw new InvalidOperationException("always"));
        await using var bot = await StartAsync(script);

        using var response = await bot.ReceiveAsync(_teams.CardAction("save"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(500, body.RootElement.GetProperty("statusCode").GetInt32());
        Assert.Equal("application/vnd.microsoft.error", body.RootElement.GetProperty("type").GetString());
        Assert.Equal(1, script.Runs);
    }

    [Fact]
    public async Task A_turn_that_ran_out_of_all_its_time_is_tried_again_by_the_pulse()
    {
        var slow = true;
        var script = new ScriptedBot(async (turn, cancellationToken) =>
        {
            if (slow)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            await turn.SendActivityAsync("at last", CancellationToken.None);
        });
        await using (var bot = await StartAsync(script, configure: services =>
            services.Configure<TurnOptions>(options => (options.MessageDeadline, options.RunDeadline) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100)))))
        using (var response = await bot.ReceiveAsync(_teams.Message("hello")))
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);

        // The first process has stopped, which waits for its running turns.
        slow = false;
        _clock.Advance(PastEveryLease);
        await using var heir = await StartAsync(script);
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["at last"], _teams.Texts);
    }

    [Fact]
    public async Task Long_text_is_cut_before_it_is_kept_and_the_bot_knows_it()
    {
        var seen = new List<(int Kept, int? Original)>();
        var script = new ScriptedBot((turn, _) =>
        {
            seen.Add((turn.Activity.Text!.Length, turn.TurnState.Get<OversizedText>()?.OriginalLength));
            return Task.CompletedTask;
        });
        await using (var dying = await StartAsync(script, new FaultAt(FaultPoint.Ran)))
        using (await dying.ReceiveAsync(_teams.Message(new string('x', 50_000))))
        {
        }

        _clock.Advance(PastEveryLease);
        await using var heir = await StartAsync(script);
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);

        Assert.Equal([(8_000, 50_000), (8_000, 50_000)], seen);
    }

    [Fact]
    public async Task A_big_activity_comes_back_whole_from_its_row()
    {
        var data = new string('ß', 100_000) + "😀";
        string? seen = null;
        var script = new ScriptedBot((turn, _) =>
        {
            seen = turn.Activity.Value!.Value.GetProperty("note").GetString();
            return Task.CompletedTask;
        });
        await using (var dying = await StartAsync(script, new FaultAt(FaultPoint.Received)))
        using (await dying.ReceiveAsync(_teams.Incoming("in-message-submit-personal", activity =>
            activity.Value = JsonSerializer.SerializeToElement(new { note = data }))))
        {
        }

        _clock.Advance(PastEveryLease);
        await using var heir = await StartAsync(script);
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(data, seen);
    }

    [Fact]
    public async Task Only_the_last_hundred_turns_are_remembered()
    {
        await using var bot = await StartAsync(new ScriptedBot((turn, _) =>
        {
            turn.TurnState.Set(new InvokeResponse { Status = 200 });
            return Task.CompletedTask;
        }));
        for (var i = 0; i < 105; i++)
            using (await bot.ReceiveAsync(_teams.CardAction("save")))
            {
            }

        var partition = TurnKey.Of(_teams.Message("any")).Conversation;
        var done = await _store.Tables.ListAsync("Conversations", TableQuery.Prefix(partition, "done~"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(100, done.Count);
    }

    [Fact]
    public async Task Replies_that_are_expected_travel_in_the_body_and_again_on_a_second_delivery()
    {
        var script = Answering("one", "two");
        await using var bot = await StartAsync(script);
        var message = _teams.Message("hello");
        message.DeliveryMode = DeliveryModes.ExpectReplies;

        using var first = await bot.ReceiveAsync(message);
        using var second = await bot.ReceiveAsync(message);

        var body = await first.Content.ReadAsStringAsync();
        Assert.Equal(["one", "two"], JsonSerializer.Deserialize(body, BotJson.Wire.ExpectedReplies)!.Activities!.Select(reply => reply.Text));
        Assert.Equal(body, await second.Content.ReadAsStringAsync());
        Assert.Empty(_teams.Calls);
    }

    [Fact]
    public async Task The_bot_can_write_of_its_own_accord()
    {
        await using var bot = await StartAsync(Counting());
        using (await bot.ReceiveAsync(_teams.Message("count")))
        {
        }

        await bot.Adapter.ContinueConversationAsync(
            _teams.Message("any").GetConversationReference(),
            async (turn, cancellationToken) => await turn.SendActivityAsync("state " + turn.TurnState.Get<ConversationState>()!.Json, cancellationToken),
            TestContext.Current.CancellationToken);

        Assert.Equal(["1", "state 1"], _teams.Texts);
        Assert.Null(_teams.Sent[1].ReplyToId);
        Assert.Empty(await PendingAsync());
    }

    [Fact]
    public async Task A_turn_of_its_own_accord_that_was_committed_is_finished_after_a_crash()
    {
        await using (var dying = await StartAsync(Echo(), new FaultAt(FaultPoint.Committed)))
        {
            await Assert.ThrowsAsync<StoppedHereException>(() => dying.Adapter.ContinueConversationAsync(
                _teams.Message("any").GetConversationReference(),
                (turn, cancellationToken) => turn.SendActivityAsync("by the way", cancellationToken)));
        }

        _clock.Advance(PastEveryLease);
        await using var heir = await StartAsync(Echo());
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["by the way"], _teams.Texts);
        Assert.Empty(await PendingAsync());
    }

    [Fact]
    public async Task No_key_holds_personal_data()
    {
        await using (var dying = await StartAsync(Echo(), new FaultAt(FaultPoint.Committed)))
        using (await dying.ReceiveAsync(_teams.Message("hello")))
        {
        }

        foreach (var row in (await RowsAsync("pending~")).Concat(await OutboxAsync()))
            Assert.Matches("^(pending~[0-9]{2}|[0-9a-f]{32}|out~[0-9]{12})+$", row.PartitionKey + row.RowKey);
    }

    private static ScriptedBot Answering(params string[] texts) => new(async (turn, cancellationToken) =>
    {
        foreach (var text in texts)
            await turn.SendActivityAsync(text, cancellationToken);
    });

    private static ScriptedBot Echo() => new((turn, cancellationToken) => turn.SendActivityAsync(turn.Activity.Text!, cancellationToken));

    private static ScriptedBot Counting(params string[] more) => new(async (turn, cancellationToken) =>
    {
        var state = turn.TurnState.Get<ConversationState>()!;
        state.Json = $"{int.Parse(state.Json ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1}";
        await turn.SendActivityAsync(state.Json, cancellationToken);
        foreach (var text in more)
            await turn.SendActivityAsync(text, cancellationToken);
    });

    private async Task<RunningBot> StartAsync(IBot bot, IFaultPoints? faults = null, Action<IServiceCollection>? configure = null)
    {
        var started = await RunningBot.StartAsync(bot, _store.Tables, _clock, builder =>
        {
            if (faults is not null)
                builder.Services.AddSingleton(faults);
            configure?.Invoke(builder.Services);
        });
        _bots.Add(started);
        return started;
    }

    /// <summary>The turns that are not finished, as another process would find them.</summary>
    private async Task<IReadOnlyList<PendingTurn>> PendingAsync()
    {
        await IdleAsync();
        await using var other = new TableTurnLedger(_store.Tables, _clock, Options.Create(new TurnLedgerOptions()));
        return await other.UnfinishedAsync(DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);
    }

    private async Task IdleAsync()
    {
        foreach (var bot in _bots)
            await bot.IdleAsync();
    }

    private async Task<List<TableEntity>> RowsAsync(string prefix)
    {
        await IdleAsync();
        var rows = new List<TableEntity>();
        for (var shard = 0; shard < 16; shard++)
            rows.AddRange(await _store.Tables.ListAsync("Turns", new TableQuery($"{prefix}{shard:D2}")));
        return rows;
    }

    private async Task<List<TableEntity>> OutboxAsync()
    {
        await IdleAsync();
        return await _store.Tables.ListAsync("Conversations", TableQuery.Prefix(TurnKey.Of(_teams.Message("any")).Conversation, "out~"));
    }

    private sealed class AtFaultPoint(string place, Action look) : IFaultPoints
    {
        public ValueTask HitAsync(string name)
        {
            if (name == place)
                look();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class FaultEvery(string place) : IFaultPoints
    {
        public ValueTask HitAsync(string name) => name == place ? throw new StoppedHereException(name) : ValueTask.CompletedTask;
    }
}
