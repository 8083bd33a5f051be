using KamBot.Tests.Drivers;

namespace KamBot.Tests.Stories;

/// <summary>Story 1: an offer, its next-day call across the clock change, its expiry (PRP-13, PRP-15 to 18; R2, R3, R5).</summary>
public abstract class Story1Tests(StoreKind store, AzuriteServer? azurite)
{
    private const string Offer = "proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail";

    [Fact]
    public async Task The_offer_is_noted_with_its_call_and_its_nudges()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");

        var card = await marta.SaysAsync(Offer);

        Assert.Equal("P-1 noted · Vila Nord SA", card.Headline);
        Assert.Equal("€48,000", card.Fact("Amount"));
        Assert.Equal("Wed 25 March, today, by e-mail", card.Fact("Sent"));
        Assert.Equal("Fri 24 April", card.Fact("Valid until"));
        Assert.Equal(
            ["Call: did they get it? | Thu 26 March, tomorrow 09:00", "5 working days left | Fri 17 April 09:00", "One working day left | Thu 23 April 09:00"],
            card.Rows);
        Assert.Contains("Confirmed", card.Buttons);
        Assert.Contains("Undo", card.Buttons);
    }

    [Fact]
    public async Task The_call_card_comes_next_morning_and_its_agreed_date_is_the_next_reminder()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT, phone +34 93 555 01 02");
        await marta.SaysAsync(Offer);

        await app.UntilAsync("2026-03-26T07:59:59Z");
        Assert.Equal("P-1 noted · Vila Nord SA", marta.Last.Headline);
        await app.UntilAsync("2026-03-26T08:00:00Z");

        var call = marta.Last;
        Assert.Equal("Vila Nord SA · call today: did they get P-1?", call.Headline);
        Assert.Contains("93 555 01 02", call.Fact("Phone"));
        Assert.Equal(["received", "nextSteps", "urgency", "interimDate", "interimTime", "snoozeDay", "snoozeTime"], call.Inputs);
        Assert.Equal(["Called", "No answer", "In an hour", "This afternoon", "Tomorrow", "On that day"], call.Buttons);

        var done = await marta.PressesAsync(
            call, "Called", ("received", "yes"), ("nextSteps", "finance looks at it"), ("urgency", "warehouse opens 1 June"), ("interimDate", "2026-03-31"), ("interimTime", "10:30"));
        Assert.Equal("Vila Nord SA called by Marta Puig · next call Tue 31 March 10:30", done.Headline);
        Assert.DoesNotContain("Called", done.Buttons.Take(1));

        // 29 March is the clock change: 10:30 in Barcelona is 08:30Z by then.
        await app.UntilAsync("2026-03-31T08:29:59Z");
        var before = marta.Chat.Count;
        await app.UntilAsync("2026-03-31T08:30:00Z");
        Assert.Equal(before + 1, marta.Chat.Count);
        Assert.Equal("Vila Nord SA · 10:30 call on interim results of P-1", marta.Last.Headline);
        Assert.Equal("finance looks at it", marta.Last.Fact("Next steps"));
    }

    [Fact]
    public async Task The_nudges_come_five_working_days_and_one_before_the_end_and_stop_when_it_is_won()
    {
        await using var app = await StartAsync();
        var marta = await WithConfirmedOfferAsync(app);

        await app.UntilAsync("2026-04-17T07:00:00Z");
        Assert.Equal("Vila Nord SA · 5 working days left for P-1", marta.Last.Headline);
        await app.UntilAsync("2026-04-23T07:00:00Z");
        Assert.Equal("Vila Nord SA · tomorrow is the last day of P-1", marta.Last.Headline);
        await app.UntilAsync("2026-04-23T10:00:00Z");

        var won = await marta.SaysAsync("P-1 won");

        Assert.Equal("P-1 won · Vila Nord SA", won.Headline);
        Assert.Equal(0, await app.UntilAsync("2026-05-04T12:00:00Z"));
    }

    [Fact]
    public async Task Without_an_answer_it_is_told_expired_on_the_first_working_day_after()
    {
        await using var app = await StartAsync();
        var marta = await WithConfirmedOfferAsync(app);

        await app.UntilAsync("2026-04-27T07:00:00Z");

        Assert.Equal("Vila Nord SA · P-1 expired on Fri 24 April", marta.Last.Headline);
        Assert.Equal(["Extend", "New version", "Won", "Lost", "In an hour", "This afternoon", "Tomorrow", "On that day"], marta.Last.Buttons);
    }

    private static async Task<Manager> WithConfirmedOfferAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync(Offer);
        await marta.SaysAsync("confirmed");
        return marta;
    }

    private Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(store, "2026-03-25T15:40:00Z", azurite);
}

public sealed class Story1OnSqliteTests() : Story1Tests(StoreKind.Sqlite, null);

public sealed class Story1OnAzuriteTests(AzuriteServer azurite) : Story1Tests(StoreKind.Azurite, azurite);
