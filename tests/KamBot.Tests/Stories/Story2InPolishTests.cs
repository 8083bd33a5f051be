using KamBot.Tests.Drivers;

namespace KamBot.Tests.Stories;

/// <summary>Story 2 as Kasia tells it, in Polish: her client's and a Catalan client's offers, on the eve of Easter.</summary>
public abstract class Story2InPolishTests(StoreKind store, AzuriteServer? azurite)
{
    [Theory]
    [InlineData("Wisła Logistyka sp. z o.o.", "Polska", "do Wisły Logistyki", "pt. 3 kwietnia, jutro 09:00", "2026-04-03T07:00:00Z")]
    [InlineData("Vila Nord SA", "Katalonia", "do Vila Nord", "wt. 7 kwietnia 09:00", "2026-04-07T07:00:00Z")]
    public async Task The_call_waits_for_a_day_that_works_for_both(string client, string country, string to, string shown, string dueUtc)
    {
        await using var app = await KamBotApp.StartAsync(store, "2026-04-02T15:10:00Z", azurite);
        var kasia = await Manager.KasiaAsync(app, "pl-PL");
        await kasia.SaysAsync($"dodaj klienta {client}, {country}");

        var card = await kasia.SaysAsync($"oferta wysłana {to}, 48 000 zł, ważna do 24 kwietnia, e-mailem");

        Assert.Contains(client.TrimEnd('.'), card.Text);
        Assert.Contains("48\u00a0000\u00a0zł", card.Text);
        Assert.EndsWith($"| {shown}", card.Rows[0]);
        Assert.Equal(1, await app.UntilAsync(dueUtc));
        Assert.Contains("P-1", kasia.Last.Headline);
    }
}

public sealed class Story2InPolishOnSqliteTests() : Story2InPolishTests(StoreKind.Sqlite, null);

public sealed class Story2InPolishOnAzuriteTests(AzuriteServer azurite) : Story2InPolishTests(StoreKind.Azurite, azurite);
