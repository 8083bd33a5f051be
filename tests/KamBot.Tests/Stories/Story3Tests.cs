using KamBot.BotBuilder.Turns;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KamBot.Tests.Stories;

/// <summary>Story 3: confirmation in time, an outage, two instances, double taps, the very second of the call, a user who blocked the bot (R4, R6, R7).</summary>
public abstract class Story3Tests(StoreKind store, AzuriteServer? azurite)
{
    private const string CallDue = "2026-04-01T06:00:00Z";

    [Fact]
    public async Task A_confirmation_in_time_cancels_the_call()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);
        app.Sleep("2026-03-31T15:05:00Z");

        var card = await andrei.SaysAsync("P-1 confirmed");

        Assert.Equal("P-1 confirmed. I've cancelled the call of Wed 1 April, tomorrow", card.Headline);
        Assert.Equal(0, await app.UntilAsync("2026-04-02T20:00:00Z"));
    }

    [Fact]
    public async Task After_an_outage_the_call_comes_once_and_says_that_it_is_late()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);

        app.Sleep("2026-04-01T06:20:00Z");

        Assert.Equal(1, await app.BeatAsync());
        Assert.Contains("Late: this was due Wed 1 April, today 09:00.", andrei.Last.Text);
        Assert.Equal(0, await app.BeatAsync());
    }

    [Fact]
    public async Task After_a_long_outage_the_useless_call_stays_unsaid_and_shows_as_overdue_next_morning()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);

        app.Sleep("2026-04-02T15:05:00Z");
        Assert.Equal(0, await app.BeatAsync());
        Assert.Equal(0, await app.UntilAsync("2026-04-03T05:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-03T06:00:00Z"));

        Assert.Equal("Carpat Retail SRL · overdue: the call about P-1", andrei.Last.Headline);
        Assert.Contains("Wed 1 April", andrei.Last.Text);
    }

    [Fact]
    public async Task Two_instances_say_it_once()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);
        await using var second = await app.AnotherAsync();
        var before = andrei.Chat.Count;
        app.Sleep(CallDue);

        var told = await Task.WhenAll(app.BeatAsync(), second.BeatAsync());

        Assert.Equal(1, told.Sum());
        Assert.Equal(before + 1, andrei.Chat.Count);
        Assert.Equal(0, await second.BeatAsync());
    }

    [Fact]
    public async Task A_restart_in_the_middle_says_it_once()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);
        var before = andrei.Chat.Count;
        app.Sleep(CallDue);
        await using (var dying = await app.AnotherAsync(services => services.RemoveAll<IFaultPoints>().AddSingleton<IFaultPoints>(new DiesAt("reminder.claimed"))))
            await dying.BeatAsync();
        Assert.Equal(before, andrei.Chat.Count);

        // Its lease is over after half a minute.
        app.Sleep("2026-04-01T06:00:31Z");

        Assert.Equal(1, await app.BeatAsync());
        Assert.Equal(before + 1, andrei.Chat.Count);
    }

    [Fact]
    public async Task Pressed_twice_and_sent_again_by_Teams_it_is_one_entry()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);
        await app.UntilAsync(CallDue);
        app.Sleep("2026-04-01T06:04:00Z");
        var called = andrei.Press(andrei.Last, "Called");
        var again = andrei.Press(andrei.Last, "Called");
        var muchLater = andrei.Press(andrei.Last, "Called");

        var first = await Manager.ReplacementAsync(await andrei.PostAsync(called));
        app.Sleep("2026-04-01T06:04:15Z");
        var resent = await Manager.ReplacementAsync(await andrei.PostAsync(called));
        app.Sleep("2026-04-01T06:05:00Z");
        var secondTap = await Manager.ReplacementAsync(await andrei.PostAsync(again));
        app.Sleep("2026-04-01T06:20:00Z");
        var tapMuchLater = await Manager.ReplacementAsync(await andrei.PostAsync(muchLater));

        Assert.Equal("Carpat Retail SRL called by Andrei Pop", first.Headline);
        Assert.Equal(first.Json!.ToJsonString(), resent.Json!.ToJsonString());
        Assert.Equal(first.Json!.ToJsonString(), secondTap.Json!.ToJsonString()); // Teams itself sends a press again under another id
        Assert.Equal("P-1: already recorded, Wed 1 April, today 09:04", tapMuchLater.Headline);
        var history = await andrei.SaysAsync("history of P-1");
        Assert.Single(history.Rows, row => row.StartsWith("Called about P-1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("reminder.claimed")]
    [InlineData("reminder.sending")]
    [InlineData("reminder.told")]
    [InlineData("reminder.settled")]
    public async Task A_confirmation_in_the_second_of_the_call_never_leaves_a_live_card(string when)
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);
        var before = andrei.Chat.Count;
        app.Sleep(CallDue);
        await using var telling = await app.AnotherAsync(services => services.RemoveAll<IFaultPoints>()
            .AddSingleton<IFaultPoints>(new Meanwhile(when, () => andrei.SaysAsync("P-1 confirmed"))));

        await telling.BeatAsync();

        Assert.Contains(andrei.Chat.Skip(before), card => card.Headline.StartsWith("P-1 confirmed", StringComparison.Ordinal));
        Assert.DoesNotContain(andrei.Chat.Skip(before), card => card.Headline.Contains("call today", StringComparison.Ordinal));
        Assert.Equal(0, await app.UntilAsync("2026-04-02T20:00:00Z"));
    }

    [Fact]
    public async Task Who_blocked_the_bot_is_told_when_they_write_again()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);
        app.Sleep(CallDue);
        app.Teams.Fail(ConnectorFault.Refuse(403, "ConversationBlockedByUser"));
        Assert.Equal(0, await app.BeatAsync());
        // Not again while blocked: one request for a dead address.
        var calls = app.Teams.Calls.Count;
        await app.UntilAsync("2026-04-01T12:00:00Z");
        Assert.Equal(calls, app.Teams.Calls.Count);

        var before = andrei.Chat.Count;
        await andrei.SaysAsync("hello");

        var note = andrei.Chat[before];
        Assert.Equal("I couldn't reach you with one reminder", note.Headline);
        Assert.Contains("P-1", note.Text);
        await andrei.SaysAsync("hello");
        Assert.DoesNotContain("couldn't reach", andrei.Last.Text);
    }

    [Fact]
    public async Task Not_answered_by_four_the_card_changes_in_place_and_is_overdue_the_next_working_day()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);
        await app.UntilAsync(CallDue);
        var messages = andrei.Chat.Count;

        await app.UntilAsync("2026-04-01T13:00:00Z");
        Assert.Equal(messages, andrei.Chat.Count);
        Assert.Equal("Carpat Retail SRL · still to call today: did they get P-1?", andrei.Last.Headline);

        await app.UntilAsync("2026-04-02T06:00:00Z");
        Assert.Equal(messages + 1, andrei.Chat.Count);
        Assert.Equal("Carpat Retail SRL · overdue: the call about P-1", andrei.Last.Headline);
    }

    private Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(store, "2026-03-31T12:00:00Z", azurite);

    private static async Task<Manager> OfferAsync(KamBotApp app)
    {
        var andrei = await Manager.AndreiAsync(app);
        await andrei.SaysAsync("add client Carpat Retail SRL, RO");
        await andrei.SaysAsync("proposal sent to Carpat Retail, 120,000 lei, valid until 30 April, by e-mail");
        return andrei;
    }

    private sealed class DiesAt(string point) : IFaultPoints
    {
        public ValueTask HitAsync(string name) => name == point ? throw new InvalidOperationException($"Died at {name}.") : ValueTask.CompletedTask;
    }
}

public sealed class Story3OnSqliteTests() : Story3Tests(StoreKind.Sqlite, null);

public sealed class Story3OnAzuriteTests(AzuriteServer azurite) : Story3Tests(StoreKind.Azurite, azurite);
