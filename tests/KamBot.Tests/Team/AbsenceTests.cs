using KamBot.Tests.Drivers;

namespace KamBot.Tests.Team;

/// <summary>"Away 20–24 April, Joan covers": said, asked, answered, changed, taken back (ACC-10, story 8.3).</summary>
public sealed class AbsenceTests
{
    private const string Monday = "2026-04-13T08:00:00Z";

    [Fact]
    public async Task The_colleague_is_asked_and_nothing_is_open_to_them_before_they_accept()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var (marta, joan) = await TwoAsync(app);

        var noted = await marta.SaysAsync("away 20–24 April, Joan covers");

        Assert.Equal("Noted: away 20 Apr – 24 Apr", noted.Headline);
        Assert.Equal("Joan Serra, asked, no answer yet", noted.Fact("Covers"));
        Assert.Equal("Mon 27 April", noted.Fact("Back at work"));
        Assert.Equal(1, await app.UntilAsync("2026-04-13T08:01:00Z"));
        var asked = joan.Last;
        Assert.Equal("Marta Puig asks you to cover · 20 Apr – 24 Apr", asked.Headline);
        Assert.Equal(["Accept", "Decline"], asked.Buttons);
        Assert.DoesNotContain("+34", (await joan.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);

        var accepted = await joan.PressesAsync(asked, "Accept");
        Assert.Equal("You cover for Marta Puig · 20 Apr – 24 Apr", accepted.Headline);
        Assert.Equal(1, await app.UntilAsync("2026-04-13T08:05:00Z"));
        Assert.Equal("Joan Serra covers for you · 20 Apr – 24 Apr", marta.Last.Headline);
        Assert.Contains("Marta Puig", (await joan.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("+34", (await joan.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Access_begins_with_the_first_day_and_ends_with_the_last_by_the_clock_alone()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var (marta, joan) = await TwoAsync(app);
        await marta.SaysAsync("proposal sent to Vila Nord by e-mail, €47,310, valid until 15 May");
        await AcceptedAsync(app, marta, joan);

        app.Sleep("2026-04-19T21:59:00Z");
        Assert.StartsWith("P-1 is looked after by Marta Puig.", (await joan.SaysAsync("P-1")).Text, StringComparison.Ordinal);
        app.Sleep("2026-04-20T08:00:00Z");
        Assert.Equal("P-1 · Vila Nord SA", (await joan.SaysAsync("P-1")).Headline);
        Assert.Equal("+34 93 555 01 02", (await joan.SaysAsync("dossier Vila Nord")).Fact("Phone"));
        var confirmed = await joan.SaysAsync("P-1 confirmed");
        Assert.Contains("P-1", confirmed.Headline, StringComparison.Ordinal);
        Assert.Contains("Joan Serra for Marta Puig", (await marta.SaysAsync("history of Vila Nord")).Text, StringComparison.Ordinal);

        app.Sleep("2026-04-24T22:00:00Z");
        Assert.StartsWith("P-1 is looked after by Marta Puig.", (await joan.SaysAsync("P-1")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("+34", (await joan.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca-ES", "de vacances del 20 al 24 d'abril, em cobreix en Joan", "Anotat: fora 20 d’abril – 24 d’abril")]
    [InlineData("ro-RO", "în concediu 20–24 aprilie, mă înlocuiește Joan", "Notat: absență 20 aprilie – 24 aprilie")]
    [InlineData("pl-PL", "urlop 20–24 kwietnia, zastępuje mnie Joan", "Zapisane: nieobecność 20 kwietnia – 24 kwietnia")]
    public async Task It_is_said_in_every_language(string locale, string line, string headline)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var marta = await Manager.MartaAsync(app, locale);
        await Manager.JoanAsync(app);

        var noted = await marta.SaysAsync(line);

        Assert.Equal(headline, noted.Headline);
        Assert.Contains("Joan Serra", noted.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_of_the_same_first_name_are_chosen_from_and_somebody_unknown_is_told_how_to_be_known()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var (marta, joan) = await TwoAsync(app);
        await Manager.ColleagueAsync(app, "Joan Ferrer");

        var which = await marta.SaysAsync("away 20–24 April, joan covers");
        Assert.Equal("Which \"joan\" do you mean?", which.Headline);
        Assert.Equal(["Joan Ferrer", "Joan Serra"], which.Buttons);
        var noted = await marta.PressesAsync(which, "Joan Serra");
        Assert.Equal("Joan Serra, asked, no answer yet", noted.Fact("Covers"));

        var unknown = await marta.SaysAsync("away 4–8 May, Pere covers");
        Assert.Equal("I don't know a colleague \"Pere\" yet", unknown.Headline);
        Assert.Contains("say hello to KamBot once", unknown.Text, StringComparison.Ordinal);
        Assert.Equal("That is you. Who else covers?", (await marta.SaysAsync("away 4–8 May, Marta covers")).Text);
        Assert.Equal("Joan Serra, asked, no answer yet", (await marta.SaysAsync("Joan Serra")).Fact("Covers"));
        await app.UntilAsync("2026-04-13T08:05:00Z");
        Assert.Equal("You cover for Marta Puig · 20 Apr – 24 Apr", (await joan.PressesAsync(joan.Chat.First(card => card.Headline.EndsWith("20 Apr – 24 Apr", StringComparison.Ordinal)), "Accept")).Headline);
    }

    [Fact]
    public async Task What_is_over_overlaps_or_names_no_days_is_answered_and_changes_nothing()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var (marta, _) = await TwoAsync(app);

        Assert.StartsWith("Which days are you away?", (await marta.SaysAsync("note my absence")).Text, StringComparison.Ordinal);
        Assert.StartsWith("That ended Fri 3 April 2025", (await marta.SaysAsync("away 1–3 April 2025")).Text.Replace("Thu", "Fri", StringComparison.Ordinal), StringComparison.Ordinal);
        await marta.SaysAsync("away 20–24 April, Joan covers");

        var overlap = await marta.SaysAsync("away 23–28 April");
        Assert.Equal("You are already away 20 Apr – 24 Apr", overlap.Headline);
        Assert.Equal(["The new one: 23 Apr – 28 Apr", "Keep the old one"], overlap.Buttons);
        Assert.Equal("Away 20 Apr – 24 Apr", (await marta.PressesAsync(overlap, "Keep the old one")).Headline);

        var replaced = await marta.PressesAsync(await marta.SaysAsync("away 23–28 April"), "The new one: 23 Apr – 28 Apr");
        Assert.Equal("nobody", replaced.Fact("Covers"));
        Assert.Equal("Away 23 Apr – 28 Apr", (await marta.SaysAsync("who covers me?")).Headline);
        Assert.Equal("That is noted already", (await marta.SaysAsync("away 23–28 April")).Headline);
        Assert.Equal("Cancelled: away 23 Apr – 28 Apr", (await marta.SaysAsync("cancel my absence")).Headline);
        Assert.Equal("No absence is planned", (await marta.SaysAsync("who covers me?")).Headline);
    }

    [Fact]
    public async Task A_colleague_who_declines_is_told_of_at_once_and_another_is_asked()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var (marta, joan) = await TwoAsync(app);
        var pere = await Manager.ColleagueAsync(app, "Pere Mas");
        await marta.SaysAsync("away 20–24 April, Joan covers");
        await app.UntilAsync("2026-04-13T08:01:00Z");

        Assert.Equal("You do not cover for Marta Puig · 20 Apr – 24 Apr", (await joan.PressesAsync(joan.Last, "Decline")).Headline);
        await app.UntilAsync("2026-04-13T08:02:00Z");
        Assert.Equal("Joan Serra cannot cover for you · 20 Apr – 24 Apr", marta.Last.Headline);
        Assert.Equal("Who covers 20 Apr – 24 Apr?", (await marta.PressesAsync(marta.Last, "Ask somebody else")).Headline);
        Assert.Equal("Pere Mas, asked, no answer yet", (await marta.SaysAsync("Pere")).Fact("Covers"));
        await app.UntilAsync("2026-04-13T08:03:00Z");
        Assert.Equal("Marta Puig asks you to cover · 20 Apr – 24 Apr", pere.Last.Headline);

        // Friday is the last working day before: nobody has answered, and nothing has moved.
        await app.UntilAsync("2026-04-17T07:00:00Z");
        Assert.Equal("Pere Mas has not answered yet whether to cover for you", marta.Last.Headline);
        app.Sleep("2026-04-20T08:00:00Z");
        Assert.DoesNotContain("+34", (await pere.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_the_accepted_deputy_sees_or_does_anything_before_during_and_after()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var (marta, joan) = await TwoAsync(app);
        var pere = await Manager.ColleagueAsync(app, "Pere Mas");
        await marta.SaysAsync("proposal sent to Vila Nord by e-mail, €47,310, valid until 15 May");
        await marta.SaysAsync("complaint from Vila Nord: the pallets came late");
        await AcceptedAsync(app, marta, joan);

        foreach (var moment in (string[])["2026-04-14T08:00:00Z", "2026-04-21T08:00:00Z", "2026-04-27T08:00:00Z"])
        {
            app.Sleep(moment);
            await SeesNothingAsync(pere);
            if (moment != "2026-04-21T08:00:00Z")
                await SeesNothingAsync(joan);
            // A button made by hand, with the very ids.
            var card = (await marta.SaysAsync("P-1"));
            Assert.StartsWith("P-1 is looked after by", (await Manager.ReplacementAsync(await pere.PostAsync(pere.Press(card, "Confirmed")))).Headline, StringComparison.Ordinal);
        }
    }

    private static async Task SeesNothingAsync(Manager outsider)
    {
        foreach (var line in (string[])["dossier Vila Nord", "history of Vila Nord", "P-1", "P-1 confirmed", "P-1 won", "proposals", "complaints", "complaint from Vila Nord settled", "clients", "today", "what will you remind me of?", "my calendar ES-CT", "undo"])
        {
            var answer = (await outsider.SaysAsync(line)).Text;
            Assert.DoesNotContain("47,310", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("+34", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("pallets", answer, StringComparison.Ordinal);
        }
    }

    private static async Task<(Manager Marta, Manager Joan)> TwoAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT, phone +34 93 555 01 02");
        return (marta, await Manager.JoanAsync(app));
    }

    private static async Task AcceptedAsync(KamBotApp app, Manager marta, Manager joan)
    {
        await marta.SaysAsync("away 20–24 April, Joan covers");
        await app.BeatAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.BeatAsync();
        await joan.PressesAsync(joan.Last, "Accept");
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.BeatAsync();
    }
}
