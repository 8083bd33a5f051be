using KamBot.BotBuilder.Turns;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using KamBot.Proposals;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace KamBot.Tests.Reminders;

/// <summary>The due row is the lock of a reminder: who lost it writes nothing, and who withdraws it takes it away from whoever tells it.</summary>
public sealed class DueRowTests
{
    private static readonly UserKey Marta = new(FakeTeams.TenantId, "aad-Marta-Puig");

    [Fact]
    public async Task Truth_and_due_row_come_and_go_together()
    {
        await using var app = await WithOfferAsync();

        Assert.Equal((await PlannedAsync(app)).Select(each => ReminderKeys.Due(each.DueAt!.Value, each.Version)).Order(StringComparer.Ordinal), await DueRowsAsync(app));
        await (await Manager.MartaAsync(app)).SaysAsync("P-1 confirmed");

        var planned = await PlannedAsync(app);
        Assert.DoesNotContain(planned, each => each.Kind == ProposalRules.Call);
        Assert.Equal(planned.Select(each => ReminderKeys.Due(each.DueAt!.Value, each.Version)).Order(StringComparer.Ordinal), await DueRowsAsync(app));
    }

    [Fact]
    public async Task Who_was_overtaken_while_telling_writes_nothing_any_more()
    {
        var slow = new StandsStill();
        await using var app = await WithOfferAsync(services => services.RemoveAll<IFaultPoints>().AddSingleton<IFaultPoints>(slow));
        await using var other = await app.AnotherAsync();
        app.Sleep("2026-03-26T08:00:00Z");
        var stale = app.BeatAsync();
        await slow.Reached;

        app.Sleep("2026-03-26T08:00:31Z");
        Assert.Equal(1, await other.BeatAsync());
        var told = Assert.Single(await ReadAsync(app), each => each.Kind == ProposalRules.Call);
        slow.GoOn();

        Assert.Equal(0, await stale);
        Assert.Equal(told, Assert.Single(await ReadAsync(app), each => each.Kind == ProposalRules.Call));
        Assert.Single(app.Teams.Sent, sent => sent.Summary?.Contains("call today", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_crash_after_the_claim_brings_an_at_most_once_reminder_into_the_next_digest_and_not_twice()
    {
        await using var app = await WithOfferAsync(services => services.Configure<ReminderOptions>(options => options.AtMostOnce = [ProposalRules.Call]));
        var marta = await Manager.MartaAsync(app);
        var call = (await PlannedAsync(app)).Single(each => each.Kind == ProposalRules.Call);
        app.Sleep("2026-03-26T08:00:00Z");
        var due = await app.Get<ReminderStore>().DueOfAsync(call, TestContext.Current.CancellationToken);
        Assert.NotNull(await app.Get<ReminderClaims>().ClaimAsync([due!], TestContext.Current.CancellationToken));
        app.Sleep("2026-03-26T08:01:00Z");

        Assert.Equal(0, await app.BeatAsync());

        Assert.Equal(ReminderState.Uncertain, (await ReadAsync(app)).Single(each => each.Kind == ProposalRules.Call).State);
        await marta.SaysAsync("hello");
        Assert.Contains(marta.Chat, card => card.Headline == "One reminder may not have reached you");
    }

    private static async Task<KamBotApp> WithOfferAsync(Action<IServiceCollection>? configure = null)
    {
        var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-03-25T15:40:00Z", configure: configure);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        return app;
    }

    private static Task<IReadOnlyList<Reminder>> ReadAsync(KamBotApp app) => app.Get<ReminderStore>().OfUserAsync(Marta, TestContext.Current.CancellationToken);

    private static async Task<List<Reminder>> PlannedAsync(KamBotApp app) => [.. (await ReadAsync(app)).Where(each => each.State == ReminderState.Planned)];

    private static async Task<IEnumerable<string>> DueRowsAsync(KamBotApp app) =>
        (await app.Store.ListAsync(ReminderKeys.Table, TableQuery.Prefix(ReminderKeys.Shard(Marta), ReminderKeys.AnyDue), 100, TestContext.Current.CancellationToken)).Select(row => row.RowKey);

    /// <summary>Holds the first telling between its claim and its message.</summary>
    private sealed class StandsStill : IFaultPoints
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public void GoOn() => _goOn.SetResult();

        public async ValueTask HitAsync(string name)
        {
            if (name == "reminder.claimed" && _reached.TrySetResult())
                await _goOn.Task;
        }
    }
}
