using KamBot.BotBuilder.Turns;
using KamBot.Conversation.Cards;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KamBot.Tests.Reminders;

/// <summary>R8 and story 8.1: more than three that fall due together are one card, with what can be done in each row.</summary>
public sealed class DigestTests
{
    private const string CallsDue = "2026-04-07T07:00:00Z";

    [Fact]
    public async Task Six_that_fell_due_over_Easter_are_one_card_the_largest_first()
    {
        await using var app = await StartAsync();
        var marta = await WithOffersAsync(app, 6);
        var before = marta.Chat.Count;

        Assert.Equal(1, await app.UntilAsync(CallsDue));

        var digest = Assert.Single(marta.Chat.Skip(before));
        Assert.Equal("6 reminders for you", digest.Headline);
        Assert.Equal(
            Enumerable.Range(1, 6).Reverse().Select(n => $"Vila Nord SA · P-{n} · Call: did they get it? | €{n},000"),
            digest.Rows);
        foreach (var button in (string[])["Done", "Tomorrow", "Open"])
            Assert.Equal(6, digest.Buttons.Count(each => each == button));
    }

    [Fact]
    public async Task Three_come_as_cards_of_their_own()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        for (var n = 1; n <= 3; n++)
        {
            await marta.SaysAsync($"add client Vila {n} SA, ES-CT");
            await marta.SaysAsync($"proposal sent to Vila {n} SA, €{n},000, valid until 30 June, by e-mail");
        }

        Assert.Equal(3, await app.UntilAsync(CallsDue));
    }

    [Fact]
    public async Task Done_in_a_row_does_it_and_the_digest_stays()
    {
        await using var app = await StartAsync();
        var marta = await WithOffersAsync(app, 4);
        await app.UntilAsync(CallsDue);

        var after = await marta.PressesAsync(marta.Last, "Done");

        Assert.Equal("3 reminders for you", after.Headline);
        Assert.Contains("P-4", after.Text);
        Assert.Contains(after.Rows, row => row.StartsWith("✓ Vila Nord SA · P-4", StringComparison.Ordinal));
        Assert.Contains("called", (await marta.SaysAsync("P-4")).Fact("State"));
    }

    [Fact]
    public async Task Tomorrow_in_a_row_moves_that_one_and_says_so()
    {
        await using var app = await StartAsync();
        var marta = await WithOffersAsync(app, 4);
        await app.UntilAsync(CallsDue);

        var after = await marta.PressesAsync(marta.Last, "Tomorrow");

        Assert.Equal("3 reminders for you", after.Headline);
        await app.UntilAsync("2026-04-08T07:00:00Z");
        Assert.Contains(marta.Chat, card => card.Headline == "Vila Nord SA · call today: did they get P-4?" || card.Rows.Any(row => row.Contains("P-4 · Call: did they get it?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Open_shows_the_offer_below_and_leaves_the_digest()
    {
        await using var app = await StartAsync();
        var marta = await WithOffersAsync(app, 4);
        await app.UntilAsync(CallsDue);
        var (digest, sent) = (marta.Last, app.Teams.Sent.Count);

        var after = await marta.PressesAsync(digest, "Open");

        Assert.Equal("4 reminders for you", after.Headline);
        await app.Teams.SentAsync(sent + 1);
        Assert.StartsWith("P-4", marta.Last.Headline);
    }

    [Fact]
    public async Task What_is_done_by_a_line_shows_in_the_digest()
    {
        await using var app = await StartAsync();
        var marta = await WithOffersAsync(app, 4);
        await app.UntilAsync(CallsDue);
        var digest = marta.Chat.Count - 1;

        await marta.SaysAsync("P-2 confirmed");

        Assert.Equal("3 reminders for you", marta.Chat[digest].Headline);
        Assert.Contains(marta.Chat[digest].Rows, row => row.StartsWith("✓ Vila Nord SA · P-2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_fit_into_one_card_that_Teams_takes()
    {
        await using var app = await StartAsync();
        var marta = await WithOffersAsync(app, 24);

        Assert.Equal(1, await app.UntilAsync(CallsDue));

        Assert.Equal("24 reminders for you", marta.Last.Headline);
        Assert.Matches("And [0-9]+ more", marta.Last.Text);
        Assert.InRange(marta.Last.Buttons.Count(button => button == "Done"), 5, 8);
        Assert.InRange(app.Teams.Sent[^1].Attachments![0].Content!.ToJsonString().Length, 1, Card.MaxBytes);
    }

    [Fact]
    public async Task A_digest_that_was_cut_off_by_a_crash_comes_once_more_and_whole()
    {
        await using var app = await StartAsync();
        var marta = await WithOffersAsync(app, 5);
        app.Sleep(CallsDue);
        app.Teams.Verdict = _ => Fakes.ConnectorFault.Refuse(503, "ServiceUnavailable");
        Assert.Equal(0, await app.BeatAsync());
        app.Teams.Verdict = _ => null;

        Assert.Equal(1, await app.UntilAsync("2026-04-07T08:00:00Z"));

        Assert.Equal("5 reminders for you", marta.Last.Headline);
    }

    [Theory]
    [InlineData("reminder.sending")]
    [InlineData("reminder.told")]
    public async Task What_is_answered_while_the_digest_is_sent_stands_ticked_off_in_it(string when)
    {
        await using var app = await StartAsync();
        var marta = await WithOffersAsync(app, 5);
        app.Sleep(CallsDue);
        await using var telling = await app.AnotherAsync(services => services.RemoveAll<IFaultPoints>()
            .AddSingleton<IFaultPoints>(new Meanwhile(when, () => marta.SaysAsync("P-5 confirmed"))));

        await telling.BeatAsync();

        var digest = Assert.Single(marta.Chat, card => card.Headline.EndsWith("reminders for you", StringComparison.Ordinal));
        Assert.Equal("4 reminders for you", digest.Headline);
        Assert.Contains(digest.Rows, row => row.StartsWith("✓ Vila Nord SA · P-5", StringComparison.Ordinal));
        Assert.Equal(4, digest.Buttons.Count(button => button == "Done"));
    }

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-02T12:00:00Z");

    private static async Task<Manager> WithOffersAsync(KamBotApp app, int count)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        for (var n = 1; n <= count; n++)
            await marta.SaysAsync($"proposal sent to Vila Nord, €{n},000, valid until 30 June, by e-mail");
        return marta;
    }
}
