using System.Diagnostics;
using System.Text.Json;
using KamBot.BotBuilder.Diagnostics;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Activity = System.Diagnostics.Activity;

namespace KamBot.Tests.Platform.Observability;

/// <summary>What a program tells of its turns, commands, calls and reminders to whoever listens.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_line_is_one_trace_from_the_turn_over_its_command_to_the_store_and_the_channel()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: everything.ListenTo);
        var marta = await Manager.MartaAsync(app);
        var line = marta.Message("add client Vila Nord SA, ES-CT");

        (await marta.PostAsync(line)).Dispose();

        var turn = Assert.Single(everything.Spans, span => (string?)span.GetTagItem("bot.turn.id") == TurnKey.Of(line).Turn);
        Assert.Equal(("turn message", "done"), (turn.DisplayName, turn.GetTagItem("bot.turn.outcome")));
        var command = Assert.Single(Children(everything, turn), span => span.DisplayName == "command client.add");
        Assert.Contains(Children(everything, command), span => span.DisplayName == "transaction Accounts" && (string?)span.GetTagItem("db.system.name") == "sqlite");
        var call = Assert.Single(Children(everything, turn), span => span.Kind == ActivityKind.Client && span.DisplayName.StartsWith("POST", StringComparison.Ordinal));
        Assert.Equal("POST /v3/conversations/{conversationId}/activities/{activityId}", call.DisplayName);
        Assert.Equal(201, call.GetTagItem("http.response.status_code"));
        Assert.Equal(0, everything.FiguresOf(app.Services, "bot.turn.running")[^1].Value);
    }

    [Fact]
    public async Task Turns_are_counted_by_kind_and_outcome_and_unknown_kinds_have_one_name()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: everything.ListenTo);
        var marta = await Manager.MartaAsync(app);
        var strange = marta.Message("");
        (strange.Type, strange.Name) = (ActivityTypes.Invoke, "anything/anybody/sends");

        (await marta.PostAsync(strange)).Dispose();
        (await marta.PostAsync(strange)).Dispose();

        var turns = everything.FiguresOf(app.Services, "bot.turn.duration");
        Assert.Contains(turns, turn => turn.Tag("bot.activity.type") == "message" && turn.Tag("bot.turn.outcome") == "done");
        Assert.Contains(turns, turn => turn.Tag("bot.activity.type") == "invoke" && turn.Tag("bot.invoke.name") == "_OTHER");
    }

    [Fact]
    public async Task What_the_store_and_the_channel_take_is_measured_by_operation_and_outcome()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: everything.ListenTo);
        var marta = await Manager.MartaAsync(app);
        app.Teams.Fail(new ConnectorFault(503, "{}"));

        (await marta.PostAsync(marta.Message("help"))).Dispose();

        Assert.Contains(everything.FiguresOf(app.Services, "db.client.operation.duration"), call => call is { Value: > 0 } && call.Tag("db.operation.name") == "get" && call.Tag("db.collection.name") == "Conversations");
        Assert.Contains(everything.FiguresOf(app.Services, "kambot.command.duration"), command => command.Tag("kambot.intent") == "help");
        var refused = Assert.Single(everything.FiguresOf(app.Services, "bot.connector.duration"), call => call.Tag("bot.connector.outcome") == "Retry");
        Assert.Equal(("reply", "503", "503"), (refused.Tag("bot.connector.operation"), refused.Tag("http.response.status_code"), refused.Tag("error.type")));
        Assert.Contains(everything.FiguresOf(app.Services, "bot.turn.events"), seen => seen.Tag("bot.turn.event") == "answer_deferred");
    }

    [Fact]
    public async Task A_reminder_tells_how_late_it_was_and_the_backlog_empties()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: everything.ListenTo);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        app.Sleep("2026-04-08T07:00:30Z"); // the call was due at seven

        await app.BeatAsync();

        Assert.Equal(30, Assert.Single(everything.FiguresOf(app.Services, "kambot.reminder.delay")).Value);
        Assert.Equal("Delivered", Assert.Single(everything.FiguresOf(app.Services, "kambot.reminder.outcomes")).Tag("kambot.reminder.outcome"));
        Assert.Equal(0, everything.FiguresOf(app.Services, "kambot.reminder.backlog")[^1].Value);
    }

    [Fact]
    public async Task Reminders_that_go_out_late_raise_the_alarm_once()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: everything.ListenTo);
        for (var each = 0; each < 22; each++)
        {
            var manager = new Manager(app, $"Marta {each}", "Europe/Madrid", "en-GB");
            await manager.SaysAsync("my calendar ES-CT");
            await manager.SaysAsync($"add client Vila {each} SA, ES-CT");
            await manager.SaysAsync($"proposal sent to Vila {each} SA, €48,000, valid until 24 April, by e-mail");
        }

        app.Sleep("2026-04-08T07:02:00Z");

        await app.BeatAsync();

        Assert.Equal(Alarms.RemindersLate, Assert.Single(everything.Lines, line => line.Event.Id == Alarms.RemindersLate.Id).Event);
    }

    [Fact]
    public async Task A_turn_that_is_given_up_raises_the_alarm_under_the_number_its_user_was_told()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: services =>
        {
            everything.ListenTo(services);
            Conversation.ApologyTests.FailToFindClients(services);
        });
        var marta = await Manager.MartaAsync(app);
        var line = marta.Message("dossier Vila Nord");

        (await marta.PostAsync(line)).Dispose();

        var number = TurnKey.Of(line).Turn[..8];
        Assert.EndsWith($"{number}.", marta.Last.Headline, StringComparison.Ordinal);
        Assert.Contains(everything.Lines, logged => logged.Event.Id == Alarms.TurnSetAside.Id && logged.All.Contains(number, StringComparison.Ordinal));
        Assert.Contains(everything.Spans, span => span.GetTagItem("bot.turn.id") is string id && id.StartsWith(number, StringComparison.Ordinal));
    }

    private static IEnumerable<Activity> Children(Everything everything, Activity parent) => everything.Spans.Where(span => span.ParentSpanId == parent.SpanId);
}
