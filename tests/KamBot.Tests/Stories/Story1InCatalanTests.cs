using KamBot.Tests.Drivers;

namespace KamBot.Tests.Stories;

/// <summary>Story 1 as Marta tells it, in Catalan: the offer by e-mail, its call across the clock change, its end.</summary>
public abstract class Story1InCatalanTests(StoreKind store, AzuriteServer? azurite)
{
    private const string Offer = "Oferta enviada a Vila Nord, 48.000 €, vàlida fins al 24 d'abril, per correu";

    [Fact]
    public async Task The_offer_is_noted_with_its_call_and_its_nudges()
    {
        await using var app = await StartAsync();
        var marta = await WithClientAsync(app);

        var card = await marta.SaysAsync(Offer);

        Assert.Equal("P-1 anotada · Vila Nord SA", card.Headline);
        Assert.Equal("48.000\u00a0€", card.Fact("Import"));
        Assert.Equal("dc. 25 de març, avui, per correu electrònic", card.Fact("Enviada"));
        Assert.Equal("dv. 24 d’abril", card.Fact("Vàlida fins al"));
        Assert.Equal(
            ["Trucada: l’han rebuda? | dj. 26 de març, demà 09:00", "Queden 5 dies laborables | dv. 17 d’abril 09:00", "Queda un dia laborable | dj. 23 d’abril 09:00"],
            card.Rows);
        Assert.Contains("Confirmada", card.Buttons);
        Assert.Contains("Desfés", card.Buttons);
    }

    [Fact]
    public async Task The_call_card_comes_next_morning_and_its_agreed_date_is_the_next_reminder()
    {
        await using var app = await StartAsync();
        var marta = await WithClientAsync(app);
        await marta.SaysAsync("el telèfon de Vila Nord és el +34 93 555 01 02");
        await marta.SaysAsync(Offer);

        await app.UntilAsync("2026-03-26T08:00:00Z");

        var call = marta.Last;
        Assert.Equal("Vila Nord SA · truca avui: han rebut la P-1?", call.Headline);
        Assert.Contains("93 555 01 02", call.Fact("Telèfon"));
        Assert.Equal(["He trucat", "No contesten", "D’aquí a una hora", "Aquesta tarda", "Demà", "Aquell dia"], call.Buttons);

        var done = await marta.PressesAsync(
            call, "He trucat", ("received", "yes"), ("nextSteps", "finances ho mira"), ("urgency", "el magatzem obre l'1 de juny"), ("interimDate", "2026-03-31"), ("interimTime", "10:30"));
        Assert.StartsWith("Vila Nord SA · trucada feta, Marta Puig", done.Headline);
        Assert.Contains("31 de març", done.Headline);

        // 29 March is the clock change: 10:30 in Barcelona is 08:30Z by then.
        Assert.Equal(0, await app.UntilAsync("2026-03-31T08:29:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-03-31T08:30:00Z"));
        Assert.Equal("Vila Nord SA · 10:30 trucada pels resultats intermedis de la P-1", marta.Last.Headline);
    }

    [Fact]
    public async Task The_nudges_stop_when_it_is_won()
    {
        await using var app = await StartAsync();
        var marta = await WithConfirmedOfferAsync(app);

        await app.UntilAsync("2026-04-17T07:00:00Z");
        Assert.Equal("Vila Nord SA · queden 5 dies laborables per a la P-1", marta.Last.Headline);
        await app.UntilAsync("2026-04-23T07:00:00Z");
        Assert.Equal("Vila Nord SA · demà és l’últim dia de la P-1", marta.Last.Headline);
        await app.UntilAsync("2026-04-23T10:00:00Z");

        var won = await marta.SaysAsync("P-1 guanyada");

        Assert.Equal("P-1 guanyada · Vila Nord SA", won.Headline);
        Assert.Equal(0, await app.UntilAsync("2026-05-04T12:00:00Z"));
    }

    [Fact]
    public async Task Without_an_answer_it_is_told_expired_on_the_first_working_day_after()
    {
        await using var app = await StartAsync();
        var marta = await WithConfirmedOfferAsync(app);

        await app.UntilAsync("2026-04-27T07:00:00Z");

        Assert.StartsWith("Vila Nord SA · la P-1 va caducar", marta.Last.Headline);
        Assert.Equal(["Prorroga", "Nova versió", "Guanyada", "Perduda", "D’aquí a una hora", "Aquesta tarda", "Demà", "Aquell dia"], marta.Last.Buttons);
    }

    private static async Task<Manager> WithConfirmedOfferAsync(KamBotApp app)
    {
        var marta = await WithClientAsync(app);
        await marta.SaysAsync(Offer);
        await marta.SaysAsync("l'han rebuda");
        return marta;
    }

    private static async Task<Manager> WithClientAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app, "ca-ES");
        await marta.SaysAsync("afegeix el client Vila Nord SA, ES-CT");
        return marta;
    }

    private Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(store, "2026-03-25T15:40:00Z", azurite);
}

public sealed class Story1InCatalanOnSqliteTests() : Story1InCatalanTests(StoreKind.Sqlite, null);

public sealed class Story1InCatalanOnAzuriteTests(AzuriteServer azurite) : Story1InCatalanTests(StoreKind.Azurite, azurite);
