using KamBot.Conversation;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace KamBot.Tests.Reminders;

/// <summary>Whose reminder comes first when many are due at once.</summary>
public sealed class SweepOrderTests
{
    private static readonly LocalDateTime Nine = new(2026, 4, 7, 9, 0);

    [Fact]
    public async Task What_has_its_very_minute_comes_first_and_a_chat_gets_its_few_in_a_row()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T06:00:00Z", configure: services => services
            .AddSingleton<IReminderSource, NamedReminders>().Configure<SweepOptions>(options => options.Parallel = 1));
        await PlanAsync(app, "Ann", ("Ann 1", Nine, false), ("Ann 2", Nine.PlusMinutes(1), false), ("Ann 3", Nine.PlusMinutes(2), false));
        await PlanAsync(app, "Ben", ("Ben 1", Nine.PlusMinutes(3), false), ("Ben 2", Nine.PlusMinutes(4), false));
        await PlanAsync(app, "Cleo", ("Cleo at five past", Nine.PlusMinutes(5), true));
        app.Sleep("2026-04-07T07:10:00Z");

        Assert.Equal(6, await app.BeatAsync());

        Assert.Equal(["Cleo at five past", "Ann 1", "Ann 2", "Ann 3", "Ben 1", "Ben 2"], app.Teams.Sent.Select(sent => sent.Summary));
    }

    [Fact]
    public async Task A_chat_that_takes_no_more_now_holds_up_no_other_and_is_not_pressed()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T07:10:00Z", configure: services => services
            .AddSingleton<IReminderSource, NamedReminders>().Configure<SweepOptions>(options => options.Parallel = 1));
        await PlanAsync(app, "Ann", ("Ann 1", Nine, false), ("Ann 2", Nine, false), ("Ann 3", Nine, false));
        await PlanAsync(app, "Ben", ("Ben 1", Nine, false));
        app.Teams.Verdict = call => call.RawTarget.Contains("Ann", StringComparison.Ordinal) ? ConnectorFault.Refuse(429, "Throttled", TimeSpan.FromMinutes(3)) : null;

        Assert.Equal(1, await app.BeatAsync());

        Assert.Equal("Ben 1", Assert.Single(app.Teams.Sent).Summary);
        Assert.Equal(2, app.Teams.Calls.Count);
    }

    private static async Task PlanAsync(KamBotApp app, string name, params (string Name, LocalDateTime At, bool Exact)[] reminders)
    {
        var user = NamedReminders.UserAt(name, $"a:{name}", app.Teams.ServiceUrl, "Europe/Madrid");
        await app.Get<Profiles>().ChangeAsync(user.User, _ => user, TestContext.Current.CancellationToken);
        await app.Get<ReminderStore>().AddAsync([.. reminders.Select(each => NamedReminders.Planned(user, each.Name, each.At, each.Exact))], TestContext.Current.CancellationToken);
    }
}
