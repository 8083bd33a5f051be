using KamBot.Tests.Drivers;

namespace KamBot.Tests.Proposals;

/// <summary>E9: two offers to one client on the same day are one call.</summary>
public sealed class JointCallTests
{
    private const string Wednesday = "2026-04-08T08:00:00Z";
    private const string CallHour = "2026-04-09T07:00:00Z";

    [Theory]
    [InlineData("en-GB", "Vila Nord SA · call today: did they get P-1 and P-2?")]
    [InlineData("ca-ES", "Vila Nord SA · truca avui: han rebut la P-1 i P-2?")]
    public async Task One_card_names_both(string locale, string headline)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithTwoOffersAsync(app, locale);
        var before = marta.Chat.Count;

        Assert.Equal(1, await app.UntilAsync(CallHour));

        Assert.Equal(before + 1, marta.Chat.Count);
        Assert.Equal(headline, marta.Last.Headline);
        Assert.StartsWith("P-2 · ", Assert.Single(marta.Last.Rows), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Called_marks_both_and_undo_takes_both_back()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithTwoOffersAsync(app);
        await app.UntilAsync(CallHour);

        await marta.PressesAsync(marta.Last, "Called", ("received", "yes"));

        Assert.StartsWith("called Thu 9 April", (await marta.SaysAsync("P-1")).Fact("State"), StringComparison.Ordinal);
        Assert.StartsWith("called Thu 9 April", (await marta.SaysAsync("P-2")).Fact("State"), StringComparison.Ordinal);
        Assert.Single((await marta.SaysAsync("history of Vila Nord")).Rows, row => row.StartsWith("Called about P-1 and P-2", StringComparison.Ordinal));
        Assert.Equal(0, await app.UntilAsync("2026-04-10T15:00:00Z"));
    }

    [Fact]
    public async Task Undo_takes_both_back()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithTwoOffersAsync(app);
        await app.UntilAsync(CallHour);
        await marta.PressesAsync(marta.Last, "Called", ("received", "yes"));

        await marta.SaysAsync("undo");

        Assert.Equal("open, not confirmed yet", (await marta.SaysAsync("P-1")).Fact("State"));
        Assert.Equal("open, not confirmed yet", (await marta.SaysAsync("P-2")).Fact("State"));
    }

    [Fact]
    public async Task No_answer_and_the_day_after_go_for_both_too()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithTwoOffersAsync(app);
        await app.UntilAsync(CallHour);
        Assert.Equal(0, await app.UntilAsync("2026-04-09T14:00:00Z"));
        Assert.Equal("Vila Nord SA · still to call today: did they get P-1 and P-2?", marta.Last.Headline);

        await marta.PressesAsync(marta.Last, "No answer");

        Assert.Equal(1, await app.UntilAsync("2026-04-10T07:00:00Z"));
        Assert.Equal("Vila Nord SA · call today: did they get P-1 and P-2?", marta.Last.Headline);
        Assert.Equal(1, await app.UntilAsync("2026-04-13T07:00:00Z"));
        Assert.Equal("Vila Nord SA · overdue: the call about P-1 and P-2", marta.Last.Headline);
    }

    [Fact]
    public async Task Put_off_they_come_back_together()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithTwoOffersAsync(app);
        await app.UntilAsync(CallHour);

        await marta.PressesAsync(marta.Last, "Later › In an hour");

        Assert.Equal(1, await app.UntilAsync("2026-04-09T08:00:00Z"));
        Assert.Equal("Vila Nord SA · call today: did they get P-1 and P-2?", marta.Last.Headline);
    }

    [Fact]
    public async Task One_that_was_confirmed_is_not_asked_about()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithTwoOffersAsync(app);
        await marta.SaysAsync("P-1 confirmed");

        Assert.Equal(1, await app.UntilAsync(CallHour));

        Assert.Equal("Vila Nord SA · call today: did they get P-2?", marta.Last.Headline);
    }

    private static async Task<Manager> WithTwoOffersAsync(KamBotApp app, string locale = "en-GB")
    {
        var marta = await Manager.MartaAsync(app, locale);
        await marta.SaysAsync(locale == "ca-ES" ? "afegeix el client Vila Nord SA, ES-CT" : "add client Vila Nord SA, ES-CT");
        foreach (var amount in (string[])["€48,000", "€9,000"])
        {
            await marta.SaysAsync(locale == "ca-ES"
                ? $"oferta enviada a Vila Nord per correu, {amount.Replace("€", "", StringComparison.Ordinal).Replace(',', '.')} €, vàlida fins al 30 de juny"
                : $"proposal sent to Vila Nord by e-mail, {amount}, valid until 30 June");
        }

        return marta;
    }
}
