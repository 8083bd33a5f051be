using KamBot.Tests.Drivers;

namespace KamBot.Tests.Proposals;

/// <summary>An open offer that nobody does anything about is flagged (PRP-19), and a call that is not made on its third day (R4).</summary>
public sealed class IdleOfferTests
{
    /// <summary>Wed 8 April 2026, 10:00 in Madrid.</summary>
    private const string Wednesday = "2026-04-08T08:00:00Z";

    /// <summary>Ten working days later.</summary>
    private const string TenDaysLater = "2026-04-22T07:00:00Z";

    [Fact]
    public async Task After_ten_working_days_without_a_step_it_is_said_once()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithConfirmedOfferAsync(app);

        Assert.Equal(0, await app.UntilAsync("2026-04-22T06:59:59Z"));
        Assert.Equal(1, await app.UntilAsync(TenDaysLater));

        Assert.Equal("Vila Nord SA · P-1: no step for 10 working days", marta.Last.Headline);
        Assert.Equal("P-1 confirmed · Wed 8 April", marta.Last.Fact("Last step"));
        Assert.Equal(["Call now", "Log meeting", "Extend"], marta.Last.Buttons.Take(3));
        Assert.NotNull(marta.Last.Action("Close › Lost"));
        Assert.Equal(0, await app.UntilAsync("2026-05-15T06:00:00Z"));
    }

    [Fact]
    public async Task A_step_closes_the_card_and_starts_the_days_anew()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithConfirmedOfferAsync(app);
        await app.UntilAsync(TenDaysLater);
        var flagged = marta.Last;

        var call = await marta.PressesAsync(flagged, "Call now");
        Assert.Equal("Vila Nord SA · call today: did they get P-1?", call.Headline);
        await marta.SaysAsync("called P-1");

        Assert.NotEqual(flagged.Headline, marta.Chat.Single(card => card.ActivityId == flagged.ActivityId).Headline);
        Assert.Equal(0, await app.UntilAsync("2026-05-07T06:59:59Z"));
        // 1 May is a day off: the tenth working day is Thu 7 May.
        Assert.Equal(1, await app.UntilAsync("2026-05-07T07:00:00Z"));
        Assert.Equal("Vila Nord SA · P-1: no step for 10 working days", marta.Last.Headline);
    }

    [Fact]
    public async Task A_contact_with_the_client_that_is_no_step_of_the_offer_ends_the_quiet_too()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithConfirmedOfferAsync(app);
        await app.UntilAsync("2026-04-14T08:00:00Z");
        await marta.SaysAsync("wrote to Vila Nord");

        Assert.Equal(0, await app.UntilAsync("2026-04-28T06:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-28T07:00:00Z"));

        Assert.Equal("Vila Nord SA · P-1: no step for 10 working days", marta.Last.Headline);
        Assert.Equal("Wrote to them · Tue 14 April", marta.Last.Fact("Last step"));
    }

    [Fact]
    public async Task A_call_that_is_not_made_is_flagged_on_the_third_day()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app);

        await app.UntilAsync("2026-04-10T07:00:00Z");
        Assert.StartsWith("Vila Nord SA · overdue", marta.Last.Headline, StringComparison.Ordinal);
        Assert.Equal(1, await app.UntilAsync("2026-04-13T07:00:00Z"));

        Assert.Equal("Vila Nord SA · P-1: no step for 3 working days", marta.Last.Headline);
    }

    [Theory]
    [InlineData("en-GB", "proposals", "no step for 12 working days", "dossier Vila Nord")]
    [InlineData("ca-ES", "ofertes", "cap pas des de fa 12 dies laborables", "dossier de Vila Nord")]
    public async Task The_list_and_the_dossier_show_it(string locale, string list, string flag, string dossier)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithConfirmedOfferAsync(app, locale);
        Assert.DoesNotContain(flag[..8], (await marta.SaysAsync(list)).Text, StringComparison.Ordinal);
        await app.UntilAsync("2026-04-24T08:00:00Z");

        Assert.Contains(flag, (await marta.SaysAsync(list)).Text, StringComparison.Ordinal);
        Assert.Contains(flag, (await marta.SaysAsync(dossier)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_no_promise_before_its_day()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithConfirmedOfferAsync(app);

        Assert.DoesNotContain("No step", (await marta.SaysAsync("what will you remind me of?")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_won_offer_is_never_flagged()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithConfirmedOfferAsync(app);
        await marta.SaysAsync("P-1 won");

        Assert.Equal(0, await app.UntilAsync("2026-05-15T06:00:00Z"));
    }

    private static async Task<Manager> WithConfirmedOfferAsync(KamBotApp app, string locale = "en-GB")
    {
        var marta = await WithOfferAsync(app, locale);
        // The history is in the order of time: two deeds of one instant have none.
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await marta.SaysAsync(locale == "ca-ES" ? "l'han rebuda" : "they got it");
        return marta;
    }

    /// <summary>Valid for long, so that its end does not speak up first.</summary>
    private static async Task<Manager> WithOfferAsync(KamBotApp app, string locale = "en-GB")
    {
        var marta = await Manager.MartaAsync(app, locale);
        await marta.SaysAsync(locale == "ca-ES" ? "afegeix el client Vila Nord SA, ES-CT" : "add client Vila Nord SA, ES-CT");
        await marta.SaysAsync(locale == "ca-ES" ? "oferta enviada a Vila Nord per correu, 48.000 €, vàlida fins al 30 de juny" : "proposal sent to Vila Nord by e-mail, €48,000, valid until 30 June");
        return marta;
    }
}
