using KamBot.Conversation;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KamBot.Tests.Stories;

/// <summary>Story 8.5 and 8.6: why, changed on the spot; and a phone that shows another zone.</summary>
public sealed class Story8RulesTests
{
    [Fact]
    public async Task Why_names_the_rule_its_value_and_whose_it_is_and_lets_it_be_changed_for_the_client_there()
    {
        await using var app = await StartAsync();
        var marta = await MartaWithOfferAsync(app);
        await app.UntilAsync("2026-04-17T07:00:00Z");

        var why = await marta.SaysAsync("per què m'ho recordes?");

        Assert.Contains("P-1", why.Headline);
        Assert.Equal("5 i 1 dies laborables abans", why.Fact("Ara"));
        Assert.Equal("de l'empresa", why.Fact("De qui"));
        Assert.Equal("Abans que acabi una oferta", why.Fact("Regla"));
        Assert.DoesNotContain("Per a l'empresa", why.Buttons);

        var changed = await marta.PressesAsync(why, "Per a Vila Nord SA", ("value", "3, 2"));
        Assert.Contains("Vila Nord SA", changed.Headline);
        Assert.Contains(changed.Rows, row => row.Contains('→'));

        // 3 and 2 working days before Friday 24 April.
        Assert.Equal(1, await app.UntilAsync("2026-04-21T07:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-22T07:00:00Z"));
        Assert.Equal(0, await app.UntilAsync("2026-04-23T20:00:00Z"));
    }

    [Fact]
    public async Task A_wrong_value_on_the_card_is_refused_in_words_and_the_card_stands_again()
    {
        await using var app = await StartAsync();
        var marta = await MartaWithOfferAsync(app);
        await app.UntilAsync("2026-04-17T07:00:00Z");

        var refused = await marta.PressesAsync(await marta.SaysAsync("per què m'ho recordes?"), "Per a mi", ("value", "0"));

        Assert.Contains("de 1 a 60", refused.Text);
        Assert.Contains("Per a mi", refused.Buttons);
    }

    [Fact]
    public async Task Who_may_changes_it_for_the_company_from_the_same_card()
    {
        await using var app = await StartAsync(options => options.HeadsOfSales = ["aad-Marta-Puig"]);
        var marta = await MartaWithOfferAsync(app);
        await app.UntilAsync("2026-03-26T08:00:00Z");

        var changed = await marta.PressesAsync(await marta.SaysAsync("per què m'ho recordes?"), "Per a l'empresa", ("value", "2"));

        Assert.Contains("2 dies laborables (de l'empresa)", changed.Headline);
        await marta.SaysAsync("afegeix client Mar Blau SL, ES-CT");
        var offer = await marta.SaysAsync("oferta enviada a Mar Blau, 1.000 €, vàlida fins al 24 d'abril, per correu");
        Assert.Contains(offer.Rows, row => row.Contains("30 de març", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_phone_with_another_zone_is_asked_about_once_and_changes_nothing_by_itself()
    {
        await using var app = await StartAsync();
        var marta = await MartaWithOfferAsync(app);
        var before = marta.Chat.Count;

        await SaysFromAsync(marta, "Europe/Bucharest");
        var asked = marta.Chat.Skip(before).ToList();
        Assert.Equal(2, asked.Count);
        Assert.Equal("Veig hora de Bucharest. Mantinc les 09:00 de Madrid?", asked.Single(card => card.Buttons.Contains("Mantén")).Headline);
        Assert.Equal("Europe/Madrid", await ZoneAsync(app));

        await SaysFromAsync(marta, "Europe/Bucharest");
        Assert.Equal(before + 3, marta.Chat.Count);

        await marta.PressesAsync(asked.Single(card => card.Buttons.Contains("Mantén")), "Mantén");
        Assert.Equal("Europe/Madrid", await ZoneAsync(app));
        Assert.Equal(1, await app.UntilAsync("2026-03-26T08:00:00Z"));

        // Only yet another zone is asked about, and one with the same time is none.
        var later = marta.Chat.Count;
        await SaysFromAsync(marta, "Europe/Paris");
        Assert.Equal(later + 1, marta.Chat.Count);
        await SaysFromAsync(marta, "Europe/London");
        Assert.Equal(later + 3, marta.Chat.Count);
    }

    [Fact]
    public async Task Change_takes_the_phones_zone_and_the_hours_go_with_it()
    {
        await using var app = await StartAsync();
        var marta = await MartaWithOfferAsync(app);
        await SaysFromAsync(marta, "Europe/Bucharest");

        await marta.PressesAsync(marta.Chat.Last(card => card.Buttons.Contains("Mantén")), "Canvia a Bucharest");

        Assert.Equal("Europe/Bucharest", await ZoneAsync(app));
        Assert.Equal(1, await app.UntilAsync("2026-03-26T07:00:00Z"));
    }

    private static async Task SaysFromAsync(Manager marta, string zone)
    {
        var message = marta.Message("ajuda");
        message.LocalTimezone = zone;
        using var response = await marta.PostAsync(message);
        Assert.True(response.IsSuccessStatusCode);
    }

    private static async Task<string> ZoneAsync(KamBotApp app) =>
        (await app.Get<Profiles>().FindAsync(new UserKey(FakeTeams.TenantId, "aad-Marta-Puig"), TestContext.Current.CancellationToken))!.Zone;

    private static Task<KamBotApp> StartAsync(Action<CompanyRightsOptions>? configure = null) =>
        KamBotApp.StartAsync(StoreKind.Sqlite, "2026-03-25T15:40:00Z", configure: services => services.Configure(configure ?? (_ => { })));

    private static async Task<Manager> MartaWithOfferAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app, "ca-ES");
        await marta.SaysAsync("afegeix client Vila Nord SA, ES-CT");
        await marta.SaysAsync("oferta enviada a Vila Nord, 48.000 €, vàlida fins al 24 d'abril, per correu");
        return marta;
    }
}
