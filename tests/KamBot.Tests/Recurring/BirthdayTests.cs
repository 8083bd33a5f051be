using KamBot.Tests.Drivers;

namespace KamBot.Tests.Recurring;

/// <summary>Story 4.4 and R10: birthdays of the client's people, and yearly dates of the client.</summary>
public sealed class BirthdayTests
{
    private const string Wednesday = "2026-04-08T13:00:00Z";

    [Theory]
    [InlineData("en-GB", "Anna Lis's birthday is 16 April, likes sailing", "Marek Dąb's birthday is 25 April", "Birthday today: Anna Lis (sailing)", "Tomorrow, on Saturday, is a birthday: Marek Dąb", "remove Anna Lis's birthday")]
    [InlineData("ca-ES", "l'aniversari de l'Anna Lis és el 16 d'abril, li agrada navegar", "l'aniversari d'en Marek Dąb és el 25 d'abril", "Avui fa anys: Anna Lis (navegar)", "Demà, dissabte, fa anys: Marek Dąb", "esborra l'aniversari de l'Anna Lis")]
    [InlineData("ro-RO", "ziua de naștere a lui Anna Lis e pe 16 aprilie, îi place să navigheze", "ziua de naștere a lui Marek Dąb e pe 25 aprilie", "Azi e ziua de naștere: Anna Lis (", "Mâine, sâmbătă, e ziua de naștere: Marek Dąb", "șterge ziua de naștere a lui Anna Lis")]
    [InlineData("pl-PL", "Anna ma urodziny 16 kwietnia, żegluje", "Marek ma urodziny 25 kwietnia", "Dziś urodziny: Anna Lis (żegluje)", "Jutro, w sobotę, urodziny: Marek Dąb", "usuń urodziny Anny Lis")]
    public async Task It_is_said_on_the_day_or_the_working_day_before(string locale, string anna, string marek, string today, string tomorrow, string remove)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        await WithWislaAsync(app);
        var kasia = await SpeakingAsync(app, locale);
        await kasia.SaysAsync(anna);
        await kasia.SaysAsync(marek);

        Assert.Equal(0, await app.UntilAsync("2026-04-16T06:59:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-16T07:00:00Z"));
        Assert.StartsWith(today, kasia.Last.Headline, StringComparison.Ordinal);
        Assert.Contains("CFO", kasia.Last.Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.UntilAsync("2026-04-24T07:00:00Z"));
        Assert.StartsWith(tomorrow, kasia.Last.Headline, StringComparison.Ordinal);

        await kasia.SaysAsync(remove);
        // In 2027 Anna's would be a Friday; Marek's is a Sunday.
        Assert.Equal(1, await app.UntilAsync("2027-04-23T07:00:00Z"));
    }

    [Fact]
    public async Task A_29th_of_February_is_announced_on_the_Friday_before_in_a_common_year()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var kasia = await WithWislaAsync(app);

        var noted = await kasia.SaysAsync("Anna Lis's birthday is 29 February 1984");

        Assert.Equal("Sun 28 February 2027", noted.Fact("Next"));
        Assert.Contains("I will say so Fri 26 February 2027 09:00.", noted.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.UntilAsync("2027-02-26T07:59:00Z"));
        Assert.Equal(1, await app.UntilAsync("2027-02-26T08:00:00Z"));
        Assert.Equal("Birthday on Sunday: Anna Lis", kasia.Last.Headline);
        Assert.Equal("43", kasia.Last.Fact("Turns"));
        Assert.Equal(1, await app.UntilAsync("2028-02-29T08:00:00Z"));
        Assert.Equal("Birthday today: Anna Lis", kasia.Last.Headline);
    }

    [Fact]
    public async Task Somebody_new_becomes_a_person_of_the_client_and_undo_takes_both_back()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var kasia = await WithWislaAsync(app);

        Assert.StartsWith("Birthday noted · Ola Kos, Wisła Logistyka", (await kasia.SaysAsync("Ola Kos's birthday is 20 April")).Headline, StringComparison.Ordinal);
        Assert.Contains("Ola Kos", (await kasia.SaysAsync("dossier Wisła")).Text, StringComparison.Ordinal);
        await kasia.SaysAsync("undo");

        Assert.DoesNotContain("Ola Kos", (await kasia.SaysAsync("dossier Wisła")).Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.UntilAsync("2026-04-24T15:00:00Z"));
    }

    [Fact]
    public async Task A_meeting_that_is_logged_later_leaves_the_birthday_alone()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var kasia = await WithWislaAsync(app);
        await kasia.SaysAsync("Anna Lis's birthday is 16 April");

        await LogAsync(kasia);

        Assert.Equal(1, await app.UntilAsync("2026-04-16T07:00:00Z"));
    }

    [Theory]
    [InlineData("en-GB", "contract anniversary of Wisła, 14 June", " · contract anniversary: on Sunday")]
    [InlineData("pl-PL", "rocznica umowy z Wisłą, 14 czerwca", " · rocznica umowy: w niedzielę")]
    [InlineData("ca-ES", "aniversari del contracte amb Wisła, 14 de juny", " · aniversari del contracte: diumenge")]
    [InlineData("ro-RO", "aniversarea contractului cu Wisła, 14 iunie", " · aniversarea contractului: duminică")]
    public async Task A_yearly_date_of_a_client_is_said_like_a_birthday(string locale, string line, string headline)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        await WithWislaAsync(app);
        var kasia = await SpeakingAsync(app, locale);
        await kasia.SaysAsync(line);

        Assert.Equal(1, await app.UntilAsync("2026-06-12T07:00:00Z"));
        Assert.EndsWith(headline, kasia.Last.Headline, StringComparison.Ordinal);
        Assert.Equal(1, await app.UntilAsync("2027-06-14T07:00:00Z"));
    }

    private static async Task<Manager> WithWislaAsync(KamBotApp app)
    {
        var kasia = await Manager.KasiaAsync(app);
        await kasia.SaysAsync("add client Wisła Logistyka sp. z o.o., PL");
        await LogAsync(kasia);
        return kasia;
    }

    private static async Task LogAsync(Manager kasia) =>
        await kasia.PressesAsync(await kasia.SaysAsync("log meeting with Wisla Logistyka"), "Save", ("theirs", "Anna Lis (CFO), Marek Dąb"));

    private static async Task<Manager> SpeakingAsync(KamBotApp app, string locale)
    {
        var kasia = await Manager.KasiaAsync(app, locale);
        await kasia.SaysAsync(locale[..2] switch { "ca" => "parla en català", "ro" => "vorbește în română", "pl" => "mów po polsku", _ => "speak English" });
        return kasia;
    }
}
