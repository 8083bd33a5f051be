using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Conversation;

/// <summary>The dialogs by question and answer, from the first line to the saved card, in each language.</summary>
public sealed class DialogsInEveryLanguageTests
{
    [Theory]
    [InlineData("en-GB", "my calendar ES-CT", "add client Vila Nord SA, ES-CT", "proposal sent to Vila Nord", "48,000 euros", "30 days", "by letter", "€48,000", "Fri 8 May")]
    [InlineData("ca-ES", "el meu calendari és ES-CT", "afegeix el client Vila Nord SA, ES-CT", "oferta enviada a Vila Nord", "48.000 euros", "30 dies", "per carta", "48.000\u00a0€", "dv. 8 de maig")]
    [InlineData("ro-RO", "calendarul meu este ES-CT", "adaugă client Vila Nord SA, ES-CT", "ofertă trimisă la Vila Nord", "48.000 de euro", "30 de zile", "prin poștă", "48.000\u00a0€", "vineri, 8 mai")]
    [InlineData("pl-PL", "mój kalendarz to ES-CT", "dodaj klienta Vila Nord SA, ES-CT", "oferta wysłana do Vila Nord", "48 000 euro", "30 dni", "listem", "48\u00a0000\u00a0€", "pt. 8 maja")]
    public async Task An_offer_is_noted_by_question_and_answer(
        string locale, string calendar, string client, string offer, string amount, string validity, string channel, string shownAmount, string shownEnd)
    {
        await using var app = await StartAsync();
        var manager = await MeetAsync(app, locale, calendar, client);

        foreach (var line in (string[])[offer, amount, validity, channel])
            await manager.SaysAsync(line);

        Assert.StartsWith("P-1", manager.Last.Headline, StringComparison.Ordinal);
        Assert.Contains("Vila Nord SA", manager.Last.Headline);
        Assert.Contains(shownAmount, manager.Last.Text);
        Assert.Contains(shownEnd, manager.Last.Text);
    }

    [Theory]
    [InlineData("en-GB", "my calendar ES-CT", "add client Vila Nord SA, ES-CT", "log meeting with Vila Nord",
        "yesterday at 10|Anna Lis and Marek Dąb|skip|faster delivery|too expensive|a trial in May|Piotr: the spec by Friday|call on 22 April", "Tue 7 April", "Wed 22 April", "Fri 10 April")]
    [InlineData("ca-ES", "el meu calendari és ES-CT", "afegeix el client Vila Nord SA, ES-CT", "registra una reunió amb Vila Nord",
        "ahir a les 10|Anna Lis i Marek Dąb|omet|lliuraments més ràpids|massa car|una prova al maig|Piotr: l'especificació per divendres|trucar el 22 d'abril", "dt. 7 d’abril", "dc. 22 d’abril", "dv. 10 d’abril")]
    [InlineData("ro-RO", "calendarul meu este ES-CT", "adaugă client Vila Nord SA, ES-CT", "înregistrează o întâlnire cu Vila Nord",
        "ieri la 10|Anna Lis și Marek Dąb|sari peste|livrări mai rapide|prea scump|un test în mai|Piotr: specificația până vineri|apel pe 22 aprilie", "marți, 7 aprilie", "miercuri, 22 aprilie", "vineri, 10 aprilie")]
    [InlineData("pl-PL", "mój kalendarz to ES-CT", "dodaj klienta Vila Nord SA, ES-CT", "zapisz spotkanie z Vila Nord",
        "wczoraj o 10|Anna Lis i Marek Dąb|pomiń|szybsze dostawy|za drogo|próba w maju|Piotr: specyfikacja do piątku|telefon 22 kwietnia", "wt. 7 kwietnia", "śr. 22 kwietnia", "pt. 10 kwietnia")]
    public async Task A_meeting_is_logged_by_question_and_answer(
        string locale, string calendar, string client, string meeting, string answers, string when, string next, string due)
    {
        await using var app = await StartAsync();
        var manager = await MeetAsync(app, locale, calendar, client);
        var said = answers.Split('|');

        await manager.SaysAsync(meeting);
        foreach (var answer in said)
            await manager.SaysAsync(answer);

        var logged = manager.Last;
        Assert.Contains("Vila Nord SA", logged.Headline);
        Assert.All((string[])[when, "Anna Lis, Marek Dąb", said[3], said[4], said[5], "Piotr", due, next], words => Assert.Contains(words, logged.Text, StringComparison.OrdinalIgnoreCase));
    }

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-08T12:20:00Z");

    private static async Task<Manager> MeetAsync(KamBotApp app, string locale, string calendar, string client)
    {
        var manager = new Manager(app, "Marta Puig", "Europe/Madrid", locale);
        await manager.SaysAsync(calendar);
        await manager.SaysAsync(client);
        return manager;
    }
}
