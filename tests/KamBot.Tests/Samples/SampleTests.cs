using KamBot.Tests.Drivers;

namespace KamBot.Tests.Samples;

/// <summary>Invented clients to try KamBot with: they come once, and leave without a trace.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task Four_clients_come_with_offers_tasks_and_reminders()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-08T12:20:00Z");
        var marta = await Manager.MartaAsync(app);

        var card = await marta.SaysAsync("load sample data");

        Assert.Equal("4 sample clients to try", card.Headline);
        var dossier = await marta.PressesAsync(card, "Dossier of Vila Nord SA");
        Assert.Equal("Vila Nord SA · sample", dossier.Headline);
        Assert.Contains("P-1 · €48,000", dossier.Text);
        Assert.Contains("Laia Roca", dossier.Text);
        Assert.Equal(2, (await marta.SaysAsync("proposals")).Rows.Count);
        Assert.Equal(4, (await marta.SaysAsync("tasks")).Rows.Count);
        Assert.Contains("Call: did they get it? · P-1 · Vila Nord SA", (await marta.SaysAsync("what will you remind me of?")).Text);
        Assert.StartsWith("Which \"vila\" do you mean", (await marta.SaysAsync("dossier vila")).Headline);
        Assert.Contains("won", (await marta.SaysAsync("show P-3")).Text);
    }

    [Fact]
    public async Task Loading_twice_changes_nothing_and_a_name_that_is_there_is_not_touched()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-08T12:20:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");

        Assert.Equal("3 sample clients to try", (await marta.SaysAsync("load sample data")).Headline);
        Assert.Equal("The sample clients are there already", (await marta.SaysAsync("load sample data")).Headline);
        Assert.Equal(4, (await marta.SaysAsync("clients")).Rows.Count);
        Assert.Equal("Vila Nord SA", (await marta.SaysAsync("dossier Vila Nord")).Headline);
    }

    [Fact]
    public async Task Removal_is_asked_once_and_takes_all_of_it_and_nothing_else()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-08T12:20:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Ferro Baix SL, ES-CT");
        await marta.SaysAsync("load sample data");
        await marta.SaysAsync("proposal sent to Ferro Baix, €9,000, valid until 24 April, by e-mail");

        var sure = await marta.SaysAsync("remove sample data");
        Assert.Equal("Remove 4 sample clients with everything noted for them?", sure.Headline);
        Assert.Equal("4 sample clients are removed", (await marta.SaysAsync("yes")).Headline);

        Assert.Equal(["Ferro Baix SL | ES-CT"], (await marta.SaysAsync("clients")).Rows);
        Assert.Equal("No open tasks", (await marta.SaysAsync("tasks")).Headline);
        var open = Assert.Single((await marta.SaysAsync("proposals")).Rows);
        Assert.Contains("Ferro Baix SL", open);
        Assert.All((await marta.SaysAsync("what will you remind me of?")).Rows, row => Assert.Contains("Ferro Baix SL", row));
        Assert.Contains("There is no offer P-1", (await marta.SaysAsync("show P-1")).Text);
        // The question is answered: its button says so and removes nothing more.
        Assert.Contains("4 sample clients are removed", (await marta.PressesAsync(sure, "Remove sample data")).Text);
    }
}
