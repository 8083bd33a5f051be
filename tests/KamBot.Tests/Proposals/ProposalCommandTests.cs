using KamBot.Tests.Drivers;

namespace KamBot.Tests.Proposals;

/// <summary>Everything that can be said of an offer works as words and as a button; undo takes the last entry back.</summary>
public sealed class ProposalCommandTests
{
    [Fact]
    public async Task The_buttons_do_what_the_words_do()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        var card = await OfferAsync(alex);

        var confirmed = await alex.PressesAsync(card, "Confirmed");
        Assert.StartsWith("P-1 confirmed. I've cancelled the call of", confirmed.Headline, StringComparison.Ordinal);
        var until = await alex.PressesAsync(confirmed, "Extend");
        Assert.Equal("P-1 · Vila Nord SA: until when shall it be valid?", until.Headline);
        var extended = await alex.PressesAsync(until, "Extend", ("until", "2026-05-15"));
        Assert.Equal("P-1 extended: version 2, valid until Fri 15 May", extended.Headline);
        var version = await alex.PressesAsync(await alex.PressesAsync(extended, "New version"), "New version", ("amount", "€45,000"));
        Assert.Equal("€45,000", version.Fact("Amount"));
        var why = await alex.PressesAsync(version, "Lost");
        Assert.Equal("P-1 · Vila Nord SA: why was it lost?", why.Headline);
        var lost = await alex.PressesAsync(why, "Price");
        Assert.Equal("P-1 lost · Vila Nord SA", lost.Headline);
        Assert.Equal("lost on 7 Apr: Price", lost.Fact("State"));
    }

    [Theory]
    [InlineData("P-1 confirmed", "P-1 confirmed")]
    [InlineData("they got it", "P-1 confirmed")]
    [InlineData("called P-1", "Vila Nord SA called by Alex Wilber")]
    [InlineData("no answer from Vila Nord", "Vila Nord SA: no answer. I'll remind you Wed 8 April, tomorrow")]
    [InlineData("extend P-1 to 15 May", "P-1 extended: version 2, valid until Fri 15 May")]
    [InlineData("P-1 won", "P-1 won · Vila Nord SA")]
    [InlineData("P-1 lost, price", "P-1 lost · Vila Nord SA")]
    [InlineData("withdraw P-1", "P-1 withdrawn · Vila Nord SA")]
    [InlineData("P-1", "P-1 · Vila Nord SA")]
    public async Task Each_works_as_words(string line, string headline)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await OfferAsync(alex);

        Assert.StartsWith(headline, (await alex.SaysAsync(line)).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_takes_the_last_entry_back_with_its_reminders_and_only_that()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await OfferAsync(alex);
        await alex.SaysAsync("P-1 won");

        var undone = await alex.SaysAsync("undo");

        Assert.Equal("Undone\nP-1 won", undone.Text);
        Assert.Equal("open, not confirmed yet", (await alex.SaysAsync("P-1")).Fact("State"));
        Assert.Equal("There is nothing to undo.", (await alex.SaysAsync("undo")).Headline);
        Assert.Equal(1, await app.UntilAsync("2026-04-08T07:00:00Z"));
    }

    [Fact]
    public async Task Undo_of_a_new_offer_leaves_neither_offer_nor_reminder()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        var card = await OfferAsync(alex);

        Assert.Equal("Undone", (await alex.PressesAsync(card, "Undo")).Headline);

        Assert.Equal("You have no open offers", (await alex.SaysAsync("proposals")).Headline);
        Assert.Equal(0, await app.UntilAsync("2026-05-04T12:00:00Z"));
        Assert.Equal("There is no offer P-1. Type \"proposals\" to see yours.", (await alex.SaysAsync("P-1 confirmed")).Headline);
    }

    [Fact]
    public async Task The_undo_of_an_older_card_takes_nothing_back_of_another_client()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        var card = await OfferAsync(alex);
        await alex.SaysAsync("add client Carpat Retail SRL, RO");
        await alex.SaysAsync("proposal sent to Carpat Retail, €12,000, valid until 30 April, by e-mail");

        Assert.Equal("You noted something else since, so I can't undo this from here.", (await alex.PressesAsync(card, "Undo")).Headline);

        Assert.Equal("open, not confirmed yet", (await alex.SaysAsync("P-1")).Fact("State"));
        Assert.Equal("open, not confirmed yet", (await alex.SaysAsync("P-2")).Fact("State"));
    }

    [Fact]
    public async Task After_a_quarter_of_an_hour_it_is_too_late_to_undo()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await OfferAsync(alex);

        app.Sleep("2026-04-07T12:15:01Z");

        Assert.StartsWith("I can undo for 15 minutes", (await alex.SaysAsync("undo")).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_card_says_what_happened_since()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        var card = await OfferAsync(alex);
        await alex.SaysAsync("P-1 won");

        var answer = await alex.PressesAsync(card, "Confirmed");

        Assert.Equal("P-1 is over: won on 7 Apr", answer.Headline);
    }

    [Fact]
    public async Task Not_answered_calls_come_again_the_next_day_that_works_for_both()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await OfferAsync(alex);
        await app.UntilAsync("2026-04-08T07:00:00Z");

        var noted = await alex.PressesAsync(alex.Last, "No answer");

        Assert.Equal("Vila Nord SA: no answer. I'll remind you Thu 9 April, tomorrow", noted.Headline);
        Assert.Equal(0, await app.UntilAsync("2026-04-09T06:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-09T07:00:00Z"));
        Assert.Equal("Vila Nord SA · call today: did they get P-1?", alex.Last.Headline);
    }

    [Fact]
    public async Task Tomorrow_moves_the_call_and_closes_the_card()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await OfferAsync(alex);
        await app.UntilAsync("2026-04-08T07:00:00Z");

        var moved = await alex.PressesAsync(alex.Last, "Tomorrow");

        Assert.Equal("P-1: I'll remind you Thu 9 April, tomorrow", moved.Headline);
        Assert.Equal(1, await app.UntilAsync("2026-04-09T07:00:00Z"));
    }

    [Fact]
    public async Task Confirmed_by_words_the_call_card_in_the_chat_is_closed()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await OfferAsync(alex);
        await app.UntilAsync("2026-04-08T07:00:00Z");
        var card = alex.Chat.Count - 1;

        await alex.SaysAsync("they got it");

        Assert.Equal("Vila Nord SA · P-1 is confirmed", alex.Chat[card].Headline);
        Assert.DoesNotContain("Called", alex.Chat[card].Buttons.Take(2));
    }

    [Fact]
    public async Task The_list_shows_the_open_offers_with_days_left()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await OfferAsync(alex);
        await alex.SaysAsync("proposal sent to Vila Nord by letter, €9,000, valid 10 days");

        var list = await alex.SaysAsync("proposals");

        Assert.Equal("2 open offers", list.Headline);
        Assert.StartsWith("P-2 · Vila Nord SA · €9,000", list.Rows[0], StringComparison.Ordinal);
        Assert.Contains("8 working days left", list.Rows[0]);
        Assert.StartsWith("P-1 · Vila Nord SA · €48,000", list.Rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Which_offer_is_asked_when_several_are_open_and_none_was_spoken_of()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await OfferAsync(alex);
        await OfferAsync(alex);
        await alex.SaysAsync("add client Carpat Retail SRL, RO");

        var which = await alex.SaysAsync("they got it");
        Assert.Equal("Which offer do you mean?", which.Headline);

        Assert.StartsWith("P-1 confirmed", (await alex.PressesAsync(which, "P-1 · Vila Nord SA · €48,000")).Headline, StringComparison.Ordinal);
    }

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");

    private static async Task<Manager> AlexAsync(KamBotApp app)
    {
        var alex = new Manager(app, "Alex Wilber", "Europe/Madrid", "en-GB");
        await alex.SaysAsync("my calendar ES-CT");
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        return alex;
    }

    private static Task<CardView> OfferAsync(Manager alex) => alex.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
}
