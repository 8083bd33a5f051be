using KamBot.Tests.Drivers;

namespace KamBot.Tests.Stories;

/// <summary>Story 8, in Marta's Catalan: back from Easter she puts a call off into the evening (step 2), and is kept from looking needy (step 4).</summary>
public abstract class Story8GuardTests(StoreKind store, AzuriteServer? azurite)
{
    [Fact]
    public async Task An_hour_that_ends_in_the_quiet_of_the_evening_is_the_next_morning()
    {
        await using var app = await KamBotApp.StartAsync(store, "2026-04-02T15:10:00Z", azurite);
        var marta = await WithOfferAsync(app);
        await app.UntilAsync("2026-04-07T07:00:00Z");
        Assert.Equal("Vila Nord SA · truca avui: han rebut la P-1?", marta.Last.Headline);
        await app.UntilAsync("2026-04-07T15:40:00Z");

        var later = await marta.SaysAsync("recorda-m'ho d'aquí una hora");

        Assert.Equal("P-1: t’ho recordaré dc. 8 d’abril, demà 08:30", later.Headline);
        Assert.Contains("Les 18:40 cauen a les teves hores de silenci (de 18:00 a 08:30)", later.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.UntilAsync("2026-04-08T06:29:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-08T06:30:00Z"));
        Assert.Equal("Vila Nord SA · truca avui: han rebut la P-1?", marta.Last.Headline);
    }

    [Fact]
    public async Task Tomorrow_is_nine_o_clock_of_the_next_day()
    {
        await using var app = await KamBotApp.StartAsync(store, "2026-04-02T15:10:00Z", azurite);
        var marta = await WithOfferAsync(app);
        await app.UntilAsync("2026-04-07T07:00:00Z");

        await marta.SaysAsync("recorda-m'ho demà");

        Assert.Equal(0, await app.UntilAsync("2026-04-08T06:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-08T07:00:00Z"));
    }

    [Fact]
    public async Task After_a_message_and_a_call_the_next_contact_is_warned_of()
    {
        await using var app = await KamBotApp.StartAsync(store, "2026-04-02T15:10:00Z", azurite);
        var marta = await WithOfferAsync(app);
        await app.UntilAsync("2026-04-13T07:40:00Z");
        await marta.SaysAsync("he escrit a Vila Nord");
        await app.UntilAsync("2026-04-14T09:00:00Z");
        await marta.SaysAsync("he trucat a Vila Nord");

        await app.UntilAsync("2026-04-17T07:00:00Z");

        var guard = marta.Last;
        Assert.Equal("Vila Nord SA · queden 5 dies laborables per a la P-1", guard.Headline);
        Assert.Contains("3r contacte en 5 dies laborables; val més no mostrar necessitat.", guard.Text, StringComparison.Ordinal);
        Assert.Equal(["Continua", "Ajorna a dl. 20 d’abril"], guard.Buttons);
        Assert.Equal("P-1: t’ho recordaré dl. 20 d’abril", (await marta.PressesAsync(guard, "Ajorna a dl. 20 d’abril")).Headline);
    }

    private static async Task<Manager> WithOfferAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app, "ca-ES");
        await marta.SaysAsync("afegeix el client Vila Nord SA, ES-CT");
        await marta.SaysAsync("oferta enviada a Vila Nord per correu, 48.000 €, vàlida fins al 24 d'abril");
        return marta;
    }
}

public sealed class Story8GuardOnSqliteTests() : Story8GuardTests(StoreKind.Sqlite, null);

public sealed class Story8GuardOnAzuriteTests(AzuriteServer azurite) : Story8GuardTests(StoreKind.Azurite, azurite);
