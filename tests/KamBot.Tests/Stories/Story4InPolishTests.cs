using KamBot.Tests.Drivers;
using KamBot.Tests.Meetings;

namespace KamBot.Tests.Stories;

/// <summary>Story 4.2 and 4.3 as Kasia tells it, in Polish: client and persons in the cases that the sentence asks for.</summary>
public abstract class Story4InPolishTests(StoreKind store, AzuriteServer? azurite)
{
    private const string Tasks = "Piotr przygotuje specyfikację do środy; klient wyśle wolumeny do 17 kwietnia; przewoźnik da wycenę do 20 kwietnia";

    [Fact]
    public async Task A_meeting_told_in_one_line_is_shown_to_be_saved()
    {
        await using var app = await MeetingApp.StartAsync(store, azurite);
        var kasia = await MeetingApp.KasiaAsync(app, "pl-PL");

        var form = await kasia.SaysAsync($"Spotkałam się dzisiaj o 13:00 z Anną Lis z Wisły Logistyki; zadania: {Tasks}");
        Assert.Contains("Wisła Logistyka", form.Text);
        await kasia.PressesAsync(form, "Zapisz");

        await app.UntilAsync("2026-04-15T07:00:00Z");
        Assert.Equal("Wisła Logistyka · dzisiaj: Piotr: przygotuje specyfikację", kasia.Last.Headline);
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
}

public sealed class Story4InPolishOnSqliteTests() : Story4InPolishTests(StoreKind.Sqlite, null);

public sealed class Story4InPolishOnAzuriteTests(AzuriteServer azurite) : Story4InPolishTests(StoreKind.Azurite, azurite);
