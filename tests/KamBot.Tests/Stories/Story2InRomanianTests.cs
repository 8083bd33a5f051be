using KamBot.Tests.Drivers;

namespace KamBot.Tests.Stories;

/// <summary>Story 2 as Andrei tells it, in Romanian: Orthodox Easter comes a week after the others' Easter.</summary>
public abstract class Story2InRomanianTests(StoreKind store, AzuriteServer? azurite)
{
    [Theory]
    [InlineData("2026-04-02T14:10:00Z", "vineri, 3 aprilie, mâine 09:00", "2026-04-03T06:00:00Z", null)]
    [InlineData("2026-04-09T14:10:00Z", "marți, 14 aprilie 09:00", "2026-04-14T06:00:00Z", "10 și 13 aprilie sunt sărbători legale în România.")]
    public async Task The_call_waits_for_the_end_of_his_own_Easter(string sentAt, string shown, string dueUtc, string? why)
    {
        await using var app = await KamBotApp.StartAsync(store, sentAt, azurite);
        var andrei = await Manager.AndreiAsync(app, "ro-RO");
        await andrei.SaysAsync("adaugă client Carpat Retail SRL, România");

        Assert.Equal("Cum ai trimis-o?", (await andrei.SaysAsync("ofertă trimisă la Carpat Retail, 48.000 lei, valabilă până la 3 mai")).Headline);
        var card = await andrei.SaysAsync("pe mail");

        Assert.Equal($"Apel: au primit-o? | {shown}", card.Rows[0]);
        if (why is null)
            Assert.DoesNotContain("sărbători", card.Text);
        else
            Assert.Contains(why, card.Text);
        Assert.Equal(1, await app.UntilAsync(dueUtc));
        Assert.Equal("Carpat Retail SRL · sună azi: au primit P-1?", andrei.Last.Headline);
    }
}

public sealed class Story2InRomanianOnSqliteTests() : Story2InRomanianTests(StoreKind.Sqlite, null);

public sealed class Story2InRomanianOnAzuriteTests(AzuriteServer azurite) : Story2InRomanianTests(StoreKind.Azurite, azurite);
