using KamBot.Tests.Drivers;

namespace KamBot.Tests.Reminders;

/// <summary>"What do I have today?" and "what will you remind me of?", each line with its reason.</summary>
public sealed class OverviewTests
{
    [Fact]
    public async Task Today_shows_what_is_due_what_is_late_and_what_comes_next()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        Assert.Equal("Nothing for you on Tue 7 April, today", (await marta.SaysAsync("what do I have today?")).Headline);
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        Assert.Contains("Next: Call: did they get it? · P-1 · Vila Nord SA, Wed 8 April, tomorrow 09:00", (await marta.SaysAsync("what do I have today?")).Text);

        // In the morning, before and after the card came.
        app.Sleep("2026-04-08T06:30:00Z");
        Assert.Equal(["Call: did they get it? · P-1 · Vila Nord SA | 09:00"], (await marta.SaysAsync("what do I have today?")).Rows);
        await app.UntilAsync("2026-04-08T07:00:00Z");
        Assert.Equal(["Call: did they get it? · P-1 · Vila Nord SA | 09:00"], (await marta.SaysAsync("what do I have today?")).Rows);

        // Not called: late the day after.
        await app.UntilAsync("2026-04-09T08:00:00Z");
        var late = await marta.SaysAsync("what do I have today?");
        Assert.Contains("Late", late.Text);
        Assert.Equal(["Call: did they get it? · P-1 · Vila Nord SA | 8 Apr"], late.Rows);

        await marta.SaysAsync("called P-1");
        Assert.Equal("Nothing for you on Thu 9 April, today", (await marta.SaysAsync("what do I have today?")).Headline);
    }

    [Fact]
    public async Task Upcoming_lists_every_promise_with_its_reason()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-02T12:00:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");

        var card = await marta.SaysAsync("what will you remind me of?");

        Assert.Equal("I will remind you of 4 things", card.Headline);
        Assert.Equal(
            [
                "Call: did they get it? · P-1 · Vila Nord SA / The call comes the next day that is a working day for you and the client, unless they confirm before. 3 and 6 April are holidays in Catalonia. | Tue 7 April 09:00",
                "5 working days left · P-1 · Vila Nord SA / 5 and 1 working days before an offer ends. | Fri 17 April 09:00",
                "One working day left · P-1 · Vila Nord SA / 5 and 1 working days before an offer ends. | Thu 23 April 09:00",
                "Expired · P-1 · Vila Nord SA / The first working day after an offer's end. | Mon 27 April 09:00",
            ],
            card.Rows);
    }

    [Theory]
    [InlineData("en-GB", "what will you remind me of next week?", "Next week: one thing", 1)]
    [InlineData("en-GB", "what do I have this month?", "This month: 4 things", 4)]
    [InlineData("en-GB", "my reminders until 20 April", "2 Apr – 20 Apr: 2 things", 2)]
    [InlineData("en-GB", "what's on 20-24 April?", "20 Apr – 24 Apr: one thing", 1)]
    [InlineData("en-GB", "what do I have tomorrow?", "Fri 3 April, tomorrow: nothing to remind you of", 0)]
    [InlineData("ca-ES", "què tinc la setmana vinent?", "La setmana vinent: una cosa", 1)]
    [InlineData("ro-RO", "ce am luna asta?", "Luna aceasta: 4 lucruri", 4)]
    [InlineData("pl-PL", "co mam w przyszłym tygodniu?", "Przyszły tydzień: jedna rzecz", 1)]
    public async Task Upcoming_keeps_to_the_days_that_are_named(string locale, string line, string headline, int rows)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-02T12:00:00Z");
        var marta = await Manager.MartaAsync(app, locale);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, 48000 EUR, valid until 24 April, by e-mail");

        var card = await marta.SaysAsync(line);

        Assert.Equal(headline, card.Headline);
        Assert.Equal(rows, card.Rows.Count);
    }

    [Fact]
    public async Task Days_without_a_promise_say_what_comes_after_them()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-02T12:00:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");

        var none = await marta.SaysAsync("what do I have on 20 April?");

        Assert.Equal("Mon 20 April: nothing to remind you of", none.Headline);
        Assert.Contains("Next: One working day left · P-1 · Vila Nord SA, Thu 23 April 09:00", none.Text);
    }

    [Fact]
    public async Task The_weekday_of_today_is_asked_about()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-02T12:00:00Z");
        var marta = await Manager.MartaAsync(app);

        var asked = await marta.SaysAsync("what do I have on Thursday?");

        Assert.Equal(["Thu 2 April, today", "Thu 9 April"], asked.Buttons.Order().ToArray());
        Assert.StartsWith("Thu 9 April: nothing", (await marta.PressesAsync(asked, "Thu 9 April")).Headline, StringComparison.Ordinal);
    }
}
