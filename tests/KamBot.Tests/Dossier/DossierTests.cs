using KamBot.Conversation.Cards;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Dossier;

/// <summary>The dossier is one card that is read between two calls, and the history is all that led to it (story 5.1).</summary>
public sealed class DossierTests
{
    [Fact]
    public async Task A_client_in_full_is_one_card()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-08T12:20:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT, phone +34 93 555 01 02");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await marta.SaysAsync("log meeting with Vila Nord");
        await marta.PressesAsync(marta.Last, "Save", ("theirs", "Laia Roca (director), Jordi Pla"), ("tasks", "we send the spec by Friday; the client sends volumes by 17 April"));
        await app.UntilAsync("2026-04-10T06:30:00Z");

        var card = await marta.SaysAsync("dossier Vila Nord");

        Assert.Equal("Vila Nord SA", card.Headline);
        Assert.Equal("Marta Puig", card.Fact("Account manager"));
        Assert.Equal("Catalonia (ES-CT)", card.Fact("Working calendar"));
        Assert.Equal("2 days ago: Meeting on 8 Apr 2026: Laia Roca (director), Jordi Pla", card.Fact("Last contact"));
        Assert.StartsWith("Fri 10 April, today 09:00 · ", card.Fact("Next reminder"));
        Assert.Contains(card.Rows, row => row.StartsWith("P-1 · €48,000", StringComparison.Ordinal) && row.EndsWith("days left", StringComparison.Ordinal));
        Assert.Contains("Send the spec | Fri 10 April, today", card.Rows);
        Assert.Contains("Laia Roca, director | 8 Apr", card.Rows);
        Assert.Equal(["Log meeting", "History", "Proposals"], card.Buttons.TakeLast(3));
        Assert.True(card.Json!.ToJsonString().Length < Card.MaxBytes);
    }

    [Fact]
    public async Task An_empty_dossier_says_what_is_missing_and_what_to_type()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-08T12:20:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA");

        var card = await marta.SaysAsync("dossier Vila Nord");

        Assert.Equal("none noted yet", card.Fact("Last contact"));
        Assert.Contains("I know nobody at Vila Nord SA yet", card.Text);
        Assert.Contains("No phone yet", card.Text);
        Assert.Contains("so that I know the client's holidays", card.Text);
        Assert.Equal("When was the meeting?", (await marta.PressesAsync(card, "Log meeting")).Headline);
    }

    [Fact]
    public async Task A_long_dossier_stays_short_and_its_history_has_pages()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-08T12:20:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        for (var number = 1; number <= 17; number++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await marta.SaysAsync($"proposal sent to Vila Nord, €{number},000, valid until 24 April, by e-mail");
        }

        var card = await marta.SaysAsync("dossier Vila Nord");
        Assert.Contains("17 open offers", card.Text);
        Assert.Contains("and 13 more", card.Text);
        Assert.True(card.Json!.ToJsonString().Length < Card.MaxBytes);

        var history = await marta.PressesAsync(card, "History");
        Assert.Equal("Vila Nord SA · history", history.Headline);
        Assert.Equal(15, history.Rows.Count);
        Assert.StartsWith("Offer P-17 sent by e-mail, €17,000", history.Rows[0]);
        var older = await marta.PressesAsync(history, "Older");
        Assert.Equal(["Offer P-2 sent by e-mail, €2,000", "Offer P-1 sent by e-mail, €1,000", "Client Vila Nord SA added"], older.Rows.Select(row => row.Split(" / ")[0]));
        Assert.DoesNotContain("Older", older.Buttons);
    }

    [Fact]
    public async Task A_colleague_learns_whose_client_it_is_and_nothing_else()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-08T12:20:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT, phone +34 93 555 01 02");
        var card = await marta.SaysAsync("dossier Vila Nord");
        var kasia = await Manager.KasiaAsync(app);

        Assert.Contains("Marta Puig", (await kasia.SaysAsync("dossier Vila Nord")).Text);
        Assert.DoesNotContain("555", (await kasia.SaysAsync("history of Vila Nord")).Text);
        Assert.DoesNotContain("added", (await kasia.PressesAsync(card, "History")).Text);
    }
}
