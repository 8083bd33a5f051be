using KamBot.BotBuilder.Schema;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Reminders;

/// <summary>Users who cannot be reached: asked for once, left alone until they are back, and told then what they missed.</summary>
public sealed class ReachTests
{
    private const string CallsDue = "2026-04-01T06:00:00Z";
    private const string ThatNoon = "2026-04-01T09:00:00Z";
    private const int Offers = 4;

    [Theory]
    [InlineData("ConversationBlockedByUser")]
    [InlineData("BotDisabledByAdmin")]
    [InlineData("BotNotInConversationRoster")]
    [InlineData("NotEnoughPermissions")]
    public async Task One_request_is_enough_for_a_dead_address_however_much_is_due(string code)
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        app.Teams.Verdict = _ => ConnectorFault.Refuse(403, code);
        var calls = app.Teams.Calls.Count;

        await app.UntilAsync(ThatNoon);

        Assert.Equal(calls + 1, app.Teams.Calls.Count);
        await BackAsync(app, andrei, "hello");
    }

    [Fact]
    public async Task Who_gets_their_few_in_a_row_is_asked_for_once_too()
    {
        await using var app = await StartAsync();
        await WithOffersAsync(app, offers: 2);
        app.Teams.Verdict = _ => ConnectorFault.Refuse(403, "ConversationBlockedByUser");
        var calls = app.Teams.Calls.Count;

        await app.UntilAsync(ThatNoon);

        Assert.Equal(calls + 1, app.Teams.Calls.Count);
    }

    [Fact]
    public async Task An_installation_brings_back_who_had_removed_the_app_and_tells_what_was_missed()
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        app.Teams.Verdict = _ => ConnectorFault.Refuse(403, "BotNotInConversationRoster");
        await app.UntilAsync(ThatNoon);
        app.Teams.Verdict = _ => null;
        var before = andrei.Chat.Count;

        await andrei.PostAsync(andrei.Recorded("in-installationUpdate-add-personal"));

        var note = Assert.Single(andrei.Chat.Skip(before));
        Assert.Equal("I couldn't reach you with 4 reminders", note.Headline);
        Assert.Equal(Offers, note.Rows.Count(row => row.Contains("P-", StringComparison.Ordinal)));
        await NextReminderComesAsync(app, andrei);
    }

    [Fact]
    public async Task Removed_and_installed_again_is_greeted_and_told_what_was_missed()
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        await andrei.PostAsync(andrei.Recorded("in-installationUpdate-remove-personal"));
        var calls = app.Teams.Calls.Count;
        await app.UntilAsync(ThatNoon);
        Assert.Equal(calls, app.Teams.Calls.Count);
        var before = andrei.Chat.Count;

        await andrei.PostAsync(andrei.Recorded("in-installationUpdate-add-personal"));

        Assert.Equal(2, andrei.Chat.Count - before);
        Assert.Equal("I couldn't reach you with 4 reminders", andrei.Last.Headline);
    }

    [Fact]
    public async Task An_administrators_installation_does_not_lift_a_users_block()
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        app.Teams.Verdict = _ => ConnectorFault.Refuse(403, "ConversationBlockedByUser");
        await app.UntilAsync(ThatNoon);
        app.Teams.Verdict = _ => null;
        var before = andrei.Chat.Count;

        await andrei.PostAsync(andrei.Recorded("in-installationUpdate-add-personal"));

        Assert.Equal(before, andrei.Chat.Count);
        await BackAsync(app, andrei, "hello");
    }

    [Fact]
    public async Task A_pressed_button_brings_its_user_back_too()
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        var card = andrei.Last;
        app.Teams.Verdict = _ => ConnectorFault.Refuse(403, "ConversationBlockedByUser");
        await app.UntilAsync(ThatNoon);
        app.Teams.Verdict = _ => null;
        var sent = app.Teams.Sent.Count;

        await andrei.PressesAsync(card, "Confirmed");

        // The call that the button answers is not missed any more.
        await app.Teams.SentAsync(sent + 1);
        Assert.Equal("I couldn't reach you with 3 reminders", andrei.Last.Headline);
    }

    [Fact]
    public async Task An_answer_that_never_arrived_is_listed_with_the_reminders_in_one_message()
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        app.Teams.Verdict = _ => ConnectorFault.Refuse(403, "ConversationBlockedByUser");
        await andrei.PostAsync(andrei.Message("dossier Carpat Retail"));
        await app.UntilAsync(ThatNoon);
        app.Teams.Verdict = _ => null;
        var before = andrei.Chat.Count;

        await andrei.SaysAsync("hello");

        var note = andrei.Chat[before];
        Assert.Contains("I couldn't reach you with one answer", note.Text);
        Assert.Contains("I couldn't reach you with 4 reminders", note.Text);
        Assert.Contains(note.Rows, row => row.Contains("Carpat Retail", StringComparison.Ordinal));
        Assert.Single(andrei.Chat.Skip(before), card => card.Text.Contains("couldn't reach", StringComparison.Ordinal));
        await andrei.SaysAsync("hello");
        Assert.DoesNotContain("couldn't reach", andrei.Last.Text);
    }

    [Fact]
    public async Task A_chat_that_Teams_forgot_is_opened_again_once_and_kept()
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        var forgotten = app.Teams.Sent[^1].Conversation!.Id;
        app.Teams.Verdict = call => InChat(call, forgotten) ? ConnectorFault.Refuse(404, "ConversationNotFound") : null;
        var calls = app.Teams.Calls.Count;

        await app.UntilAsync(CallsDue);

        // The four calls are one digest.
        var made = app.Teams.Calls.Skip(calls).ToList();
        Assert.Single(made, call => InChat(call, forgotten));
        var opened = Assert.Single(made, call => call.RawTarget == "/v3/conversations");
        Assert.Equal("29:Andrei Pop", opened.Body!.Value.GetProperty("members")[0].GetProperty("id").GetString());
        Assert.Equal(FakeTeams.TenantId, opened.Body!.Value.GetProperty("tenantId").GetString());
        Assert.Single(made, call => call is { IsActivity: true, Accepted: true });
    }

    [Fact]
    public async Task A_chat_that_cannot_be_opened_again_is_left_alone()
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        app.Teams.Verdict = _ => ConnectorFault.Refuse(404, "ConversationNotFound");
        var calls = app.Teams.Calls.Count;

        await app.UntilAsync(ThatNoon);

        Assert.Equal(calls + 2, app.Teams.Calls.Count);
        await BackAsync(app, andrei, "hello");
    }

    [Fact]
    public async Task What_is_throttled_waits_as_long_as_Teams_says_and_is_no_attempt()
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        var (before, calls) = (andrei.Chat.Count, app.Teams.Calls.Count);
        app.Teams.Verdict = _ => ConnectorFault.Refuse(429, "Throttled", TimeSpan.FromMinutes(2));
        await app.UntilAsync("2026-04-01T06:30:00Z");
        var asked = app.Teams.Calls.Count;
        app.Teams.Verdict = _ => null;

        await app.UntilAsync("2026-04-01T07:00:00Z");

        Assert.Equal(before + 1, andrei.Chat.Count);
        Assert.InRange(asked - calls, 1, 16);
        Assert.Single(app.Teams.Calls.Skip(asked), call => call.Accepted && call.Method == "POST");
        Assert.Equal("4 reminders for you", andrei.Last.Headline);
    }

    [Fact]
    public async Task A_card_that_is_not_there_any_more_comes_as_a_new_message()
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app, offers: 2);
        await app.UntilAsync(CallsDue);
        var before = andrei.Chat.Count;
        app.Teams.Verdict = call => call.Method == "PUT" ? ConnectorFault.Refuse(404, "ActivityNotFoundInConversation") : null;

        await app.UntilAsync("2026-04-01T13:00:00Z");

        Assert.Equal(before + 2, andrei.Chat.Count);
        Assert.Contains("still to call today", andrei.Last.Headline);
    }

    [Fact]
    public async Task While_Teams_refuses_the_bot_itself_nothing_is_lost()
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        var before = andrei.Chat.Count;
        app.Teams.Verdict = _ => ConnectorFault.Refuse(401, "BotNotRegistered");
        await app.UntilAsync("2026-04-01T08:00:00Z");
        app.Teams.Verdict = _ => null;

        await app.UntilAsync(ThatNoon);

        Assert.Equal(before + 1, andrei.Chat.Count);
        Assert.Equal("4 reminders for you", andrei.Last.Headline);
    }

    [Theory]
    [InlineData(400, "BadArgument")]
    [InlineData(413, "MessageSizeTooBig")]
    public async Task What_Teams_will_not_take_is_owned_up_to(int status, string code)
    {
        await using var app = await StartAsync();
        var andrei = await WithOffersAsync(app);
        app.Teams.Verdict = _ => ConnectorFault.Refuse(status, code);
        await app.UntilAsync(CallsDue);

        await BackAsync(app, andrei, "hello");
    }

    /// <summary>They write, hear in one message what was missed, and are reached again.</summary>
    private static async Task BackAsync(KamBotApp app, Manager manager, string line)
    {
        app.Teams.Verdict = _ => null;
        var before = manager.Chat.Count;
        await manager.SaysAsync(line);
        Assert.Equal("I couldn't reach you with 4 reminders", manager.Chat[before].Headline);
        await manager.SaysAsync(line);
        Assert.DoesNotContain("couldn't reach", manager.Last.Text);
        await NextReminderComesAsync(app, manager);
    }

    private static async Task NextReminderComesAsync(KamBotApp app, Manager manager)
    {
        var before = manager.Chat.Count;
        await app.UntilAsync("2026-04-25T12:00:00Z");
        Assert.True(manager.Chat.Count > before, "Nothing came after they were back.");
    }

    private static bool InChat(ConnectorCall call, string? conversation) =>
        call.RawTarget.Contains(Uri.EscapeDataString(conversation ?? "?"), StringComparison.Ordinal);

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-03-31T12:00:00Z");

    /// <summary>An offer to each of so many clients that went out today: their calls are due tomorrow at nine.</summary>
    private static async Task<Manager> WithOffersAsync(KamBotApp app, int offers = Offers)
    {
        var andrei = await Manager.AndreiAsync(app);
        foreach (var client in ((string[])["Carpat Retail", "Agro Banat", "Morile Siret", "Tehnoplast"])[..offers])
        {
            await andrei.SaysAsync($"add client {client} SRL, RO");
            await andrei.SaysAsync($"proposal sent to {client}, 120,000 lei, valid until 30 April, by e-mail");
        }

        return andrei;
    }
}
