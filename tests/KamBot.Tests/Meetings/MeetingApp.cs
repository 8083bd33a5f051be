using KamBot.Tests.Drivers;

namespace KamBot.Tests.Meetings;

/// <summary>The day of story 4: Wed 8 April 2026, 14:20 in Warsaw, and Kasia with her client.</summary>
internal static class MeetingApp
{
    public static Task<KamBotApp> StartAsync(StoreKind store = StoreKind.Sqlite, AzuriteServer? azurite = null) =>
        KamBotApp.StartAsync(store, "2026-04-08T12:20:00Z", azurite);

    public static async Task<Manager> KasiaAsync(KamBotApp app, string locale = "en-GB")
    {
        var kasia = await Manager.KasiaAsync(app, locale);
        await kasia.SaysAsync(locale == "pl-PL" ? "dodaj klienta Wisła Logistyka, kalendarz PL" : "add client Wisła Logistyka, PL");
        return kasia;
    }
}
