using KamBot.Tests.Drivers;

namespace KamBot.Tests.Recurring;

/// <summary>SVC-14: a client is left alone for so long at most, counted anew from each contact that is logged, by whatever slice.</summary>
public sealed class KeepInTouchTests
{
    private const string Wednesday = "2026-04-08T08:00:00Z";

    [Fact]
    public async Task Nobody_was_in_touch_for_three_weeks_and_the_call_begins_the_count_anew()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);

        var set = await marta.SaysAsync("keep in touch with Vila Nord every 3 weeks");
        Assert.Equal("Keeping in touch with Vila Nord SA", set.Headline);
        Assert.Contains("I will remind you Wed 29 April 09:00", set.Text, StringComparison.Ordinal);

        Assert.Equal(1, await app.UntilAsync("2026-04-29T07:00:00Z"));
        var due = marta.Last;
        Assert.Equal("Vila Nord SA · no contact for 21 days", due.Headline);
        Assert.Equal("+34 931 234 567", due.Fact("Phone"));
        var called = await marta.PressesAsync(due, "Called");
        Assert.Equal("Contact noted · Vila Nord SA", called.Headline);
        Assert.Contains("I will remind you Wed 20 May 09:00", called.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.UntilAsync("2026-05-20T06:59:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-05-20T07:00:00Z"));
    }

    [Fact]
    public async Task A_contact_of_another_kind_restarts_it_closes_its_card_and_undo_takes_that_back()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);
        await marta.SaysAsync("keep in touch with Vila Nord every week");

        app.Sleep("2026-04-10T08:00:00Z");
        await marta.SaysAsync("complaint from Vila Nord: the pallets came late");
        Assert.Contains("Keep in touch · Vila Nord SA", (await marta.SaysAsync("what will you remind me of?")).Text, StringComparison.Ordinal);
        await marta.SaysAsync("complaint from Vila Nord settled");
        Assert.Equal(0, await CountAsync(app, marta, "2026-04-16T15:00:00Z", "no contact"));
        Assert.Equal(1, await CountAsync(app, marta, "2026-04-17T07:00:00Z", "no contact"));

        var due = marta.Chat.Last(card => card.Headline.Contains("no contact", StringComparison.Ordinal));
        await marta.SaysAsync("complaint from Vila Nord: wrong invoice");
        Assert.DoesNotContain(marta.Chat, card => card.ActivityId == due.ActivityId && card.Headline == due.Headline);
        await marta.SaysAsync("undo");
        // The complaint of the 10th is the latest contact again: two weeks of silence are over on the 24th.
        Assert.Equal(1, await CountAsync(app, marta, "2026-04-24T07:00:00Z", "no contact for 14 days"));
    }

    [Fact]
    public async Task As_long_as_nobody_is_in_touch_it_comes_again_and_stops_when_it_is_told_to()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithVilaNordAsync(app);
        await marta.SaysAsync("keep in touch with Vila Nord every week");

        Assert.Equal(1, await app.UntilAsync("2026-04-15T07:00:00Z"));
        var later = await marta.PressesAsync(marta.Last, "Tomorrow");
        Assert.Equal("Vila Nord SA · I will remind you Thu 16 April, tomorrow", later.Headline);
        Assert.Equal(1, await app.UntilAsync("2026-04-16T07:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-22T07:00:00Z"));
        Assert.Equal("I will no longer ask about contact with Vila Nord SA", (await marta.SaysAsync("stop keeping in touch with Vila Nord")).Headline);
        Assert.Equal(0, await app.UntilAsync("2026-07-01T07:00:00Z"));
    }

    [Theory]
    [InlineData("en-GB", "keep in touch with Vila Nord every 3 weeks", "Keeping in touch with Vila Nord SA", "stop keeping in touch with Vila Nord")]
    [InlineData("ca-ES", "mantén el contacte amb Vila Nord cada 3 setmanes", "Mantenir el contacte amb Vila Nord SA", "deixa de mantenir el contacte amb Vila Nord")]
    [InlineData("ro-RO", "păstrează contactul cu Vila Nord o dată la 3 săptămâni", "Păstrarea contactului cu Vila Nord SA", "nu mai păstra contactul cu Vila Nord")]
    [InlineData("pl-PL", "utrzymuj kontakt z Vila Nord co 3 tygodnie", "Stały kontakt: Vila Nord SA", "przestań utrzymywać kontakt z Vila Nord")]
    public async Task It_is_agreed_on_and_ended_in_every_language(string locale, string set, string headline, string stop)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        await WithVilaNordAsync(app);
        var marta = await Manager.MartaAsync(app, locale);
        await marta.SaysAsync(locale[..2] switch { "ca" => "parla en català", "ro" => "vorbește în română", "pl" => "mów po polsku", _ => "speak English" });

        Assert.Equal(headline, (await marta.SaysAsync(set)).Headline);
        await marta.SaysAsync(stop);
        Assert.Equal(0, await app.UntilAsync("2026-07-01T07:00:00Z"));
    }

    private static async Task<int> CountAsync(KamBotApp app, Manager marta, string until, string headline)
    {
        var before = marta.Chat.Count;
        await app.UntilAsync(until);
        return marta.Chat.Skip(before).Count(card => card.Headline.Contains(headline, StringComparison.Ordinal));
    }

    private static async Task<Manager> WithVilaNordAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT, phone +34 931 234 567");
        return marta;
    }
}
