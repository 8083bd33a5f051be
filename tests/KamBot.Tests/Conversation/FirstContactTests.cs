using System.Text.Json;
using KamBot.BotBuilder.Schema;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Conversation;

/// <summary>Installed or first written to, KamBot greets once, and asks about zone and calendar (R1, B.11-4).</summary>
public sealed class FirstContactTests
{
    private const string Greeting = "I'm KamBot. I keep your promises to clients";

    [Theory]
    [InlineData("in-installationUpdate-add-personal", "in-conversationUpdate-membersAddedBot-personal")]
    [InlineData("in-conversationUpdate-membersAddedBot-personal", "in-installationUpdate-add-personal")]
    public async Task Whichever_event_of_the_installation_comes_first_the_greeting_comes_once(string first, string second)
    {
        await using var app = await StartAsync();
        var alex = Alex(app);

        await alex.PostAsync(alex.Recorded(first));
        await alex.PostAsync(alex.Recorded(second));
        // Every reload of the page says both again.
        await alex.PostAsync(alex.Recorded(second));
        await alex.PostAsync(alex.Recorded(first));

        Assert.Equal(Greeting, Assert.Single(alex.Chat).Headline);
    }

    [Fact]
    public async Task Who_starts_with_a_command_is_greeted_and_answered()
    {
        await using var app = await StartAsync();
        var alex = Alex(app);

        var answer = await alex.SaysAsync("clients");

        Assert.Equal([Greeting, "You have no clients yet"], alex.Chat.Select(card => card.Headline));
        Assert.Equal("You have no clients yet", answer.Headline);
    }

    [Fact]
    public async Task Who_starts_with_hello_gets_the_greeting_alone()
    {
        await using var app = await StartAsync();
        var alex = Alex(app);

        await alex.SaysAsync("hello");

        Assert.Equal(Greeting, Assert.Single(alex.Chat).Headline);
        Assert.Equal("Hello Alex. Tell me about an offer or a meeting, or type \"help\".", (await alex.SaysAsync("hello")).Headline);
    }

    [Theory]
    [InlineData("ca-ES", "Fus horari: Europe/Madrid", "Calendari laboral: Catalunya (ES-CT)", "És correcte")]
    [InlineData("pl-PL", "Strefa czasowa: Europe/Warsaw", "Kalendarz pracy: Polska (PL)", "Zgadza się")]
    [InlineData("ro-RO", "Fus orar: Europe/Bucharest", "Calendar de lucru: România (RO)", "E corect")]
    [InlineData("en-GB", "Time zone: Europe/Madrid", "Working calendar: Spain (ES)", "That's right")]
    [InlineData("en-US", "Time zone: UTC", "Working calendar: United States (US)", "That's right")]
    public async Task Language_zone_and_calendar_are_taken_from_the_message_and_shown(string locale, string zone, string calendar, string right)
    {
        await using var app = await StartAsync();
        var manager = new Manager(app, "Alex Wilber", zone.Split(": ")[1], locale);

        var greeting = await manager.SaysAsync("hello");

        Assert.Contains(zone, greeting.Text);
        Assert.Contains(calendar, greeting.Text);
        Assert.Equal(right, greeting.Buttons[0]);
    }

    [Fact]
    public async Task Greeted_by_the_installation_the_user_sees_what_the_first_message_tells_of_their_zone()
    {
        await using var app = await StartAsync();
        var alex = new Manager(app, "Alex Wilber", "America/New_York", "en-US");
        await alex.PostAsync(alex.Recorded("in-installationUpdate-add-personal", localTimezone: null));
        Assert.StartsWith("Europe/Madrid", alex.Last.Fact("Time zone"), StringComparison.Ordinal);

        await alex.SaysAsync("clients");

        var taken = alex.Chat[^2];
        Assert.Equal("I took your time zone and calendar from your message. Are they right?", taken.Headline);
        Assert.StartsWith("America/New_York", taken.Fact("Time zone"), StringComparison.Ordinal);
        Assert.Equal("United States (US)", taken.Fact("Working calendar"));
        Assert.Equal("Noted", (await alex.PressesAsync(taken, "That's right")).Headline);
        await alex.SaysAsync("clients");
        Assert.Equal("You have no clients yet", alex.Last.Headline);
        Assert.Equal(4, alex.Chat.Count);
    }

