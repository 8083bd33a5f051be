using KamBot.Tests.Drivers;

namespace KamBot.Tests.Stories;

/// <summary>Story 8.3: Marta is away and says so in Catalan; Joan covers, in his language, and she finds everything as it is.</summary>
public abstract class Story8DeputyTests(StoreKind store, AzuriteServer? azurite)
{
    [Theory]
    [InlineData("en-GB", "Accept", "For Marta Puig", "Vila Nord SA · call today: did they get P-2?", "Called", "Vila Nord SA · tomorrow is the last day of P-1")]
    [InlineData("ca-ES", "Accepto", "Per a Marta Puig", "Vila Nord SA · truca avui: han rebut la P-2?", "He trucat", "Vila Nord SA · demà és l’últim dia de la P-1")]
    public async Task Joan_gets_what_falls_due_and_Marta_gets_the_summary(string locale, string accept, string marked, string call, string called, string lastDay)
    {
        await using var app = await KamBotApp.StartAsync(store, "2026-03-25T15:40:00Z", azurite);
        var (marta, joan) = await AwayAsync(app, locale, accept);

        // Friday, before she leaves: hers.
        await app.UntilAsync("2026-04-17T07:00:00Z");
        Assert.Equal("Vila Nord SA · queden 5 dies laborables per a la P-1", marta.Last.Headline);
        var nudged = marta.Last.ActivityId;
        app.Sleep("2026-04-17T13:00:00Z");
        await marta.SaysAsync("oferta enviada a Vila Nord, 12.000 €, vàlida fins al 29 de maig, per correu");
        var hers = marta.Chat.Count;

        Assert.Equal(0, await app.UntilAsync("2026-04-20T06:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-20T07:00:00Z"));
        Assert.Equal(call, joan.Last.Headline);
        Assert.Contains(marked, joan.Last.Text, StringComparison.OrdinalIgnoreCase);
        await joan.PressesAsync(joan.Last, called, ("received", "yes"), ("nextSteps", "finances"));
        Assert.Equal(1, await app.UntilAsync("2026-04-23T07:00:00Z"));
        Assert.Equal(lastDay, joan.Last.Headline);
        Assert.Equal(hers, marta.Chat.Count);

        // He does what is to be done; the card that stands in her chat is closed there, in her language.
        await joan.SaysAsync(locale == "ca-ES" ? "P-1 guanyada" : "P-1 won");
        Assert.Equal(0, await app.UntilAsync("2026-04-24T18:00:00Z"));
        Assert.Equal("Vila Nord SA · P-1 guanyada", marta.Chat.Single(card => card.ActivityId == nudged).Headline);
        Assert.Equal(hers, marta.Chat.Count);

        Assert.Equal(1, await app.UntilAsync("2026-04-27T07:00:00Z"));
        var summary = marta.Last;
        Assert.StartsWith("Ja has tornat", summary.Headline, StringComparison.Ordinal);
        Assert.Contains("Joan Serra", summary.Text, StringComparison.Ordinal);
        Assert.Contains(summary.Rows, row => row.Contains("P-1", StringComparison.Ordinal) && row.Contains("Vila Nord SA", StringComparison.Ordinal));
        Assert.Contains("Joan Serra en lloc de Marta Puig", (await marta.SaysAsync("historial de Vila Nord")).Text, StringComparison.Ordinal);

        // It has ended by itself.
        var his = joan.Chat.Count;
        await app.UntilAsync("2026-05-22T07:00:00Z");
        Assert.Equal(his, joan.Chat.Count);
        Assert.Equal("Vila Nord SA · queden 5 dies laborables per a la P-2", marta.Last.Headline);
    }

    [Fact]
    public async Task Until_he_accepts_Marta_keeps_them()
    {
        await using var app = await KamBotApp.StartAsync(store, "2026-03-25T15:40:00Z", azurite);
        var (marta, joan) = await AwayAsync(app, "en-GB", accept: null);

        await app.UntilAsync("2026-04-23T07:00:00Z");

        Assert.Equal("Vila Nord SA · demà és l’últim dia de la P-1", marta.Last.Headline);
        Assert.Equal("Marta Puig asks you to cover · 20 Apr – 24 Apr", joan.Last.Headline);
    }

    private static async Task<(Manager Marta, Manager Joan)> AwayAsync(KamBotApp app, string locale, string? accept)
    {
        var marta = await Manager.MartaAsync(app, "ca-ES");
        var joan = await Manager.JoanAsync(app, locale);
        await marta.SaysAsync("afegeix el client Vila Nord SA, ES-CT");
        await marta.SaysAsync("oferta enviada a Vila Nord, 48.000 €, vàlida fins al 24 d'abril, per correu");
        await marta.SaysAsync("l'han rebuda");
        app.Sleep("2026-04-14T09:00:00Z");
        await marta.SaysAsync("de vacances del 20 al 24 d'abril, em cobreix en Joan");
        await app.UntilAsync("2026-04-14T09:01:00Z");
        if (accept is not null)
        {
            await joan.PressesAsync(joan.Last, accept);
            await app.UntilAsync("2026-04-14T09:02:00Z");
        }

        return (marta, joan);
    }
}

public sealed class Story8DeputyOnSqliteTests() : Story8DeputyTests(StoreKind.Sqlite, null);

public sealed class Story8DeputyOnAzuriteTests(AzuriteServer azurite) : Story8DeputyTests(StoreKind.Azurite, azurite);
