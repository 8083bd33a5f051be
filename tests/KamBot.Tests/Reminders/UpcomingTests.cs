using KamBot.Tests.Drivers;

namespace KamBot.Tests.Reminders;

/// <summary>"What will you remind me of?" is complete: page after page, by days or weeks.</summary>
public sealed class UpcomingTests
{
    [Fact]
    public async Task Every_planned_reminder_is_shown_once_page_after_page()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-03-25T15:40:00Z");
        var marta = await Manager.MartaAsync(app);
        for (var client = 0; client < 6; client++)
        {
            await marta.SaysAsync($"add client Client{(char)('A' + client)} SA, ES-CT");
            await marta.SaysAsync($"proposal sent to Client{(char)('A' + client)}, €48,000, valid until 24 April, by e-mail");
        }

        var page = await marta.SaysAsync("what will you remind me of?");
        Assert.Equal("I will remind you of 24 things", page.Headline);
        Assert.Equal(15, page.Rows.Count);
        Assert.Contains("And 9 more after these.", page.Text);
        var next = await marta.PressesAsync(page, "Show more");

        Assert.Equal(9, next.Rows.Count);
        Assert.DoesNotContain("Show more", next.Buttons);
        string[] titles = [.. page.Rows.Concat(next.Rows).Select(row => row.Split(" | ")[0])];
        Assert.Equal(24, titles.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Many_on_one_day_stand_under_the_day_and_what_lies_far_ahead_under_its_week()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-03-25T15:40:00Z");
        var marta = await Manager.MartaAsync(app);
        foreach (var client in (string[])["Vila Nord", "Mar Blau"])
        {
            await marta.SaysAsync($"add client {client} SA, ES-CT");
            await marta.SaysAsync($"proposal sent to {client}, €48,000, valid until 24 April, by e-mail");
        }

        var all = await marta.SaysAsync("what will you remind me of?");
        var days = await marta.SaysAsync("what will you remind me of from 17 April to 28 April?");

        Assert.Contains("23 Mar – 29 Mar", all.Text);
        Assert.Contains("13 Apr – 19 Apr", all.Text);
        Assert.Contains("Thu 23 April", days.Text);
        Assert.Equal(6, days.Rows.Count);
        Assert.Contains("| 09:00", days.Rows[0]);
    }
}
