using KamBot.BotBuilder.Diagnostics;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using KamBot.Tests.Platform.Observability;
using NodaTime;

namespace KamBot.Tests.Reminders;

/// <summary>What a defect or a hand in the store left is repaired in the night, reported, and nothing is told twice for it.</summary>
public sealed class ReconciliationTests
{
    private const string Evening = "2026-04-07T16:00:00Z";
    private const string Night = "2026-04-08T02:30:00Z";
    private const string CallDue = "2026-04-08T07:00:00Z";

    private static readonly UserKey Marta = new(FakeTeams.TenantId, "aad-Marta-Puig");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reminder_that_lost_its_due_row_gets_it_back_in_the_night_and_comes_on_time()
    {
        using var everything = new Everything();
        await using var app = await WithOfferAsync(everything);
        await app.UntilAsync(Evening);
        await DeleteAsync(app, DueKey(await CallAsync(app)));

        await app.UntilAsync(Night);

        Assert.Equal("DueRowMissing", Assert.Single(everything.FiguresOf(app.Services, "kambot.reminder.repaired")).Tag("kambot.reminder.finding"));
        Assert.Single(everything.Lines, line => line.Event.Id == Alarms.RemindersRepaired.Id);
        Assert.Equal(1, await app.UntilAsync(CallDue));
    }

    [Fact]
    public async Task What_was_due_while_its_row_was_lost_is_told_late_and_once()
    {
        await using var app = await WithOfferAsync();
        await app.UntilAsync(Evening);
        await DeleteAsync(app, DueKey(await CallAsync(app)));
        app.Sleep("2026-04-08T08:00:00Z");

        Assert.Equal(1, await app.BeatAsync());

        Assert.Contains("late", app.Teams.Sent[^1].Attachments![0].Content!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await app.BeatAsync());
    }

    [Fact]
    public async Task A_due_row_whose_reminder_was_settled_or_is_gone_or_moved_is_taken_away_before_it_speaks()
    {
        using var everything = new Everything();
        await using var app = await WithOfferAsync(everything);
        await app.UntilAsync(Evening);
        var reminders = await app.Get<ReminderStore>().OfUserAsync(Marta, Token);
        var (settled, gone, moved) = (reminders[0], reminders[1], reminders[2]);
        await UpsertAsync(app, ReminderStore.Row(settled with { State = ReminderState.Dropped, DueAt = null, Why = "ended" }));
        await DeleteAsync(app, gone.RowKey);
        await UpsertAsync(app, new DueRow(moved with { Version = "another" }).Entity);

        await app.UntilAsync(Night);

        var found = everything.FiguresOf(app.Services, "kambot.reminder.repaired").ToDictionary(each => each.Tag("kambot.reminder.finding")!, each => each.Value);
        Assert.Equal((1, 2), ((int)found["DueRowSettled"], (int)found["DueRowStray"]));
        Assert.Equal(0, await app.UntilAsync("2026-04-08T12:00:00Z"));
    }

