using System.Net;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Conversation;

/// <summary>Anything gets one sane answer: never silence, never a stack trace, and nothing lost of an open dialog.</summary>
public sealed class SaneAnswersTests
{
    public static TheoryData<string> Oddities =>
    [
        "asdf qwer zxcv", "😀😀😀", "…", "<b>hello</b> <script>alert(1)</script>", "<at>KamBot</at>", "'; DROP TABLE Accounts; --", "\u202e\u0000\u200b", "P-99999999999999",
        "P-7 confirmed", "dossier of nobody at all", "extend", "undo", "continue", "skip", "back", "cancel", "yes", "3", "remind me tomorrow", "called", "proposals", "what will you remind me of?",
    ];

    [Theory]
    [MemberData(nameof(Oddities))]
    public async Task Whatever_is_typed_gets_exactly_one_answer(string line)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        var before = alex.Chat.Count;

        var answer = await alex.SaysAsync(line);

        Assert.Equal(before + 1, alex.Chat.Count);
        Assert.False(string.IsNullOrWhiteSpace(answer.Headline));
        Assert.DoesNotContain("Exception", answer.Text);
        Assert.Empty(app.Log.Lines);
    }

    [Fact]
    public async Task A_message_too_long_is_refused_with_the_limit_named()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        var answer = await alex.SaysAsync(new string('x', 70_000));

        Assert.Equal("That is 70,000 characters; I read up to 8,000 in one message. Nothing was saved: please send it in parts.", answer.Headline);
    }

    [Fact]
    public async Task What_is_not_understood_is_answered_with_the_nearest_commands_and_the_users_own_words()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        var answer = await alex.SaysAsync("proposl snt to the folks upstairs");

        Assert.Equal("I didn't understand that", answer.Headline);
        Assert.Contains("proposl snt to the folks upstairs", answer.Text);
        Assert.NotEmpty(answer.Rows);
    }

    [Theory]
    [InlineData("proposal.confirmed", """{"proposal":"P-77","n":"gone"}""")]
    [InlineData("no.such.verb", """{"n":"gone"}""")]
    [InlineData("form.set", """{"form":"gone","field":"amount","value":"5","n":"x"}""")]
    [InlineData("dossier", """{"client":"#gone","n":"x"}""")]
    [InlineData("proposal.called", """{"proposal":["odd"],"interimDate":{"a":1},"n":7}""")]
    [InlineData("command", """{"line":"extend","n":"x"}""")]
    [InlineData("undo", "{}")]
    [InlineData("proposal.won", """{"n":"x"}""")]
    [InlineData("dossier", """{"client":"#~#","n":"x"}""")]
    public async Task A_button_of_something_that_is_gone_gets_an_answer(string verb, string data)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        var press = alex.Message("");
        var template = app.Teams.CardAction(verb, data);
        press.Type = template.Type;
        press.Name = template.Name;
        press.Value = template.Value;
        press.Text = null;

        var answer = await Manager.ReplacementAsync(await alex.PostAsync(press));

        Assert.False(string.IsNullOrWhiteSpace(answer.Headline));
        Assert.Empty(app.Log.Lines);
    }

    [Theory]
    [InlineData("undo", "{}")]
    [InlineData("proposal.won", "{}")]
    [InlineData("proposal.won", """{"n":"abc"}""")]
    [InlineData("proposal.won", """{"proposal":["P-1"],"n":"abc"}""")]
    [InlineData("proposal.won", "\"P-1\"")]
    public async Task A_press_that_does_not_say_what_its_card_said_changes_nothing(string verb, string data)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        await alex.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        var press = alex.Press(alex.Last, "Confirmed");
        press.Value = app.Teams.CardAction(verb, data).Value;

        var answer = await Manager.ReplacementAsync(await alex.PostAsync(press));

        Assert.StartsWith("That button no longer stands for anything.", answer.Headline, StringComparison.Ordinal);
        Assert.Contains("open", (await alex.SaysAsync("P-1")).Fact("State"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_filled_in_without_measure_is_refused_with_the_limit_named()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        var offer = await alex.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");

        var answer = await Manager.ReplacementAsync(await alex.PostAsync(alex.Press(offer, "Confirmed", ("notes", new string('x', 100_000)))));

        Assert.Contains("I read up to 16,000", answer.Headline);
        Assert.Empty(app.Log.Lines);
    }

    [Fact]
    public async Task A_submitted_card_of_a_client_without_Execute_is_understood_too()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        await alex.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        var press = alex.Recorded("in-message-submit-personal");
        press.Value = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>("""{"verb":"proposal.confirmed","proposal":"P-1","n":"abc"}""");

        await alex.PostAsync(press);

        Assert.StartsWith("P-1 confirmed", alex.Last.Headline, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shinyNewType")]
    [InlineData(ActivityTypes.Typing)]
    [InlineData(ActivityTypes.MessageReaction)]
    [InlineData(ActivityTypes.Event)]
    public async Task Other_activities_are_taken_without_a_word(string type)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        var before = alex.Chat.Count;
        var activity = alex.Message("x");
        activity.Type = type;

        var response = await alex.PostAsync(activity);

        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted);
        Assert.Equal(before, alex.Chat.Count);
    }

    [Theory]
    [InlineData("Vila & \"Nord\" / #1 ?")]
    [InlineData("Café 😀 d'Or")]
    [InlineData("100% Natural \\ Co")]
    public async Task A_clients_name_may_hold_any_character(string name)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        var added = await alex.PressesAsync(await alex.SaysAsync("add client"), "Add client", ("name", name));

        Assert.Equal($"{name} added", added.Headline);
        Assert.Contains(name, (await alex.SaysAsync("clients")).Text);
    }

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");

    private static async Task<Manager> AlexAsync(KamBotApp app)
    {
        var alex = new Manager(app, "Alex Wilber", "Europe/Madrid", "en-GB");
        await alex.SaysAsync("hello");
        return alex;
    }
}
