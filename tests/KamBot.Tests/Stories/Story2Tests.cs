using KamBot.Tests.Drivers;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Tests.Stories;

/// <summary>Story 2: the same evening in three countries. The call comes on a day that works for manager and client (R3).</summary>
public abstract class Story2Tests(StoreKind store, AzuriteServer? azurite)
{
    public static TheoryData<string, string, string, string, string, string?> Rows => new()
    {
        { "Kasia", "PL", "2026-04-02", "Fri 3 April, tomorrow 09:00", "2026-04-03T07:00:00Z", null },
        { "Andrei", "RO", "2026-04-02", "Fri 3 April, tomorrow 09:00", "2026-04-03T06:00:00Z", null },
        { "Marta", "ES-CT", "2026-04-02", "Tue 7 April 09:00", "2026-04-07T07:00:00Z", "3 and 6 April are holidays in Catalonia." },
        { "Kasia", "ES-CT", "2026-04-02", "Tue 7 April 09:00", "2026-04-07T07:00:00Z", "3 and 6 April are holidays in Catalonia." },
        { "Andrei", "RO", "2026-04-09", "Tue 14 April 09:00", "2026-04-14T06:00:00Z", "10 and 13 April are holidays in Romania." },
        { "Marta", "RO", "2026-04-09", "Tue 14 April 09:00", "2026-04-14T07:00:00Z", "10 and 13 April are holidays in Romania." },
        { "Kasia", "PL", "2026-04-09", "Fri 10 April, tomorrow 09:00", "2026-04-10T07:00:00Z", null },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_call_waits_for_a_day_that_works_for_both(string who, string clientCalendar, string sentOn, string shown, string dueUtc, string? why)
    {
        await using var app = await KamBotApp.StartAsync(store, SevenTenPast(who, sentOn), azurite);
        var manager = await (who switch { "Kasia" => Manager.KasiaAsync(app), "Andrei" => Manager.AndreiAsync(app), _ => Manager.MartaAsync(app) });
        await manager.SaysAsync($"add client Vila Nord SA, {clientCalendar}");

        var card = await manager.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");

        Assert.Equal($"Call: did they get it? | {shown}", card.Rows[0]);
        if (why is not null)
            Assert.Contains(why, card.Text);
        else
            Assert.DoesNotContain("holiday", card.Text);

        var due = InstantPattern.ExtendedIso.Parse(dueUtc).Value;
        Assert.Equal(0, await app.UntilAsync(InstantPattern.ExtendedIso.Format(due - Duration.FromSeconds(1))));
        Assert.Equal(1, await app.UntilAsync(dueUtc));
        Assert.Equal("Vila Nord SA · call today: did they get P-1?", manager.Last.Headline);
    }

    /// <summary>17:10 on the manager's own clock.</summary>
    private static string SevenTenPast(string who, string day)
    {
        var zone = DateTimeZoneProviders.Tzdb[who switch { "Kasia" => "Europe/Warsaw", "Andrei" => "Europe/Bucharest", _ => "Europe/Madrid" }];
        return InstantPattern.ExtendedIso.Format((LocalDatePattern.Iso.Parse(day).Value + new LocalTime(17, 10)).InZoneStrictly(zone).ToInstant());
    }
}

public sealed class Story2OnSqliteTests() : Story2Tests(StoreKind.Sqlite, null);

public sealed class Story2OnAzuriteTests(AzuriteServer azurite) : Story2Tests(StoreKind.Azurite, azurite);
