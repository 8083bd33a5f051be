using KamBot.Conversation;
using KamBot.Platform.Tables;
using KamBot.Proposals;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Reminders;

/// <summary>
/// Planning writes a reminder's due row before its truth row. A sweep of another instance may come in between; a process may
/// die in between.
/// </summary>
public sealed class DueRowTests
{
    private static readonly UserKey Marta = new(FakeTeams.TenantId, "aad-Marta-Puig");

    [Fact]
    public async Task A_due_row_that_a_sweep_meets_before_its_truth_is_told_one_lease_later()
    {
        await using var app = await WithOfferAsync();
        var call = await TakeTruthAwayAsync(app);
        app.Sleep("2026-03-26T08:00:00Z");

        Assert.Equal(0, await app.BeatAsync());
        await app.Get<ReminderStore>().AddAsync([call], TestContext.Current.CancellationToken);
        app.Sleep("2026-03-26T08:00:31Z");

        Assert.Equal(1, await app.BeatAsync());
    }

    [Fact]
    public async Task A_due_row_that_is_still_alone_after_a_lease_is_thrown_away()
    {
        await using var app = await WithOfferAsync();
        await TakeTruthAwayAsync(app);
        var before = await DueRowsAsync(app);
        app.Sleep("2026-03-26T08:00:00Z");

        await app.BeatAsync();
        Assert.Equal(before, await DueRowsAsync(app));
        app.Sleep("2026-03-26T08:00:31Z");
        await app.BeatAsync();

        Assert.Equal(before - 1, await DueRowsAsync(app));
    }

    private static async Task<KamBotApp> WithOfferAsync()
    {
        var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-03-25T15:40:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        return app;
    }

    private static async Task<Reminder> TakeTruthAwayAsync(KamBotApp app)
    {
        var store = app.Get<ReminderStore>();
        var call = (await store.OfUserAsync(Marta, TestContext.Current.CancellationToken)).Single(reminder => reminder.Kind == ProposalRules.Call);
        var stored = await store.FindAsync(Marta, call.RowKey, TestContext.Current.CancellationToken);
        Assert.True(await store.DeleteAsync(stored!, TestContext.Current.CancellationToken));
        return call;
    }

    private static async Task<int> DueRowsAsync(KamBotApp app) =>
        (await app.Store.ListAsync(ReminderKeys.DueIndex, new TableQuery(ReminderKeys.Shard(Marta)), 100, TestContext.Current.CancellationToken)).Count;
}
