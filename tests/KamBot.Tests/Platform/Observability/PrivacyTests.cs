using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Azure;
using KamBot.BotBuilder.Diagnostics;
using KamBot.Conversation;
using KamBot.MessageExtension;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using KamBot.Tests.MessageExtension;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;

namespace KamBot.Tests.Platform.Observability;

/// <summary>
/// What somebody typed, who they are and whom they deal with stays out of every log line, span and figure: a day with
/// everything that can go wrong, in which each name, number and token has a canary's, and not one of them sings.
/// </summary>
public sealed class PrivacyTests
{
    /// <summary>A part of every name; what is not a name is listed by itself.</summary>
    private const string Canary = "qanary";

    private static readonly string[] Canaries = [Canary, "611 222 333", "611222333", "eyJhbGciOi", "48,123", "48123", "f00dcafe-0000-4000-8000-00000000cafe"];

    private const string Links = "https://kambot.example.com";

    private const string Tenant = "f00dcafe-0000-4000-8000-00000000cafe";

    [Fact]
    public async Task A_day_with_everything_in_it_names_nobody()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: everything.ListenTo);
        app.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "eyJhbGciOiJSUzI1NiJ9.qanarypayload.qanarysignature");
        var marta = new Manager(app, "Qanaryname", "Europe/Madrid", "en-GB", Tenant);

        await TypeAsync(marta, "hello", "my calendar ES-CT", "add client Qanaryco SA, ES-CT, phone +34 611 222 333", "note for Qanaryco: Qanarynote wants it cheaper",
            "proposal sent to Qanaryco, €48,123, valid until 24 April, by e-mail", "met Qanaryco yesterday, Qanaryperson and Qanaryguest, they want the Qanaryspec by Wednesday",
            "dossier Qanaryco", "dossier Qanarxco", "qanarywords that nobody understands", "call Qanaryboss at qanary@example.com", "what do I have today?");
        await app.UntilAsync("2026-04-08T07:00:00Z");
        await marta.PressesAsync(
            marta.Chat.Last(card => card.Buttons.Contains("Called")), "Called", ("received", "yes"), ("nextSteps", "Qanarysteps"), ("urgency", "Qanaryurgency"), ("interimDate", "2026-04-14"), ("interimTime", "10:30"));

        app.Teams.Fail(
            new ConnectorFault(401, "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"qanary\"}}"),
            new ConnectorFault(429, "{\"error\":{\"message\":\"qanary\"}}"),
            new ConnectorFault(403, "{\"error\":{\"message\":\"qanary\"}}"),
            ConnectorFault.Drop);
        foreach (var line in (string[])["dossier Qanaryco", "dossier Qanaryco", "help", "dossier Qanaryco"])
            (await marta.PostAsync(marta.Message(line))).Dispose();
        await app.UntilAsync("2026-04-09T07:00:00Z");

        Assert.Contains("Qanaryco", string.Join('\n', marta.Chat.Select(card => card.Text)), StringComparison.Ordinal);
        AssertSilence(everything);
    }

    [Fact]
    public async Task A_failure_that_quotes_what_was_typed_is_logged_without_the_quotation()
    {
        using var everything = new Everything();
        var finder = new Mock<IClientFinder>();
        finder.Setup(find => find.FindAsync(It.IsAny<Turn>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("qanary outside", new AggregateException("qanary", new RequestFailedException(400, "qanary body", "InvalidInput", new FormatException("'qanary' was not in a correct format")))));
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: services =>
        {
            everything.ListenTo(services);
            services.RemoveAll<IClientFinder>().AddSingleton(finder.Object);
        });
        var marta = new Manager(app, "Qanaryname", "Europe/Madrid", "en-GB", Tenant);

        (await marta.PostAsync(marta.Message("dossier Qanaryco"))).Dispose();

        var line = Assert.Single(everything.Lines, line => line.All.Contains("failed in attempt", StringComparison.Ordinal)).All;
        Assert.Contains("System.InvalidOperationException", line, StringComparison.Ordinal);
        Assert.Contains("Status 400 InvalidInput.", line, StringComparison.Ordinal);
        Assert.Contains(" at KamBot.", line, StringComparison.Ordinal);
        AssertSilence(everything);
    }

    [Fact]
    public async Task A_store_that_fails_and_a_row_that_is_broken_name_nobody()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: everything.ListenTo);
        app.BreaksReminders = true;
        var marta = new Manager(app, "Qanaryname", "Europe/Madrid", "en-GB", Tenant);
        await TypeAsync(marta, "hello", "add client Qanaryco SA, ES-CT", "proposal sent to Qanaryco, €48,123, valid until 24 April, by e-mail");
        var user = new UserKey(Tenant, "aad-Qanaryname");
        var call = (await app.Get<ReminderStore>().OfUserAsync(user, TestContext.Current.CancellationToken)).First(reminder => reminder.Kind == "proposal.call");
        await app.Store.UpsertEntityAsync(ReminderKeys.Table, new TableEntity(ReminderKeys.Shard(user), ReminderKeys.Due(call.DueAt!.Value, call.Version)) { ["v"] = "{\"qanary\":\"qanary" }, TestContext.Current.CancellationToken);
        await app.UntilAsync("2026-04-08T07:00:00Z");

        await using var broken = await app.AnotherAsync(services =>
        {
            everything.ListenTo(services);
            services.RemoveAll<ITableStore>().AddSingleton(Failing());
        });
        broken.BreaksReminders = true;
        (await marta.At(broken).PostAsync(marta.Message("dossier Qanaryco"))).Dispose();

        Assert.Contains(everything.Lines, line => line.All.Contains("JsonException: Line 0, byte ", StringComparison.Ordinal));
        Assert.Contains(everything.Lines, line => line.Event.Id == Alarms.StoreUnusable.Id && line.All.Contains("The Table service refused", StringComparison.Ordinal));
        AssertSilence(everything);
    }

    [Fact]
    public async Task What_is_used_from_other_chats_names_nobody()
    {
        using var everything = new Everything();
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z", configure: services =>
        {
            everything.ListenTo(services);
            services.Configure<AppOptions>(settings => settings.PublicUrl = Links);
        });
        var marta = new Manager(app, "Qanaryname", "Europe/Madrid", "en-GB", Tenant);
        await TypeAsync(marta, "hello", "add client Qanaryco SA, ES-CT, phone +34 611 222 333", "proposal sent to Qanaryco, €48,123, valid until 24 April, by e-mail", "complaint from Qanaryco: the qanarypallets came late");
        var chat = new Elsewhere(marta);
        var message = Elsewhere.Message("<p>Qanaryco asks: where is the qanaryspec? Call 611 222 333</p>", "Qanaryauthor", "https://teams.microsoft.com/l/message/qanary/1");

        Assert.NotEmpty(await chat.FindsAsync("Qanaryco"));
        Assert.Empty(await chat.FindsAsync("qanarynobody"));
        foreach (var command in (string[])[ExtensionCommands.LogNote, ExtensionCommands.LogTask, ExtensionCommands.LogComplaint])
        {
            var dialog = await chat.OpensAsync(command, message);
            Elsewhere.Page(await chat.SubmitsAsync(command, dialog, message, ("what", "")));
            Elsewhere.Page(await chat.SubmitsAsync(command, dialog, message, ("who", "Qanaryperson")));
        }

        await chat.PastesAsync($"{Links}/open/offer/P-1");
        await chat.PastesAsync("https://qanary.example.com/open/qanary?qanary=qanary");
        var feedback = marta.Recorded("in-invoke-message.submitAction-personal");
        feedback.Value = JsonSerializer.Deserialize<JsonElement>("""{"actionName":"feedback","actionValue":{"reaction":"dislike","feedback":"{\"feedbackText\":\"qanarywords\"}"}}""");
        using var thanks = await marta.PostAsync(feedback);
        await app.UntilAsync("2026-04-09T07:00:00Z");

        Assert.Equal(HttpStatusCode.OK, thanks.StatusCode);
        Assert.Contains("qanaryspec", (await marta.SaysAsync("history of Qanaryco")).Text, StringComparison.Ordinal);
        AssertSilence(everything);
    }

    private static ITableStore Failing()
    {
        var store = new Mock<ITableStore>();
        store.Setup(tables => tables.SubmitTransactionAsync(It.IsAny<string>(), It.IsAny<IReadOnlyList<TableTransactionAction>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new TableStoreException("The Table service refused a request to Turns: 500.", new RequestFailedException(500, "PartitionKey qanary RowKey qanary")));
        return store.Object;
    }

    private static async Task TypeAsync(Manager manager, params string[] lines)
    {
        foreach (var line in lines)
            await manager.SaysAsync(line);
    }

    private static void AssertSilence(Everything everything)
    {
        Assert.NotEmpty(everything.Lines);
        Assert.NotEmpty(everything.Spans);
        Assert.DoesNotContain(everything.Texts, text => Array.Exists(Canaries, canary => text.Contains(canary, StringComparison.OrdinalIgnoreCase)));
    }
}
