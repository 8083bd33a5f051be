using KamBot.Tests.Drivers;

namespace KamBot.Tests.Stories;

/// <summary>Story 2 as Marta tells it, in Catalan: her offers on the eve of two Easters.</summary>
public abstract class Story2InCatalanTests(StoreKind store, AzuriteServer? azurite)
{
    [Theory]
    [InlineData("Vila Nord SA", "Catalunya", "2026-04-02T15:10:00Z", "dt. 7 d’abril", "2026-04-07T07:00:00Z", "Els dies 3 i 6 d’abril són festius a Catalunya.")]
    [InlineData("Carpat Retail SRL", "Romania", "2026-04-09T15:10:00Z", "dt. 14 d’abril", "2026-04-14T07:00:00Z", "festius a Romania.")]
    public async Task The_call_waits_for_a_day_that_works_for_both(string client, string country, string sent, string shown, string dueUtc, string why)
    {
        await using var app = await KamBotApp.StartAsync(store, sent, azurite);
        var marta = await Manager.MartaAsync(app, "ca-ES");
        await marta.SaysAsync($"afegeix el client {client}, {country}");

        var card = await marta.SaysAsync($"oferta enviada a {client}, 48.000 €, vàlida fins al 24 d'abril, per correu");

        Assert.Contains($"| {shown}", card.Rows[0]);
        Assert.Contains(why, card.Text);
        Assert.Equal(1, await app.UntilAsync(dueUtc));
        Assert.Equal($"{client} · truca avui: han rebut la P-1?", marta.Last.Headline);
    }
}

public sealed class Story2InCatalanOnSqliteTests() : Story2InCatalanTests(StoreKind.Sqlite, null);

public sealed class Story2InCatalanOnAzuriteTests(AzuriteServer azurite) : Story2InCatalanTests(StoreKind.Azurite, azurite);
