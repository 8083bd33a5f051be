using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Platform.Hosting;

/// <summary>A button is pressed once, however often and in whatever form the press arrives.</summary>
public sealed class PressTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private readonly TemporaryStore _store = new();
    private readonly List<string> _operations = [];
    private FakeTeams _teams = null!;

    public async ValueTask InitializeAsync() => _teams = await FakeTeams.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _teams.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task The_same_press_under_another_id_gets_the_first_answer_and_sends_nothing_more()
    {
        var script = Counting();
        string first, second;
        await using (var bot = await StartAsync(script))
        {
            first = await BodyAsync(bot, _teams.CardAction("save", """{"n":"a1","note":"x"}"""));
            second = await BodyAsync(bot, _teams.CardAction("save", """{"note":"x","n":"a1"}"""));
        }

        Assert.Equal("""{"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"answer 1"}""", first);
        Assert.Equal(first, second);
        Assert.Equal(1, script.Runs);
        Assert.Equal(["sent 1"], _teams.Texts);
    }

    [Fact]
    public async Task Two_processes_that_get_one_press_under_two_ids_at_once_run_it_once_and_answer_alike()
    {
        var entered = new TaskCompletionSource();
        var letGo = new TaskCompletionSource();
        var counting = Counting();
        var script = new ScriptedBot(async (turn, cancellationToken) =>
        {
            entered.SetResult();
            await letGo.Task;
            await counting.OnTurnAsync(turn, cancellationToken);
        });
        await using var one = await StartAsync(script);
        await using var two = await StartAsync(script);

        var first = BodyAsync(one, _teams.CardAction("save", """{"n":"a1"}"""));
        await entered.Task;
        var second = BodyAsync(two, _teams.CardAction("save", """{"n":"a1"}"""));
        letGo.SetResult();

        Assert.Equal(await first, await second);
        Assert.Equal(1, script.Runs);
        Assert.Equal("sent 1", (await _teams.SentAsync(1)).Text);
    }

    [Fact]
    public async Task A_press_that_comes_as_a_message_too_is_not_answered_twice()
    {
        var script = Counting();
        await using (var bot = await StartAsync(script))
        {
            await BodyAsync(bot, _teams.CardAction("save", """{"n":"a1","note":"x"}"""));
            using var response = await bot.ReceiveAsync(Submit("""{"n":"a1","note":"x","verb":"save"}"""));
            Assert.Equal("", await response.Content.ReadAsStringAsync());
        }

        Assert.Equal(1, script.Runs);
        Assert.Equal(["sent 1"], _teams.Texts);
    }

    [Fact]
    public async Task A_press_that_came_as_a_message_first_is_pointed_to_the_answer_there()
    {
        var script = Counting();
        await using var bot = await StartAsync(script);

        using (await bot.ReceiveAsync(Submit("""{"n":"a1","verb":"save"}""")))
        using (await bot.ReceiveAsync(Submit("""{"n":"a1","verb":"save"}""")))
            Assert.Equal(["sent 1"], _teams.Texts);
        var body = await BodyAsync(bot, _teams.CardAction("save", """{"n":"a1"}"""));

        Assert.Equal(1, script.Runs);
        Assert.Equal(["sent 1"], _teams.Texts);
        Assert.Contains("answered in the chat", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("save", """{"n":"a1","note":"y"}""")]
    [InlineData("drop", """{"n":"a1","note":"x"}""")]
    [InlineData("save", """{"n":"a2","note":"x"}""")]
    public async Task Another_button_another_input_or_another_card_is_another_press(string verb, string data)
    {
        var script = Counting();
        await using var bot = await StartAsync(script);

        await BodyAsync(bot, _teams.CardAction("save", """{"n":"a1","note":"x"}"""));
        await BodyAsync(bot, _teams.CardAction(verb, data));

        Assert.Equal(2, script.Runs);
        Assert.Equal(2, _operations.Distinct().Count());
    }

    [Fact]
    public async Task The_same_button_of_the_same_card_under_another_finger_is_another_press()
    {
        var script = Counting();
        await using var bot = await StartAsync(script);

        await BodyAsync(bot, _teams.CardAction("save", """{"n":"a1"}"""));
        var other = _teams.CardAction("save", """{"n":"a1"}""");
        other.From!.Id = "29:somebody-else";
        await BodyAsync(bot, other);

        Assert.Equal(2, _operations.Distinct().Count());
    }

    [Fact]
    public async Task A_card_that_asks_for_its_newest_state_gets_it_each_time()
    {
        var script = Counting();
        await using var bot = await StartAsync(script);

        var first = await BodyAsync(bot, _teams.CardAction("refresh"));
        var second = await BodyAsync(bot, _teams.CardAction("refresh"));

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_press_that_failed_may_be_tried_again_but_its_own_second_delivery_hears_of_the_same_failure()
    {
        var fails = true;
        var counting = Counting();
        var script = new ScriptedBot((turn, cancellationToken) => fails ? throw new InvalidOperationException("once") : counting.OnTurnAsync(turn, cancellationToken));
        await using var bot = await StartAsync(script);
        var press = _teams.CardAction("save", """{"n":"a1"}""");

        var failure = await BodyAsync(bot, press);
        fails = false;
        var sameDelivery = await BodyAsync(bot, press);
        var again = await BodyAsync(bot, _teams.CardAction("save", """{"n":"a1"}"""));
        var andAgain = await BodyAsync(bot, _teams.CardAction("save", """{"n":"a1"}"""));

        Assert.Contains("application/vnd.microsoft.error", failure, StringComparison.Ordinal);
        Assert.Equal(failure, sameDelivery);
        Assert.Contains("answer 1", again, StringComparison.Ordinal);
        Assert.Equal(again, andAgain);
        Assert.Equal(2, script.Runs);
    }

    [Fact]
    public async Task Who_presses_the_same_button_much_later_gets_a_new_answer_under_the_same_operation()
    {
        var script = Counting();

        var first = await PressedAsync(script);
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(first, await PressedAsync(script));
        _clock.Advance(TimeSpan.FromMinutes(2));
        var third = await PressedAsync(script);

        Assert.Equal("answer 2", (string?)JsonNode.Parse(third)!["value"]);
        Assert.Equal(2, _operations.Count);
        Assert.Single(_operations.Distinct());
    }

    [Fact]
    public async Task Once_something_else_has_happened_who_presses_again_means_it_and_Teams_own_repetition_does_not()
    {
        var script = Counting();

        var first = await PressedAsync(script);
        await using (var bot = await StartAsync(script))
        using (await bot.ReceiveAsync(_teams.Message("undo")))
            _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(first, await PressedAsync(script));
        _clock.Advance(TimeSpan.FromSeconds(30));
        var third = await PressedAsync(script);

        Assert.Equal("answer 3", (string?)JsonNode.Parse(third)!["value"]);
    }

    [Fact]
    public async Task A_dialog_that_is_sent_twice_is_sent_once()
    {
        var script = Counting();
        await using var bot = await StartAsync(script);

        var first = await BodyAsync(bot, Dialog(InvokeNames.TaskSubmit));
        var second = await BodyAsync(bot, Dialog(InvokeNames.TaskSubmit));
        await BodyAsync(bot, Dialog(InvokeNames.TaskFetch));
        await BodyAsync(bot, Dialog(InvokeNames.TaskFetch));

        Assert.Equal(first, second);
        Assert.Equal(3, script.Runs); // who only opens it may look again
    }

    /// <summary>Sends and answers with the number of its run.</summary>
    private ScriptedBot Counting()
    {
        var number = 0;
        return new ScriptedBot(async (turn, cancellationToken) =>
        {
            number++;
            _operations.Add(turn.OperationId);
            await turn.SendActivityAsync($"sent {number}", cancellationToken);
            turn.TurnState.Set(new InvokeResponse
            {
                Status = 200,
                Body = JsonSerializer.SerializeToNode(AdaptiveCardInvokeResponse.Message($"answer {number}"), BotJson.Wire.AdaptiveCardInvokeResponse),
            });
        });
    }

    private Activity Submit(string value) => _teams.Incoming("in-message-submit-personal", activity => activity.Value = JsonSerializer.Deserialize<JsonElement>(value));

    private Activity Dialog(string name)
    {
        var activity = _teams.CardAction("any");
        activity.Name = name;
        activity.Value = JsonSerializer.SerializeToElement(new JsonObject { ["data"] = new JsonObject { ["n"] = "d1", ["note"] = "x" } });
        return activity;
    }

    /// <summary>In a process of its own, which ends when all is settled.</summary>
    private async Task<string> PressedAsync(IBot script)
    {
        await using var bot = await StartAsync(script);
        return await BodyAsync(bot, _teams.CardAction("save", """{"n":"a1"}"""));
    }

    private static async Task<string> BodyAsync(RunningBot bot, Activity activity)
    {
        using var response = await bot.ReceiveAsync(activity);
        return await response.Content.ReadAsStringAsync();
    }

    private Task<RunningBot> StartAsync(IBot bot) => RunningBot.StartAsync(bot, _store.Tables, _clock);
}
