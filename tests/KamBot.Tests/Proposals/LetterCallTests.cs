using KamBot.Tests.Drivers;

namespace KamBot.Tests.Proposals;

/// <summary>A letter or fax is given three days that work for both before its call (R3), however it is said that it was one.</summary>
public sealed class LetterCallTests
{
    /// <summary>Thu 2 April 2026, in the afternoon of all three cities: Easter in Catalonia and Poland lies ahead.</summary>
    private const string Thursday = "2026-04-02T14:10:00Z";

    [Theory]
    [InlineData("en-GB", "proposal sent to Vila Nord by letter, €48,000, valid until 15 May", "Thu 9 April 09:00")]
    [InlineData("en-GB", "offer posted to Vila Nord, €48,000, valid until 15 May", "Thu 9 April 09:00")]
    [InlineData("en-GB", "faxed Vila Nord an offer for €48,000, valid until 15 May", "Thu 9 April 09:00")]
    [InlineData("en-GB", "proposal sent to Vila Nord by courier, €48,000, valid until 15 May", "Thu 9 April 09:00")]
    [InlineData("en-GB", "proposal sent to Vila Nord by e-mail, €48,000, valid until 15 May", "Tue 7 April 09:00")]
    [InlineData("ca-ES", "oferta enviada a Vila Nord per carta, 48.000 €, vàlida fins al 15 de maig", "dj. 9 d’abril 09:00")]
    [InlineData("ca-ES", "oferta enviada a Vila Nord per fax, 48.000 €, vàlida fins al 15 de maig", "dj. 9 d’abril 09:00")]
    [InlineData("ca-ES", "oferta enviada a Vila Nord per correu certificat, 48.000 €, vàlida fins al 15 de maig", "dj. 9 d’abril 09:00")]
    [InlineData("ca-ES", "oferta enviada a Vila Nord per correu, 48.000 €, vàlida fins al 15 de maig", "dt. 7 d’abril 09:00")]
    [InlineData("ro-RO", "ofertă trimisă la Vila Nord prin poștă, 48.000 €, valabilă până la 15 mai", "joi, 9 aprilie 09:00")]
    [InlineData("ro-RO", "ofertă trimisă la Vila Nord prin fax, 48.000 €, valabilă până la 15 mai", "joi, 9 aprilie 09:00")]
    [InlineData("ro-RO", "ofertă trimisă la Vila Nord prin scrisoare recomandată, 48.000 €, valabilă până la 15 mai", "joi, 9 aprilie 09:00")]
    [InlineData("pl-PL", "oferta wysłana do Vila Nord listem, 48 000 €, ważna do 15 maja", "czw. 9 kwietnia 09:00")]
    [InlineData("pl-PL", "oferta wysłana do Vila Nord faksem, 48 000 €, ważna do 15 maja", "czw. 9 kwietnia 09:00")]
    [InlineData("pl-PL", "oferta wysłana do Vila Nord pocztą, 48 000 €, ważna do 15 maja", "czw. 9 kwietnia 09:00")]
    public async Task Its_call_waits_for_three_joint_working_days(string locale, string line, string call)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Thursday);
        var manager = locale[..2] switch
        {
            "ro" => await Manager.AndreiAsync(app, locale),
            "pl" => await Manager.KasiaAsync(app, locale),
            _ => await Manager.MartaAsync(app, locale),
        };
        await manager.SaysAsync(locale[..2] switch { "ca" => "afegeix el client Vila Nord SA, ES-CT", "ro" => "adaugă client Vila Nord SA, ES-CT", "pl" => "dodaj klienta Vila Nord SA, ES-CT", _ => "add client Vila Nord SA, ES-CT" });

        var noted = await manager.SaysAsync(line);

        // In Romania Fri 3 and Mon 6 April are working days and Fri 10 is not: the client's days off count for everybody.
        Assert.EndsWith(call, noted.Rows[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_days_off_of_both_are_left_out()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-08T14:10:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Carpat Retail SRL, RO");

        var noted = await marta.SaysAsync("offer sent to Carpat Retail by letter, 48,000 lei, valid until 15 May");

        // Thu 9, then Tue 14 (10 and 13 are off in Romania), then Wed 15.
        Assert.EndsWith("Wed 15 April 09:00", noted.Rows[0], StringComparison.Ordinal);
        Assert.Contains("10 and 13 April are holidays in Romania.", noted.Text, StringComparison.Ordinal);
    }
}