    [Theory]
    [InlineData("proposal sent to Vila Nord, €9,000, valid until 24 April, by e-mail", "proposal~00000001")]
    [InlineData("remind me every first Monday to review targets", "own~")]
    [InlineData("keep in touch with Vila Nord every 3 weeks", "touch~")]
    [InlineData("away 20–24 April, Joan covers", "absence~")]
    public async Task What_is_open_and_lost_all_its_reminders_is_planned_anew(string line, string row)
    {
        using var everything = new Everything();
        await using var app = await WithOfferAsync(everything);
        var (marta, _) = (await Manager.MartaAsync(app), await Manager.JoanAsync(app));
        await marta.SaysAsync(line);
        await app.UntilAsync(Evening);
        var lost = await PlannedAsync(app, row);
        Assert.NotEmpty(lost);
        foreach (var reminder in lost)
        {
            await DeleteAsync(app, DueKey(reminder));
            await DeleteAsync(app, reminder.RowKey);
        }

        await app.UntilAsync(Night);

        Assert.Equal("PlanMissing", Assert.Single(everything.FiguresOf(app.Services, "kambot.reminder.repaired")).Tag("kambot.reminder.finding"));
        Assert.Equal(lost.Select(each => (each.Kind, each.At)), (await PlannedAsync(app, row)).Select(each => (each.Kind, each.At)));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_reported_and_left_where_it_is()
    {
        using var everything = new Everything();
        await using var app = await WithOfferAsync(everything);
        app.BreaksReminders = true;
        await app.UntilAsync(Evening);
        var call = await CallAsync(app);
        await UpsertAsync(app, new TableEntity(ReminderKeys.Shard(Marta), call.RowKey) { ["v"] = "{" });

        await app.UntilAsync(Night);

        Assert.Contains(everything.FiguresOf(app.Services, "kambot.reminder.repaired"), each => each.Tag("kambot.reminder.finding") == "Unreadable");
        Assert.NotNull(await app.Store.GetEntityIfExistsAsync(ReminderKeys.Table, ReminderKeys.Shard(Marta), call.RowKey, Token));
    }

    [Fact]
    public async Task What_was_settled_long_ago_is_not_kept_but_what_the_user_was_not_told_of_is()
    {
        await using var app = await WithOfferAsync();
        var (call, rest) = (await CallAsync(app), (await app.Get<ReminderStore>().OfUserAsync(Marta, Token)).Where(each => each.Kind != "proposal.call").ToList());
        await app.UntilAsync(CallDue);
        var owed = rest[0];
        await DeleteAsync(app, DueKey(owed));
        await UpsertAsync(app, ReminderStore.Row(owed with { State = ReminderState.Undelivered, DueAt = null, Why = "Refused" }));

        await app.UntilAsync("2026-07-01T12:00:00Z");
        Assert.Contains(await app.Get<ReminderStore>().OfUserAsync(Marta, Token), each => each.RowKey == call.RowKey);
        await app.UntilAsync("2026-09-01T12:00:00Z");

        Assert.Equal(owed.RowKey, Assert.Single(await app.Get<ReminderStore>().OfUserAsync(Marta, Token)).RowKey);
    }

    [Fact]
    public async Task A_large_store_is_walked_in_parts_by_several_instances_and_each_row_is_repaired_once()
    {
        using var everything = new Everything();
        using var others = new Everything();
        await using var app = await WithOfferAsync(everything);
        await using var other = await app.AnotherAsync(others.ListenTo);
        await app.UntilAsync(Evening);
        await AddOrphansAsync(app, 1_000);
        app.Sleep(Night);

        for (var beat = 0; beat < 50; beat++)
            await Task.WhenAll(app.BeatAsync(), other.BeatAsync());

        Assert.Equal(1_000, Sum(everything, app) + Sum(others, other));
        var reads = WatchedReads(app);
        await app.BeatAsync();
        Assert.Equal(reads, WatchedReads(app));

        static double Sum(Everything listener, KamBotApp of) => listener.FiguresOf(of.Services, "kambot.reminder.repaired").Sum(each => each.Value);

        double WatchedReads(KamBotApp of) => everything.FiguresOf(of.Services, "db.client.operation.duration").Count(each => each.Tag("db.collection.name") == Reconciliation.Table);
    }

    private static async Task AddOrphansAsync(KamBotApp app, int count)
    {
        var call = await CallAsync(app);
        for (var n = 0; n < count; n++)
            await UpsertAsync(app, new DueRow(call with { Kind = $"k{n}", Version = $"v{n}", DueAt = call.DueAt!.Value + Duration.FromDays(30) }).Entity);
    }

    private static async Task<KamBotApp> WithOfferAsync(Everything? everything = null)
    {
        var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: everything is null ? null : everything.ListenTo);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        return app;
    }

    private static async Task<Reminder> CallAsync(KamBotApp app) =>
        (await app.Get<ReminderStore>().OfUserAsync(Marta, Token)).Single(each => each.Kind == "proposal.call");

    private static async Task<List<Reminder>> PlannedAsync(KamBotApp app, string row) =>
        [.. (await app.Get<ReminderStore>().OfUserAsync(Marta, Token)).Where(each => each.Subject.Row.StartsWith(row, StringComparison.Ordinal))];

    private static string DueKey(Reminder reminder) => ReminderKeys.Due(reminder.DueAt!.Value, reminder.Version);

    private static async Task DeleteAsync(KamBotApp app, string rowKey)
    {
        var row = await app.Store.GetEntityIfExistsAsync(ReminderKeys.Table, ReminderKeys.Shard(Marta), rowKey, Token);
        Assert.True((await app.Store.DeleteEntityAsync(ReminderKeys.Table, row!, Token)).Succeeded);
    }

    private static Task<TableWrite> UpsertAsync(KamBotApp app, TableEntity row) => app.Store.UpsertEntityAsync(ReminderKeys.Table, row, Token);
}
