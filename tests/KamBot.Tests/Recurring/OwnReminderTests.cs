using KamBot.Tests.Drivers;

namespace KamBot.Tests.Recurring;

/// <summary>Reminders of one's own: said once, or again and again on the days that were named, until they are done or stopped.</summary>
public sealed class OwnReminderTests
{
    private const string Wednesday = "2026-04-08T08:00:00Z";

    [Fact]
    public async Task One_that_comes_again_says_its_next_days_and_goes_on_by_itself()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);

        var added = await marta.SaysAsync("remind me every first Monday to call Vila Nord about prices");
        Assert.Equal("I will remind you: call Vila Nord about prices", added.Headline);
        Assert.Equal("Vila Nord SA", added.Fact("Client"));
        Assert.Equal("every month: first Monday", added.Fact("How often"));
        Assert.Equal("Mon 4 May 09:00, then Mon 1 June", added.Fact("Next"));
        Assert.Contains("call Vila Nord about prices · Vila Nord SA", (await marta.SaysAsync("what will you remind me of?")).Text, StringComparison.Ordinal);

        Assert.Equal(1, await app.UntilAsync("2026-05-04T07:00:00Z"));
        var told = marta.Last;
        Assert.Equal("Vila Nord SA · Reminder: call Vila Nord about prices", told.Headline);
        Assert.Equal("Mon 1 June 09:00, then Mon 6 July", told.Fact("Next"));
        var done = await marta.PressesAsync(told, "Done");
        Assert.Equal("Done: call Vila Nord about prices", done.Headline);

        Assert.Equal(1, await app.UntilAsync("2026-06-01T07:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-07-06T07:00:00Z"));
        // Nobody answered the one of June: its card gave way to July's.
        Assert.Equal(0, await app.UntilAsync("2026-08-01T07:00:00Z"));
    }

    [Fact]
    public async Task A_single_one_comes_at_its_very_minute_even_in_the_evening()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);

        var added = await marta.SaysAsync("remind me on 20 May at 20:15 to send the brochure");
        Assert.Equal("Wed 20 May 20:15", added.Fact("Next"));
        Assert.Null(added.Fact("Client"));

        Assert.Equal(0, await app.UntilAsync("2026-05-20T18:14:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-05-20T18:15:00Z"));
        Assert.Equal("Reminder: send the brochure", marta.Last.Headline);
        await marta.PressesAsync(marta.Last, "Done");
        Assert.Equal("You have set no reminder of your own", (await marta.SaysAsync("my own reminders")).Headline);
        Assert.Equal(0, await app.UntilAsync("2026-09-01T15:00:00Z"));
    }

    [Theory]
    [InlineData("en-GB", "remind me tomorrow to call the carrier", "Sat 18 April, tomorrow is not a working day: I will remind you Mon 20 April.")]
    [InlineData("ca-ES", "recorda'm demà de trucar al transportista", "laborable")]
    [InlineData("ro-RO", "amintește-mi mâine să sun la transportator", "nu e zi lucrătoare")]
    [InlineData("pl-PL", "przypomnij mi jutro, żeby zadzwonić do przewoźnika", "to dzień wolny")]
    public async Task E4_tomorrow_said_on_a_Friday_is_Monday_and_is_said_so(string locale, string line, string note)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-17T08:00:00Z");
        await WithVilaNordAsync(app);
        var marta = await SpeakingAsync(app, locale);

        var added = await marta.SaysAsync(line);

        Assert.Contains(note, added.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.UntilAsync("2026-04-20T06:59:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-20T07:00:00Z"));
    }

    [Theory]
    [InlineData("en-GB", "remind me on 29 March at 02:30 to check the night shift", "I will remind you at 03:00")]
    [InlineData("ca-ES", "recorda'm el 29 de març a les 02:30 de mirar el torn de nit", "a les 03:00")]
    [InlineData("ro-RO", "amintește-mi pe 29 martie la 02:30 să verific tura de noapte", "îți amintesc la 03:00")]
    [InlineData("pl-PL", "przypomnij mi 29 marca o 02:30, żeby sprawdzić nocną zmianę", "przypomnę o 03:00")]
    public async Task E2_a_time_that_the_clocks_leave_out_is_named_and_moved(string locale, string line, string note)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-03-25T08:00:00Z");
        await WithVilaNordAsync(app);
        var marta = await SpeakingAsync(app, locale);

        var added = await marta.SaysAsync(line);

        Assert.Contains(note, added.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.UntilAsync("2026-03-29T00:59:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-03-29T01:00:00Z"));
        Assert.Equal(0, await app.UntilAsync("2026-03-29T01:31:00Z"));
    }

    [Theory]
    [InlineData("en-GB", "remind me every day at 08:30 to read the news")]
    [InlineData("ca-ES", "recorda'm cada dia a les 08:30 de llegir les notícies")]
    [InlineData("ro-RO", "amintește-mi în fiecare zi la 08:30 să citesc știrile")]
    [InlineData("pl-PL", "przypominaj mi codziennie o 08:30, żeby przeczytać wiadomości")]
    public async Task E1_every_day_stays_at_half_past_eight_when_the_clocks_go_back(string locale, string line)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-10-22T08:00:00Z");
        await WithVilaNordAsync(app);
        var marta = await SpeakingAsync(app, locale);
        await marta.SaysAsync(line);

        Assert.Equal(0, await app.UntilAsync("2026-10-23T06:29:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-10-23T06:30:00Z"));
        Assert.Equal(0, await app.UntilAsync("2026-10-26T07:29:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-10-26T07:30:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-10-27T07:30:00Z"));
    }

    [Fact]
    public async Task E7_every_month_from_the_31st_does_not_drift()
    {
        // In 2028 these days are all worked but the last.
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2028-01-31T09:00:00Z");
        var marta = await WithVilaNordAsync(app);

        var added = await marta.SaysAsync("remind me every month to close the books");

        Assert.Equal("Tue 29 February 09:00, then Fri 31 March", added.Fact("Next"));
        Assert.Equal(1, await app.UntilAsync("2028-02-29T08:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2028-03-31T07:00:00Z"));
        // 30 April is a Sunday and 1 May a holiday.
        Assert.Equal(1, await app.UntilAsync("2028-05-02T07:00:00Z"));
        Assert.Equal("Wed 31 May 09:00, then Fri 30 June", marta.Last.Fact("Next"));
    }

    [Fact]
    public async Task It_is_listed_changed_and_stopped_by_its_number_and_by_its_words()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);
        await marta.SaysAsync("remind me every Friday to write the report");
        await marta.SaysAsync("remind me every 3 weeks to call Vila Nord");

        var list = await marta.SaysAsync("my own reminders");
        Assert.Equal("2 reminders of your own", list.Headline);
        Assert.StartsWith("1 · write the report", list.Rows[0], StringComparison.Ordinal);
        Assert.StartsWith("2 · call Vila Nord", list.Rows[1], StringComparison.Ordinal);

        var changed = await marta.SaysAsync("change reminder 1 to every Monday at 10:00");
        Assert.Equal("Reminder changed: write the report", changed.Headline);
        Assert.Equal("Mon 13 April 10:00, then Mon 20 April", changed.Fact("Next"));
        Assert.Equal("I will no longer remind you: call Vila Nord", (await marta.SaysAsync("stop reminder 2")).Headline);
        Assert.Equal(1, await app.UntilAsync("2026-04-13T08:00:00Z"));
        Assert.Equal("I will no longer remind you: write the report", (await marta.SaysAsync("stop reminding me of the report")).Headline);
        Assert.Equal(0, await app.UntilAsync("2026-06-13T08:00:00Z"));
    }

    [Fact]
    public async Task It_can_be_put_off_undone_and_asked_why()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);
        await marta.SaysAsync("remind me every Monday to write the report");
        Assert.Equal(1, await app.UntilAsync("2026-04-13T07:00:00Z"));
        var told = marta.Last;

        var later = await marta.PressesAsync(told, "Tomorrow");
        Assert.Equal("write the report: I will remind you Tue 14 April, tomorrow", later.Headline);
        Assert.Contains("As you asked: every Monday.", (await marta.SaysAsync("what will you remind me of?")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.UntilAsync("2026-04-14T07:00:00Z"));
        await marta.PressesAsync(marta.Last, "Done");
        Assert.Equal(1, await app.UntilAsync("2026-04-20T07:00:00Z"));

        await marta.SaysAsync("remind me every Tuesday to tidy up");
        await marta.SaysAsync("undo");
        Assert.Equal(0, await app.UntilAsync("2026-04-21T15:00:00Z"));
    }

    [Fact]
    public async Task Two_taps_and_a_repeated_message_are_one()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);
        var line = marta.Message("remind me every Monday to write the report");
        await marta.PostAsync(line);
        await marta.PostAsync(line);
        Assert.Equal("One reminder of your own", (await marta.SaysAsync("my own reminders")).Headline);
        Assert.Equal(1, await app.UntilAsync("2026-04-13T07:00:00Z"));

        var press = marta.Press(marta.Last, "Done");
        await marta.PostAsync(press);
        press.Id = "another-id-of-the-same-tap";
        Assert.Equal("Done: write the report", (await Manager.ReplacementAsync(await marta.PostAsync(press))).Headline);
        Assert.Equal(1, await app.UntilAsync("2026-04-20T07:00:00Z"));
    }

    [Fact]
    public async Task A_changed_zone_and_calendar_move_what_is_planned_and_keep_the_wall_time()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);
        await marta.SaysAsync("remind me every Monday at 10:00 to write the report");

        await marta.SaysAsync("my time zone Europe/Bucharest");

        Assert.Equal(1, await app.UntilAsync("2026-04-13T07:00:00Z"));
        Assert.Equal(0, await app.UntilAsync("2026-04-13T15:00:00Z"));
    }

    [Fact]
    public async Task What_is_missing_or_over_is_asked_and_nothing_is_lost()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);

        Assert.Equal("When shall I remind you? A day, a time, or how often.", (await marta.SaysAsync("remind me to send the brochure")).Text);
        Assert.Equal("That moment is over, or never comes. When shall I remind you?", (await marta.SaysAsync("1 April 2026")).Text);
        Assert.Equal("I will remind you: send the brochure", (await marta.SaysAsync("Friday at 11:00")).Headline);
        Assert.Equal("What shall I remind you of?", (await marta.SaysAsync("remind me every Monday")).Text);
        Assert.Equal("I will remind you: write the report", (await marta.SaysAsync("write the report")).Headline);
        Assert.Contains("no reminder 7", (await marta.SaysAsync("stop reminder 7")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_sees_or_stops_anothers()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);
        var kasia = await Manager.KasiaAsync(app);
        var added = await marta.SaysAsync("remind me every Monday to write the report");

        Assert.Equal("You have set no reminder of your own", (await kasia.SaysAsync("my own reminders")).Headline);
        await kasia.PostAsync(kasia.Press(added, "Stop"));
        Assert.Equal(1, await app.UntilAsync("2026-04-13T07:00:00Z"));
    }

    private static async Task<Manager> SpeakingAsync(KamBotApp app, string locale)
    {
        var marta = await Manager.MartaAsync(app, locale);
        await marta.SaysAsync(locale[..2] switch { "ca" => "parla en català", "ro" => "vorbește în română", "pl" => "mów po polsku", _ => "speak English" });
        return marta;
    }

    private static async Task<Manager> WithVilaNordAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT, phone +34 931 234 567");
        return marta;
    }
}
