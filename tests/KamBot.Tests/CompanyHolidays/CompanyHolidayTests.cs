using KamBot.CompanyHolidays;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using KamBot.WorkingDays;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace KamBot.Tests.CompanyHolidays;

/// <summary>E11: an administrator adds a town holiday for tomorrow; what is due then moves before it is said, and who is concerned is told once.</summary>
public sealed class CompanyHolidayTests
{
    /// <summary>Wednesday 25 March 2026, 16:00 in Barcelona.</summary>
    private const string Wednesday = "2026-03-25T15:00:00Z";

    private const string Thursday = "2026-03-26T22:00:00Z";
    private const string FridayMorning = "2026-03-27T08:00:00Z";

    [Theory]
    [InlineData("en-GB", "add holiday 26 March \"Festa Major\" for ES-CT")]
    [InlineData("ca-ES", "afegeix festiu 26 de març \"Festa Major\" per a ES-CT")]
    [InlineData("ro-RO", "adaugă sărbătoare 26 martie \"Festa Major\" pentru ES-CT")]
    [InlineData("pl-PL", "dodaj święto 26 marca \"Festa Major\" dla ES-CT")]
    public async Task A_holiday_added_for_tomorrow_moves_the_call_and_the_manager_is_told_once(string locale, string line)
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);
        var ewa = await Manager.EwaAsync(app, locale);
        var before = marta.Chat.Count;

        var answer = await ewa.SaysAsync(line);

        Assert.Contains("Festa Major", answer.Headline);
        Assert.Equal(1, await app.BeatAsync());
        Assert.Equal(before + 1, marta.Chat.Count);
        Assert.Contains("Festa Major", marta.Last.Headline);
        Assert.Contains("Catalonia (ES-CT)", marta.Last.Headline);
        Assert.Contains(marta.Last.Rows, row => row.Contains("P-1", StringComparison.Ordinal) && row.Contains("26 Mar 09:00 → 27 Mar 09:00", StringComparison.Ordinal));
        Assert.Equal(0, await app.UntilAsync(Thursday));
        Assert.Equal(1, await app.UntilAsync(FridayMorning));
    }

    [Fact]
    public async Task It_is_told_in_the_managers_own_language()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app, "ca-ES");
        await marta.SaysAsync("afegeix client Vila Nord SA, ES-CT");
        await marta.SaysAsync("oferta enviada a Vila Nord, 48.000 €, vàlida fins al 24 d'abril, per correu");
        var ewa = await Manager.EwaAsync(app);

        await ewa.SaysAsync("add holiday 26 March \"Festa Major\" for ES-CT");
        await app.BeatAsync();

        Assert.Contains("és festiu a Catalunya (ES-CT): Festa Major", marta.Last.Headline);
        Assert.Contains("S’ha mogut 1 recordatori previst.", marta.Last.Text);
        Assert.Contains("Què em recordaràs?", marta.Last.Buttons);
    }

    [Fact]
    public async Task Two_instances_tell_it_once_and_a_restart_in_between_loses_nothing()
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);
        var ewa = await Manager.EwaAsync(app);
        await ewa.SaysAsync("add holiday 26 March \"Festa Major\" for ES-CT");
        var before = marta.Chat.Count;

        await using var restarted = await app.AnotherAsync(EwaIsAdmin);
        await using var third = await app.AnotherAsync(EwaIsAdmin);
        var told = await Task.WhenAll(restarted.BeatAsync(), third.BeatAsync());

        Assert.Equal(1, told.Sum());
        Assert.Equal(before + 1, marta.Chat.Count);
        Assert.Equal(0, await app.UntilAsync(Thursday));
        Assert.Equal(0, await third.BeatAsync());
        Assert.Equal(1, await restarted.UntilAsync(FridayMorning));
    }

    [Fact]
    public async Task What_moved_a_season_ago_is_not_kept()
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);
        var ewa = await Manager.EwaAsync(app);
        await ewa.SaysAsync("add holiday 26 March \"Festa Major\" for ES-CT");
        await app.BeatAsync();
        await app.UntilAsync("2026-07-01T15:00:00Z");
        await marta.SaysAsync("proposal sent to Vila Nord, €12,000, valid until 31 July, by e-mail");
        await ewa.SaysAsync("add holiday 2 July \"Festa Major\" for ES-CT");

        await app.BeatAsync();

        Assert.Contains(marta.Last.Rows, row => row.Contains("2 Jul 09:00 → 3 Jul 09:00", StringComparison.Ordinal));
        var of = new UserKey(FakeTeams.TenantId, "aad-Marta-Puig").Partition;
        var notes = await app.Store.ListAsync(CompanyDays.Table, TableQuery.Prefix(of, MoveNotes.RowPrefix), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new LocalDate(2026, 7, 2), RowJson.Read<MoveNote>(Assert.Single(notes)).Day?.Date);
    }

    [Fact]
    public async Task Another_instance_knows_the_day_within_a_minute()
    {
        await using var app = await StartAsync();
        await using var other = await app.AnotherAsync(EwaIsAdmin);
        var ewa = await Manager.EwaAsync(app);
        await other.BeatAsync();
        await ewa.SaysAsync("add holiday 26 March \"Festa Major\" for ES-CT");
        await app.UntilAsync("2026-03-25T15:01:00Z");

        Assert.Contains(await RowsAsync(ewa.At(other), "company holidays"), row => row.Contains("Festa Major", StringComparison.Ordinal));
        var marta = (await Manager.MartaAsync(app)).At(other);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        var offer = await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        Assert.Contains(offer.Rows, row => row.Contains("Fri 27 March", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en-GB", "remove holiday 26 March for ES-CT")]
    [InlineData("ca-ES", "treu festiu 26 de març per a ES-CT")]
    [InlineData("ro-RO", "șterge sărbătoarea 26 martie pentru ES-CT")]
    [InlineData("pl-PL", "usuń święto 26 marca dla ES-CT")]
    public async Task Taken_back_the_call_moves_back_and_that_is_told_too(string locale, string line)
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);
        var ewa = await Manager.EwaAsync(app);
        await ewa.SaysAsync("add holiday 26 March \"Festa Major\" for ES-CT");
        await app.BeatAsync();
        var reader = await Manager.ColleagueAsync(app, "Ewa Zając", locale);

        await reader.SaysAsync(line);

        Assert.Equal(1, await app.BeatAsync());
        Assert.Contains(marta.Last.Rows, row => row.Contains("27 Mar 09:00 → 26 Mar 09:00", StringComparison.Ordinal));
        Assert.Equal(1, await app.UntilAsync("2026-03-26T08:00:00Z"));
    }

    [Theory]
    [InlineData("en-GB", "3 April is worked in ES-CT")]
    [InlineData("ca-ES", "el 3 d'abril es treballa a ES-CT")]
    [InlineData("ro-RO", "3 aprilie se lucrează în ES-CT")]
    [InlineData("pl-PL", "3 kwietnia jest pracujący w ES-CT")]
    public async Task A_public_holiday_can_be_worked_after_all(string locale, string line)
    {
        await using var app = await StartAsync();
        var ewa = await Manager.EwaAsync(app, locale);

        await ewa.SaysAsync(line);

        Assert.True(app.Get<WorkingCalendars>().Get("ES-CT", Fakes.FakeTeams.TenantId).IsWorkingDay(new LocalDate(2026, 4, 3)));
        Assert.False(app.Get<WorkingCalendars>().Get("ES-CT", "another company").IsWorkingDay(new LocalDate(2026, 4, 3)));
    }

    [Fact]
    public async Task Who_has_no_right_is_refused_and_nothing_moves()
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);

        Assert.Equal("Days off for the whole company are set by the administrators.", (await marta.SaysAsync("add holiday 26 March \"Festa Major\" for ES-CT")).Text);

        Assert.Equal("The company has added no days off of its own", (await marta.SaysAsync("company holidays")).Headline);
        Assert.Equal(1, await app.UntilAsync("2026-03-26T08:00:00Z"));
    }

    [Theory]
    [InlineData("add holiday 26 March \"Festa Major\" for XX-YY", "I know no calendar “XX-YY”")]
    [InlineData("add holiday 26 March \"Festa Major\"", "For which calendar?")]
    [InlineData("add holiday \"Festa Major\" for ES-CT", "Which day?")]
    [InlineData("add holiday 26 March 2020 \"Festa Major\" for ES-CT", "is over already")]
    [InlineData("add holiday 26 March 2040 \"Festa Major\" for ES-CT", "is too far away")]
    [InlineData("add holiday 3 April \"Festa Major\" for ES-CT", "is a day off in Catalonia (ES-CT) already: Divendres Sant")]
    [InlineData("add holiday 28 March \"Festa Major\" for ES-CT", "is a weekend in Catalonia (ES-CT) already.")]
    [InlineData("remove holiday 26 March for ES-CT", "there is nothing to remove")]
    [InlineData("remove holiday 3 April for ES-CT", "for another reason: Divendres Sant")]
    [InlineData("26 March is worked in ES-CT", "is a working day in Catalonia (ES-CT) already.")]
    public async Task What_cannot_be_is_refused_in_words_and_changes_nothing(string line, string message)
    {
        await using var app = await StartAsync();
        var ewa = await Manager.EwaAsync(app);

        Assert.Contains(message, (await ewa.SaysAsync(line)).Text);

        Assert.Equal("The company has added no days off of its own", (await ewa.SaysAsync("company holidays")).Headline);
    }

    [Fact]
    public async Task What_is_missing_may_be_answered()
    {
        await using var app = await StartAsync();
        var ewa = await Manager.EwaAsync(app);
        await ewa.SaysAsync("add holiday 26 March \"Festa Major\"");

        Assert.Contains("is a day off in Catalonia (ES-CT): Festa Major", (await ewa.SaysAsync("ES-CT")).Headline);
    }

    [Fact]
    public async Task A_second_run_of_the_message_answers_the_same_and_adds_nothing()
    {
        await using var app = await StartAsync();
        var ewa = await Manager.EwaAsync(app);
        var message = ewa.Message("add holiday 26 March \"Festa Major\" for ES-CT");
        await ewa.PostAsync(message);
        await using var other = await app.AnotherAsync(EwaIsAdmin);
        await ewa.At(other).PostAsync(message);

        Assert.Single((await ewa.SaysAsync("company holidays")).Rows);
        Assert.DoesNotContain(ewa.Chat, card => card.Text.Contains("already", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Days_that_were_configured_anew_move_what_is_planned_after_the_restart()
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);
        await app.BeatAsync();

        await using var restarted = await app.AnotherAsync(services => services.RemoveAll<WorkingCalendars>()
            .AddSingleton(new WorkingCalendars([new CalendarChange("ES-CT", new LocalDate(2026, 3, 26), false, "Festa Major")])));

        Assert.Equal(1, await restarted.BeatAsync());
        Assert.Equal("The calendar of days off has changed", marta.Last.Headline);
        Assert.Equal(0, await restarted.UntilAsync(Thursday));
        Assert.Equal(1, await restarted.UntilAsync(FridayMorning));

        await using var again = await restarted.AnotherAsync(services => services.RemoveAll<WorkingCalendars>()
            .AddSingleton(new WorkingCalendars([new CalendarChange("ES-CT", new LocalDate(2026, 3, 26), false, "Festa Major")])));
        Assert.Equal(0, await again.BeatAsync());
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(Manager manager, string line) => (await manager.SaysAsync(line)).Rows;

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday, configure: EwaIsAdmin);

    private static void EwaIsAdmin(IServiceCollection services) => services.Configure<CompanyRightsOptions>(options => options.Admins = ["aad-Ewa-Zaj_c"]);

    /// <summary>Marta, who calls Vila Nord tomorrow at 9:00.</summary>
    private static async Task<Manager> WithOfferAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        return marta;
    }
}