    [Fact]
    public async Task Both_are_confirmed_by_a_tap_or_changed_by_a_word()
    {
        await using var app = await StartAsync();
        var alex = Alex(app);
        var greeting = await alex.SaysAsync("hello");

        var confirmed = await alex.PressesAsync(greeting, "That's right");
        Assert.Equal("Noted", confirmed.Headline);

        Assert.Equal("Your working calendar is now Poland (PL)", (await alex.SaysAsync("my calendar PL")).Headline);
        Assert.Equal("Your time zone is now Europe/Warsaw", (await alex.SaysAsync("my time zone Europe/Warsaw")).Headline);
        var settings = await alex.SaysAsync("settings");
        Assert.StartsWith("Europe/Warsaw", settings.Fact("Time zone"), StringComparison.Ordinal);
        Assert.Equal("Poland (PL)", settings.Fact("Working calendar"));
    }

    [Fact]
    public async Task A_changed_zone_moves_what_is_planned_and_says_so()
    {
        await using var app = await StartAsync();
        var alex = Alex(app);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        await alex.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");

        var card = await alex.SaysAsync("my time zone Europe/Bucharest");

        Assert.Contains("planned reminders moved with it.", card.Text);
        // 09:00 in Bucharest is 06:00Z in April.
        Assert.Equal(0, await app.UntilAsync("2026-04-08T05:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-08T06:00:00Z"));
    }

    [Fact]
    public async Task In_a_room_it_introduces_itself_once_and_shows_nothing_of_anybody()
    {
        await using var app = await StartAsync();
        var alex = Alex(app);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        var personal = app.Teams.Sent.Count;

        await alex.PostAsync(app.Teams.Incoming("in-installationUpdate-add-groupChat"));
        await alex.PostAsync(app.Teams.Incoming("in-conversationUpdate-membersAddedBot-groupChat"));
        await alex.PostAsync(app.Teams.Incoming("in-message-mention-groupChat", activity => activity.Text = "<at>KamBot</at> dossier Vila Nord"));

        var said = app.Teams.Sent.Skip(personal).ToList();
        Assert.Equal(2, said.Count);
        Assert.Contains("I talk about clients only in our personal chat", said[1].Text);
    }

    [Theory]
    [InlineData("en-GB", "I'm KamBot, an assistant for key account managers")]
    [InlineData("ca-ES", "Soc KamBot, assistent per a gestors de grans comptes")]
    [InlineData("ro-RO", "Sunt KamBot, asistent pentru key account manageri")]
    [InlineData("pl-PL", "Jestem KamBot, asystent opiekunów kluczowych klientów")]
    public async Task Everybody_in_a_room_reads_its_introduction_in_their_own_language(string locale, string title)
    {
        await using var app = await StartAsync();
        await FakeTeams.PostAsync(app.Http, app.Teams.Incoming("in-installationUpdate-add-channel"));
        var posted = CardView.Of(await app.Teams.SentAsync(1)).Json!;
        var view = app.Teams.Incoming("in-invoke-adaptiveCard.action-saveNote-channel", activity =>
        {
            activity.From = new ChannelAccount { Id = "29:reader", AadObjectId = "reader", Name = "Reader" };
            activity.Locale = locale;
            activity.Value = JsonSerializer.Deserialize<JsonElement>($$$"""{"action":{{{posted["refresh"]!["action"]!.ToJsonString()}}},"trigger":"automatic"}""");
        });

        var own = await Manager.ReplacementAsync(await FakeTeams.PostAsync(app.Http, view));

        Assert.Equal(title, own.Headline);
        Assert.NotNull(own.Json!["refresh"]);
        Assert.Single(app.Teams.Sent);
    }

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");

    private static Manager Alex(KamBotApp app) => new(app, "Alex Wilber", "Europe/Madrid", "en-GB");
}
