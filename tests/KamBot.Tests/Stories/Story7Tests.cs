using KamBot.Tests.Drivers;

namespace KamBot.Tests.Stories;

/// <summary>Story 7: an offer that ends on a Sunday after a holiday; postponed, extended, lost (R5, PRP-13).</summary>
public abstract class Story7Tests(StoreKind store, AzuriteServer? azurite)
{
    [Fact]
    public async Task The_card_names_the_last_working_day_and_the_nudges_count_from_it()
    {
        await using var app = await StartAsync();
        var andrei = await Manager.AndreiAsync(app);
        await andrei.SaysAsync("add client Carpat Retail SRL, RO");

        var card = await andrei.SaysAsync("offer sent to Carpat Retail by e-mail, 48,000 lei, valid until 3 May");

        Assert.Contains("It ends on Sun 3 May; the last working day is Thu 30 April.", card.Text);
        Assert.Contains("4 working days left | Fri 24 April 09:00", card.Rows);
        Assert.Contains("The last working day | Thu 30 April 09:00", card.Rows);
    }

    [Fact]
    public async Task A_postponed_nudge_and_the_last_one_fall_together_as_one_card()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);
        await app.UntilAsync("2026-04-24T06:00:00Z");
        Assert.Equal("Carpat Retail SRL · 4 working days left for P-1", andrei.Last.Headline);

        var postponed = await andrei.SaysAsync("remind me on Thursday");
        Assert.Equal("P-1: I'll remind you Thu 30 April", postponed.Headline);
        var before = andrei.Chat.Count;

        Assert.Equal(1, await app.UntilAsync("2026-04-30T06:00:00Z"));
        Assert.Equal(before + 1, andrei.Chat.Count);
    }

    [Fact]
    public async Task An_overdue_call_that_was_postponed_to_the_last_day_is_said_by_the_last_nudge()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);
        await app.UntilAsync("2026-04-24T06:00:00Z");
        Assert.Contains("They haven't confirmed that they got it: ask when you call.", andrei.Last.Text);
        await andrei.SaysAsync("remind me on Thursday");
        var before = andrei.Chat.Count;

        Assert.Equal(1, await app.UntilAsync("2026-04-30T07:00:00Z"));
        Assert.Equal(before + 1, andrei.Chat.Count);
        Assert.Equal("Carpat Retail SRL · today is the last working day of P-1", andrei.Last.Headline);
        Assert.Contains("They haven't confirmed that they got it: ask when you call.", andrei.Last.Text);

        // On Monday the call is overdue again and the offer expired: one card.
        Assert.Equal(1, await app.UntilAsync("2026-05-04T07:00:00Z"));
        Assert.StartsWith("Carpat Retail SRL · P-1 expired", andrei.Last.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_outage_only_the_latest_nudge_is_told()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);
        app.Sleep("2026-04-30T06:30:00Z");

        Assert.Equal(1, await app.BeatAsync());
        Assert.Equal("Carpat Retail SRL · today is the last working day of P-1", andrei.Last.Headline);
    }

    [Fact]
    public async Task The_list_of_offers_names_the_last_working_day_when_only_days_off_are_left()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);
        await app.UntilAsync("2026-04-30T09:00:00Z");

        Assert.Contains("last working day: Thu 30 April, today", (await andrei.SaysAsync("my offers")).Text);
    }

    [Fact]
    public async Task An_extension_is_a_new_version_with_new_nudges_and_the_old_end_passes_in_silence()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);
        await app.UntilAsync("2026-04-30T09:00:00Z");

        var card = await andrei.SaysAsync("extend P-1 to 15 May");

        Assert.Equal("P-1 extended: version 2, valid until Fri 15 May", card.Headline);
        Assert.Equal(["5 working days left | Fri 8 May 09:00", "One working day left | Thu 14 May 09:00"], card.Rows);
        Assert.Equal(0, await app.UntilAsync("2026-05-08T05:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-05-08T06:00:00Z"));
        var history = await andrei.SaysAsync("history of P-1");
        Assert.StartsWith("v2 · 48,000\u00a0lei", history.Rows[0], StringComparison.Ordinal);
        Assert.Contains("Fri 15 May", history.Rows[0]);
        Assert.Contains("Sun 3 May", history.Rows[1]);
        Assert.Contains("Andrei Pop", history.Rows[0]);
    }

    [Fact]
    public async Task Without_an_extension_it_is_told_expired_on_Monday()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);

        await app.UntilAsync("2026-05-04T06:00:00Z");

        Assert.Equal("Carpat Retail SRL · P-1 expired on Sun 3 May, yesterday", andrei.Last.Headline);
    }

    [Fact]
    public async Task A_reminder_after_the_end_is_warned_of()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);
        await app.UntilAsync("2026-04-24T06:00:00Z");

        var card = await andrei.SaysAsync("remind me on 20 May");

        Assert.Contains("That is after the end of P-1 (Sun 3 May).", card.Text);
    }

    [Fact]
    public async Task A_lost_offer_keeps_its_reason_and_stops_every_reminder()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);

        var card = await andrei.SaysAsync("P-1 lost, price");

        Assert.Equal("P-1 lost · Carpat Retail SRL", card.Headline);
        Assert.Contains("price", card.Fact("State"));
        Assert.Equal(0, await app.UntilAsync("2026-06-01T12:00:00Z"));
        Assert.Contains("I have nothing to remind you of", (await andrei.SaysAsync("what will you remind me of?")).Headline);
    }

    private Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(store, "2026-04-02T14:10:00Z", azurite);

    private static async Task<Manager> ConfirmedOfferAsync(KamBotApp app)
    {
        var andrei = await OfferAsync(app);
        await andrei.SaysAsync("they got it");
        return andrei;
    }

    private static async Task<Manager> OfferAsync(KamBotApp app)
    {
        var andrei = await Manager.AndreiAsync(app);
        await andrei.SaysAsync("add client Carpat Retail SRL, RO");
        await andrei.SaysAsync("offer sent to Carpat Retail by e-mail, 48,000 lei, valid until 3 May");
        return andrei;
    }
}

public sealed class Story7OnSqliteTests() : Story7Tests(StoreKind.Sqlite, null);

public sealed class Story7OnAzuriteTests(AzuriteServer azurite) : Story7Tests(StoreKind.Azurite, azurite);
