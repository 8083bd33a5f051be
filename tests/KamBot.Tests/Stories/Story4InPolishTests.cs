using KamBot.Tests.Drivers;
using KamBot.Tests.Meetings;

namespace KamBot.Tests.Stories;

/// <summary>Story 4.1 to 4.3 and 4.6 as Kasia tells it, in Polish: client and persons in the cases that the sentence asks for.</summary>
public abstract class Story4InPolishTests(StoreKind store, AzuriteServer? azurite)
{
    private const string Tasks = "Piotr przygotuje specyfikację do środy; klient wyśle wolumeny do 17 kwietnia; przewoźnik da wycenę do 20 kwietnia";

    [Fact]
    public async Task A_meeting_is_logged_question_by_question()
    {
        await using var app = await MeetingApp.StartAsync(store, azurite);
        var kasia = await MeetingApp.KasiaAsync(app, "pl-PL");

        var question = await kasia.SaysAsync("Zapisz spotkanie z Wisłą Logistyką");
        Assert.Equal("Kiedy było spotkanie?", question.Headline);
        Assert.Contains("krok 2 z 9", question.Text);
        Assert.Equal(["Dziś", "Wczoraj"], question.Buttons.Take(2));
        Assert.Equal("Kto był ze strony klienta?", (await kasia.SaysAsync("dzisiaj o 13:00")).Headline);
        Assert.Equal("Kto był z naszej strony?", (await kasia.SaysAsync("Anna Lis (CFO) i Marek Dąb")).Headline);
        Assert.Equal("Kto był ze strony klienta?", (await kasia.SaysAsync("wstecz")).Headline);
        Assert.Equal("Kto był z naszej strony?", (await kasia.SaysAsync("Anna Lis (CFO) i Marek Dąb")).Headline);
        Assert.Equal("Czego potrzebują?", (await kasia.SaysAsync("Piotr")).Headline);
        Assert.Equal("Czy były zastrzeżenia albo reklamacje?", (await kasia.SaysAsync("codzienne dostawy")).Headline);
        Assert.Equal("Co ustalono?", (await kasia.SaysAsync("cena palet")).Headline);
        Assert.Equal("Kto, co i do kiedy?", (await kasia.SaysAsync("pomiń")).Headline);
        var next = await kasia.SaysAsync(Tasks);
        Assert.Equal("Jaki jest następny kontakt i kiedy?", next.Headline);
        Assert.Contains("„przygotuje specyfikację”: ten dzień tygodnia wypada też dziś, więc przyjmuję śr. 15 kwietnia.", next.Text);
        var logged = await kasia.SaysAsync("telefon do Anny 22 kwietnia o 10");

        Assert.Equal("Spotkanie zapisane · Wisła Logistyka", logged.Headline);
        Assert.Equal("śr. 8 kwietnia, dziś 13:00", logged.Fact("Kiedy"));
        Assert.Equal("Anna Lis (CFO), Marek Dąb · Piotr", logged.Fact("Osoby"));
        Assert.Equal("codzienne dostawy", logged.Fact("Potrzeby"));
        Assert.Equal("cena palet", logged.Fact("Zastrzeżenia"));
        Assert.Equal(
            [
                "Piotr: przygotuje specyfikację / Przypomnę: śr. 15 kwietnia 09:00. | śr. 15 kwietnia",
                "Klient: wyśle wolumeny / Przypomnę, żeby zapytać, czy zrobione: pt. 17 kwietnia 09:00. | pt. 17 kwietnia",
                "Przewoźnik: da wycenę / Przypomnę, żeby zapytać, czy zrobione: pon. 20 kwietnia 09:00. | pon. 20 kwietnia",
            ],
            logged.Rows);
        Assert.Contains("Cofnij", logged.Buttons);
    }

    [Fact]
    public async Task A_meeting_told_in_one_line_is_shown_to_be_saved()
    {
        await using var app = await MeetingApp.StartAsync(store, azurite);
        var kasia = await MeetingApp.KasiaAsync(app, "pl-PL");

        var form = await kasia.SaysAsync($"Spotkałam się dzisiaj o 13:00 z Anną Lis z Wisły Logistyki; zadania: {Tasks}");
        Assert.Contains("Wisła Logistyka", form.Text);
        await kasia.PressesAsync(form, "Zapisz");

        await app.UntilAsync("2026-04-15T07:00:00Z");
        Assert.Equal("Wisła Logistyka · dziś: Piotr: przygotuje specyfikację", kasia.Last.Headline);
        await kasia.SaysAsync("zadanie specyfikacja zrobione");
        await app.UntilAsync("2026-04-17T07:00:00Z");
        Assert.Equal("Wisła Logistyka · zapytaj, czy zrobione: Klient: wyśle wolumeny", kasia.Last.Headline);
    }

    [Fact]
    public async Task A_form_left_for_another_command_is_offered_again()
    {
        await using var app = await MeetingApp.StartAsync(store, azurite);
        var kasia = await MeetingApp.KasiaAsync(app, "pl-PL");
        await kasia.SaysAsync("zapisz spotkanie z wisla logistyka");
        await kasia.SaysAsync("dzisiaj o 13:00");

        var today = await kasia.SaysAsync("co mam dzisiaj?");
        Assert.Contains("krok 3 z 9", today.Text);
        Assert.Equal("Kto był ze strony klienta?", (await kasia.PressesAsync(today, "Kontynuuj")).Headline);

        await app.UntilAsync("2026-04-09T12:30:00Z");
        Assert.Contains("krok 3 z 9", (await kasia.SaysAsync("co mam dzisiaj?")).Text);
        Assert.Equal("Kto był ze strony klienta?", (await kasia.SaysAsync("kontynuuj")).Headline);
    }

    [Fact]
    public async Task Undo_takes_back_the_last_entry_alone()
    {
        await using var app = await MeetingApp.StartAsync(store, azurite);
        var kasia = await MeetingApp.KasiaAsync(app, "pl-PL");
        await kasia.SaysAsync("oferta wysłana do Wisły Logistyki, 48 000 zł, ważna do 24 kwietnia, e-mailem");
        await kasia.SaysAsync("P-1 potwierdzona");

        await kasia.SaysAsync("cofnij");

        Assert.Contains("niepotwierdzona", (await kasia.SaysAsync("P-1")).Text);
        Assert.Contains("48", (await kasia.SaysAsync("oferty Wisły Logistyki")).Text);
    }
}

public sealed class Story4InPolishOnSqliteTests() : Story4InPolishTests(StoreKind.Sqlite, null);

public sealed class Story4InPolishOnAzuriteTests(AzuriteServer azurite) : Story4InPolishTests(StoreKind.Azurite, azurite);
