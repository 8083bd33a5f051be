using KamBot.Tests.Drivers;

namespace KamBot.Tests.Stories;

/// <summary>Story 7 as Andrei tells it, in Romanian: an offer that ends on a Sunday after a holiday; postponed, extended, lost.</summary>
public abstract class Story7InRomanianTests(StoreKind store, AzuriteServer? azurite)
{
    [Fact]
    public async Task The_card_names_the_last_working_day_and_the_nudges_count_from_it()
    {
        await using var app = await StartAsync();
        var andrei = await Manager.AndreiAsync(app, "ro-RO");
        await andrei.SaysAsync("adaugă client Carpat Retail SRL, RO");

        var card = await andrei.SaysAsync("ofertă trimisă la Carpat Retail prin e-mail, 48.000 lei, valabilă până la 3 mai");

        Assert.Contains("Expiră duminică, 3 mai; ultima zi lucrătoare este joi, 30 aprilie.", card.Text);
        Assert.Contains("4 zile lucrătoare rămase | vineri, 24 aprilie 09:00", card.Rows);
        Assert.Contains("Ultima zi lucrătoare | joi, 30 aprilie 09:00", card.Rows);
    }

    [Fact]
    public async Task A_nudge_is_put_off_to_Thursday()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);
        await app.UntilAsync("2026-04-24T06:00:00Z");
        Assert.Equal("Carpat Retail SRL · 4 zile lucrătoare rămase pentru P-1", andrei.Last.Headline);

        Assert.Equal("P-1: îți amintesc joi, 30 aprilie", (await andrei.SaysAsync("amintește-mi joi")).Headline);
        Assert.Equal(1, await app.UntilAsync("2026-04-30T06:00:00Z"));
    }

    [Fact]
    public async Task An_extension_is_a_new_version_with_new_nudges()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);
        await app.UntilAsync("2026-04-30T09:00:00Z");

        var card = await andrei.SaysAsync("prelungește P-1 până la 15 mai");

        Assert.Equal("P-1 prelungită: versiunea 2, termen nou: vineri, 15 mai", card.Headline);
        Assert.Equal(["5 zile lucrătoare rămase | vineri, 8 mai 09:00", "O zi lucrătoare rămasă | joi, 14 mai 09:00"], card.Rows);
        var history = await andrei.SaysAsync("istoric P-1");
        Assert.Contains("vineri, 15 mai", history.Rows[0]);
        Assert.Contains("duminică, 3 mai", history.Rows[1]);
    }

    [Fact]
    public async Task Without_an_extension_it_is_told_expired_on_Monday()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);

        await app.UntilAsync("2026-05-04T06:00:00Z");

        Assert.Equal("Carpat Retail SRL · P-1 a expirat duminică, 3 mai, ieri", andrei.Last.Headline);
    }

    [Fact]
    public async Task A_reminder_after_the_end_is_warned_of()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);
        await app.UntilAsync("2026-04-24T06:00:00Z");

        Assert.Contains("E după expirarea ofertei P-1 (duminică, 3 mai).", (await andrei.SaysAsync("amintește-mi pe 20 mai")).Text);
    }

    [Fact]
    public async Task A_lost_offer_keeps_its_reason_and_stops_every_reminder()
    {
        await using var app = await StartAsync();
        var andrei = await ConfirmedOfferAsync(app);

        var card = await andrei.SaysAsync("P-1 pierdută, preț");

        Assert.Equal("P-1 pierdută · Carpat Retail SRL", card.Headline);
        Assert.Contains("preț", card.Fact("Stare"));
        Assert.Equal(0, await app.UntilAsync("2026-06-01T12:00:00Z"));
        Assert.Equal("Nu am nimic să-ți amintesc", (await andrei.SaysAsync("ce îmi vei aminti?")).Headline);
    }

    private Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(store, "2026-04-02T14:10:00Z", azurite);

    private static async Task<Manager> ConfirmedOfferAsync(KamBotApp app)
    {
        var andrei = await Manager.AndreiAsync(app, "ro-RO");
        await andrei.SaysAsync("adaugă client Carpat Retail SRL, RO");
        await andrei.SaysAsync("ofertă trimisă la Carpat Retail prin e-mail, 48.000 lei, valabilă până la 3 mai");
        await andrei.SaysAsync("au primit-o");
        return andrei;
    }
}

public sealed class Story7InRomanianOnSqliteTests() : Story7InRomanianTests(StoreKind.Sqlite, null);

public sealed class Story7InRomanianOnAzuriteTests(AzuriteServer azurite) : Story7InRomanianTests(StoreKind.Azurite, azurite);
