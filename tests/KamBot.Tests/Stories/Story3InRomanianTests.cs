using KamBot.Tests.Drivers;

namespace KamBot.Tests.Stories;

/// <summary>Story 3 as Andrei tells it, in Romanian: a confirmation however it is typed, an outage, two taps, a blocked bot.</summary>
public abstract class Story3InRomanianTests(StoreKind store, AzuriteServer? azurite)
{
    [Theory]
    [InlineData("P-1 confirmată")]
    [InlineData("P-1 confirmata")]
    [InlineData("P-1 confirmatã")]
    [InlineData("p1 confirmat\u0103, le-a ajuns")]
    [InlineData("mi-au confirmat că au primit P-1")]
    public async Task A_confirmation_in_time_cancels_the_call(string confirmation)
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);
        app.Sleep("2026-03-31T15:05:00Z");

        var card = await andrei.SaysAsync(confirmation);

        Assert.Equal("P-1 confirmată. Am anulat apelul de miercuri, 1 aprilie, mâine", card.Headline);
        Assert.Equal(0, await app.UntilAsync("2026-04-02T20:00:00Z"));
    }

    /// <summary>Old keyboards and files have ş and ţ with a cedilla.</summary>
    [Fact]
    public async Task Letters_with_a_cedilla_are_the_letters_with_a_comma()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);

        var card = await andrei.SaysAsync("P-1 câ\u015ftigat\u0103");

        Assert.Equal("P-1 câștigată · Carpat Retail SRL", card.Headline);
    }

    [Fact]
    public async Task After_an_outage_the_call_comes_once_and_says_that_it_is_late()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);

        app.Sleep("2026-04-01T06:20:00Z");

        Assert.Equal(1, await app.BeatAsync());
        Assert.Contains("Întârziat: era pentru miercuri, 1 aprilie, azi 09:00.", andrei.Last.Text);
    }

    [Fact]
    public async Task A_call_noted_twice_is_one_entry()
    {
        await using var app = await StartAsync();
        var andrei = await OfferAsync(app);
        await app.UntilAsync("2026-04-01T06:00:00Z");
        app.Sleep("2026-04-01T06:04:00Z");
        var called = andrei.Press(andrei.Last, "Am sunat");
        var again = andrei.Press(andrei.Last, "Am sunat");

        var first = await Manager.ReplacementAsync(await andrei.PostAsync(called));
        app.Sleep("2026-04-01T06:20:00Z");
        var second = await Manager.ReplacementAsync(await andrei.PostAsync(again));

        Assert.Equal("Carpat Retail SRL: a sunat Andrei Pop", first.Headline);
        Assert.Equal("P-1: deja înregistrat miercuri, 1 aprilie, azi 09:04", second.Headline);
        var history = await andrei.SaysAsync("ce s-a întâmplat cu P-1?");
        Assert.Single(history.Rows, row => row.StartsWith("Apel pentru P-1", StringComparison.Ordinal));
    }

    private Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(store, "2026-03-31T12:00:00Z", azurite);

    private static async Task<Manager> OfferAsync(KamBotApp app)
    {
        var andrei = await Manager.AndreiAsync(app, "ro-RO");
        await andrei.SaysAsync("adaugă client Carpat Retail SRL, RO");
        await andrei.SaysAsync("Ofertă trimisă la Carpat Retail, 120.000 lei, valabilă până pe 30 aprilie");
        await andrei.SaysAsync("prin e-mail");
        return andrei;
    }
}

public sealed class Story3InRomanianOnSqliteTests() : Story3InRomanianTests(StoreKind.Sqlite, null);

public sealed class Story3InRomanianOnAzuriteTests(AzuriteServer azurite) : Story3InRomanianTests(StoreKind.Azurite, azurite);
