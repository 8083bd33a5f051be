using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Platform.Hosting;
using KamBot.Platform.Tables;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KamBot.Tests.Platform.Hosting;

/// <summary>Whoever waits gets an answer in time; what takes longer is finished all the same and told in the conversation.</summary>
public sealed class SlowTurnTests : IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    private readonly FakeClock _clock = new();
    private readonly TemporaryStore _store = new();
    private readonly TaskCompletionSource _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SlowTables _tables;
    private FakeTeams _teams = null!;

    public SlowTurnTests() => _tables = new SlowTables(_store.Tables);

    public async ValueTask InitializeAsync() => _teams = await FakeTeams.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _work.TrySetResult();
        await _teams.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_slow_press_is_answered_in_time_and_its_card_is_replaced_when_it_is_done()
    {
        await using var bot = await StartAsync(Pressed("done"));
        var press = Press();

        var excuse = await BodyAsync(bot, press);
        _work.SetResult();
        var update = await _teams.UpdatedAsync(1);

        Assert.Equal(200, (int)excuse["statusCode"]!);
        Assert.Equal("application/vnd.microsoft.activity.message", (string)excuse["type"]!);
        Assert.Contains("You will find the answer here", (string)excuse["value"]!, StringComparison.Ordinal);
        Assert.Equal("the card", update.Id);
        Assert.Contains("done", update.Attachments![0].Content!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(_teams.Sent);
    }

    [Fact]
    public async Task A_second_delivery_after_that_gets_the_answer_itself_and_nothing_is_told_again()
    {
        var script = Pressed("done");
        await using (var bot = await StartAsync(script))
        {
            await BodyAsync(bot, Press());
            _work.SetResult();
            await _teams.UpdatedAsync(1);

            Assert.Equal("done", Headline(await BodyAsync(bot, Press())));
        }

        Assert.Equal(1, script.Runs);
        Assert.Single(_teams.Updates);
    }

    [Fact]
    public async Task A_slow_press_is_told_by_the_next_process_when_this_one_dies()
    {
        await using (var dying = await StartAsync(Pressed("never"), new FaultAt(FaultPoint.Ran)))
        {
            await BodyAsync(dying, Press());
            _work.SetResult();
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        await using var heir = await StartAsync(Pressed("done"));
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);

        Assert.Contains("done", (await _teams.UpdatedAsync(1)).Attachments![0].Content!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_in_a_room_is_not_replaced_by_what_was_made_for_one_reader()
    {
        await using (var bot = await StartAsync(Pressed("for one reader")))
        {
            var press = Press();
            press.Conversation!.ConversationType = ConversationTypes.GroupChat;
            await BodyAsync(bot, press);
            _work.SetResult();
        }

        Assert.Empty(_teams.Calls);
    }

    [Fact]
    public async Task A_slow_search_asks_to_try_again_and_tells_nothing_later()
    {
        await using (var bot = await StartAsync(Pressed("any")))
        {
            var search = _teams.Incoming("in-invoke-composeExtension.query-personal");
            var excuse = await BodyAsync(bot, search);
            Assert.Equal("message", (string)excuse["composeExtension"]!["type"]!);
            Assert.Contains("try again", (string)excuse["composeExtension"]!["text"]!, StringComparison.Ordinal);
            _work.SetResult();
        }

        Assert.Empty(_teams.Calls);
    }

    [Fact]
    public async Task A_slow_dialog_gets_a_sentence()
    {
        await using var bot = await StartAsync(Pressed("any"));
        var dialog = _teams.CardAction("any");
        dialog.Name = InvokeNames.TaskSubmit;

        Assert.Equal("message", (string)(await BodyAsync(bot, dialog))["task"]!["type"]!);
        _work.SetResult();
    }

    [Fact]
    public async Task A_slow_message_is_accepted_and_answered_once_when_it_is_done()
    {
        await using (var bot = await StartAsync(Said("at last")))
        {
            using (var response = await bot.ReceiveAsync(_teams.Message("hello")))
                Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            _work.SetResult();
            await _teams.SentAsync(1);
        }

        Assert.Equal(["at last"], _teams.Texts);
    }

    [Fact]
    public async Task Replies_that_are_expected_and_late_are_sent()
    {
        await using (var bot = await StartAsync(Said("at last")))
        {
            var message = _teams.Message("hello");
            message.DeliveryMode = DeliveryModes.ExpectReplies;
            using (await bot.ReceiveAsync(message))
                _work.SetResult();
        }

        Assert.Equal(["at last"], _teams.Texts);
    }

    [Fact]
    public async Task A_store_that_hangs_before_a_message_is_written_down_sends_the_channel_away_until_it_has_it()
    {
        _tables.BeforeWrite = (_, _) => _work.Task;
        await using (var bot = await StartAsync(Said("at last")))
        {
            var message = _teams.Message("hello");
            using (var response = await bot.ReceiveAsync(message))
                Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            _work.SetResult();
            using var again = await bot.ReceiveAsync(message);
            Assert.True(again.IsSuccessStatusCode);
        }

        Assert.Equal(["at last"], _teams.Texts);
    }

    [Fact]
    public async Task A_store_that_hangs_before_a_press_is_written_down_asks_for_another_try()
    {
        _tables.BeforeWrite = (_, _) => _work.Task;
        await using var bot = await StartAsync(Pressed("done"));

        Assert.Contains("try again", (string)(await BodyAsync(bot, Press()))["value"]!, StringComparison.Ordinal);
        _work.SetResult();
        Assert.Equal("the card", (await _teams.UpdatedAsync(1)).Id);
    }

    [Fact]
    public async Task A_store_that_hangs_in_the_commit_holds_no_request_and_the_answer_follows()
    {
        _work.SetResult();
        var commit = new TaskCompletionSource();
        _tables.BeforeWrite = (table, _) => table == "Conversations" ? commit.Task : Task.CompletedTask;
        await using var bot = await StartAsync(Pressed("done"));

        var excuse = await BodyAsync(bot, Press());
        commit.SetResult();

        Assert.Contains("You will find the answer here", (string)excuse["value"]!, StringComparison.Ordinal);
        Assert.Equal("the card", (await _teams.UpdatedAsync(1)).Id);
    }

    [Fact]
    public async Task A_turn_that_runs_long_keeps_its_lease()
    {
        var script = Said("at last");
        await using var bot = await StartAsync(script, configure: services => services.Configure<TurnLedgerOptions>(ledger => ledger.Lease = TimeSpan.FromSeconds(5)));
        await using var other = await StartAsync(script);
        using (await bot.ReceiveAsync(_teams.Message("hello")))
            _clock.Advance(TimeSpan.FromSeconds(4));

        var renewed = new TaskCompletionSource();
        _tables.BeforeRead = (_, _) => renewed.Task;
        _tables.BeforeWrite = (table, _) => Task.FromResult(table == "Turns" && renewed.TrySetResult());
        await renewed.Task;
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, await other.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken));
        _work.SetResult();
    }

    [Fact]
    public async Task Whoever_waits_sees_that_an_answer_is_being_written_and_never_after_it()
    {
        await using (var bot = await StartAsync(Said("at last"), configure: TypingSoon))
        {
            var answer = bot.ReceiveAsync(_teams.Message("hello"));
            var typing = await _teams.TypingAsync(1);
            _work.SetResult();
            using (await answer)
                Assert.Equal("29:user-alex", typing.Recipient?.Id);
        }

        Assert.Equal("at last", _teams.Calls[^1].Activity?.Text);
        Assert.Equal([ActivityTypes.Typing, ActivityTypes.Message], _teams.Calls.Select(call => call.Activity?.Type));
    }

    [Fact]
    public async Task An_indicator_that_fails_disturbs_nothing()
    {
        _teams.Fail(ConnectorFault.Refuse(429, "Throttled"));
        await using (var bot = await StartAsync(Said("at last"), configure: TypingSoon))
        {
            var answer = bot.ReceiveAsync(_teams.Message("hello"));
            await _teams.CallAsync(1);
            _work.SetResult();
            using (await answer)
            {
            }
        }

        Assert.Equal(["at last"], _teams.Texts);
    }

    [Fact]
    public async Task A_slow_press_shows_no_typing()
    {
        await using (var bot = await StartAsync(Pressed("done"), configure: TypingSoon))
        {
            await BodyAsync(bot, Press());
            _work.SetResult();
            await _teams.UpdatedAsync(1);
        }

        Assert.Empty(_teams.Typing);
    }

    [Fact]
    public async Task A_process_that_stops_lets_its_turns_end()
    {
        var bot = await StartAsync(Said("at last"));
        using (await bot.ReceiveAsync(_teams.Message("hello")))
        {
            var stopped = bot.DisposeAsync().AsTask();
            Assert.Empty(_teams.Sent);
            _work.SetResult();
            await stopped;
        }

        Assert.Equal(["at last"], _teams.Texts);
    }

    [Fact]
    public async Task A_turn_that_does_not_end_in_a_stopping_process_is_taken_up_by_the_next_at_once()
    {
        var forever = new ScriptedBot((_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using (var bot = await StartAsync(forever, configure: services => services.Configure<TurnOptions>(turns => turns.DrainDeadline = Short)))
        using (await bot.ReceiveAsync(_teams.Message("hello")))
        {
        }

        _work.SetResult();
        _clock.Advance(TimeSpan.FromSeconds(3)); // not the lease of half a minute
        await using var heir = await StartAsync(Said("at last"));
        await heir.Adapter.ResumeUnfinishedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["at last"], _teams.Texts);
    }

    private static void TypingSoon(IServiceCollection services) => services.Configure<TurnOptions>(turns =>
        (turns.TypingAfter, turns.MessageDeadline) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(30)));

    private ScriptedBot Said(string text) => new(async (turn, cancellationToken) =>
    {
        await _work.Task.WaitAsync(cancellationToken);
        await turn.SendActivityAsync(text, cancellationToken);
    });

    private ScriptedBot Pressed(string headline) => new(async (turn, cancellationToken) =>
    {
        await _work.Task.WaitAsync(cancellationToken);
        var card = new JsonObject { ["type"] = "AdaptiveCard", ["body"] = new JsonArray(new JsonObject { ["type"] = "TextBlock", ["text"] = headline }) };
        turn.TurnState.Set(new InvokeResponse
        {
            Status = 200,
            Body = JsonSerializer.SerializeToNode(AdaptiveCardInvokeResponse.Card(card), BotJson.Wire.AdaptiveCardInvokeResponse),
        });
    });

    private Activity Press()
    {
        var press = _teams.CardAction("save", """{"n":"a1"}""");
        press.ReplyToId = "the card";
        return press;
    }

    private static string Headline(JsonNode body) => (string)body["value"]!["body"]![0]!["text"]!;

    private static async Task<JsonNode> BodyAsync(RunningBot bot, Activity activity)
    {
        using var response = await bot.ReceiveAsync(activity);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private Task<RunningBot> StartAsync(IBot bot, IFaultPoints? faults = null, Action<IServiceCollection>? configure = null) =>
        RunningBot.StartAsync(bot, _tables, _clock, builder =>
        {
            builder.Services.Configure<TurnOptions>(turns => (turns.MessageDeadline, turns.InvokeDeadline) = (Short, Short));
            if (faults is not null)
                builder.Services.AddSingleton(faults);
            configure?.Invoke(builder.Services);
        });
}
