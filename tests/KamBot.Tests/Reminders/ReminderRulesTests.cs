using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace KamBot.Tests.Reminders;

/// <summary>What holds for whom: configuration, then the company, then the user, then the user for one client.</summary>
public sealed class ReminderRulesTests
{
    private static readonly Profile Marta = new() { User = new UserKey(FakeTeams.TenantId, "aad-Marta-Puig"), Zone = "Europe/Madrid", Calendar = "ES-CT" };

    private static readonly Account VilaNord = new() { Id = "vila", Name = "Vila Nord", Owner = "aad-Marta-Puig", OwnerName = "Marta Puig", Since = default };

    [Fact]
    public async Task Each_level_wins_over_the_one_below_it_and_says_so()
    {
        await using var app = await StartAsync(options => options.CallDays = 4);
        var rules = app.Get<ReminderRules>();
        Assert.Equal((4, SettingLevel.Company), Found(rules.Of(Marta, VilaNord)));

        await SetAsync(app, FakeTeams.TenantId, "5");
        Assert.Equal((5, SettingLevel.Company), Found(rules.Of(Marta, VilaNord)));

        var hers = Marta with { Rules = Rule("6") };
        Assert.Equal((6, SettingLevel.User), Found(rules.Of(hers, VilaNord)));

        Assert.Equal((7, SettingLevel.Client), Found(rules.Of(hers, VilaNord with { Rules = Rule("7") })));
        Assert.Equal((6, SettingLevel.User), Found(rules.Of(hers)));
    }

    [Fact]
    public async Task What_cannot_be_read_leaves_the_level_below()
    {
        await using var app = await StartAsync();
        await SetAsync(app, FakeTeams.TenantId, "0");

        Assert.Equal((1, SettingLevel.Company), Found(app.Get<ReminderRules>().Of(Marta with { Rules = Rule("soon") }, VilaNord with { Rules = new Dictionary<string, string> { ["gone"] = "1" } })));
    }

    [Fact]
    public async Task A_client_has_no_say_in_the_managers_own_day()
    {
        await using var app = await StartAsync();
        var client = VilaNord with { Rules = new Dictionary<string, string> { ["quiet"] = "12:00-14:00", ["week"] = "1" } };

        var settings = app.Get<ReminderRules>().Of(Marta, client);

        Assert.Equal("18:00-08:30", ReminderSetting.Quiet.Text(settings));
        Assert.True(settings.Manager.IsWorkingDay(new LocalDate(2026, 3, 27)));
    }

    [Fact]
    public async Task A_company_moves_nobody_elses_rules()
    {
        await using var app = await StartAsync();
        await SetAsync(app, "another-tenant", "9");

        Assert.Equal((1, SettingLevel.Company), Found(app.Get<ReminderRules>().Of(Marta)));
        Assert.Equal((9, SettingLevel.Company), Found(app.Get<ReminderRules>().Of(Marta with { User = new UserKey("another-tenant", "u") })));
    }

    [Fact]
    public async Task Another_instance_knows_a_companys_change_after_fifteen_seconds_and_reads_no_more_often()
    {
        WatchedTables? watched = null;
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-03-25T15:40:00Z");
        await using var other = await app.AnotherAsync(services => watched = WatchedTables.Before(services));
        await other.BeatAsync();
        await SetAsync(app, FakeTeams.TenantId, "5");
        var queries = watched!.Queries;
        await other.BeatAsync();
        var ofAFreshBeat = watched.Queries - queries;
        Assert.Equal(1, other.Get<ReminderRules>().Of(Marta).CallDays);

        app.Clock.Advance(TimeSpan.FromSeconds(15));
        await other.BeatAsync();

        Assert.Equal(5, other.Get<ReminderRules>().Of(Marta).CallDays);
        // The companies' rules and, read anew as often, their days off.
        Assert.Equal(2 * ofAFreshBeat + 2, watched.Queries - queries);
    }

    [Fact]
    public async Task A_companys_row_that_cannot_be_read_leaves_what_is_configured()
    {
        await using var app = await StartAsync();
        await app.Store.AddEntityAsync(CompanyRules.Table, RowJson.WriteText(new TableEntity("rules", FakeTeams.TenantId), "no json"), TestContext.Current.CancellationToken);

        await app.BeatAsync();

        Assert.Equal(1, app.Get<ReminderRules>().Of(Marta).CallDays);
    }

    private static (int Days, SettingLevel Level) Found(ReminderSettings settings) => (settings.CallDays, settings.LevelOf("callDays"));

    private static Dictionary<string, string> Rule(string days) => new() { ["callDays"] = days };

    private static Task<KamBotApp> StartAsync(Action<ReminderOptions>? configure = null) =>
        KamBotApp.StartAsync(StoreKind.Sqlite, "2026-03-25T15:40:00Z", configure: services => services.Configure(configure ?? (_ => { })));

    private static Task SetAsync(KamBotApp app, string tenant, string days) =>
        app.Get<CompanyRules>().ChangeAsync(tenant, _ => Rule(days), TestContext.Current.CancellationToken);
}
