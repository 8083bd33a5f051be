using System.Globalization;
using System.Text.Json.Nodes;
using KamBot.Conversation;
using KamBot.Operations;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Operations;

/// <summary>What whoever runs KamBot can see and do about reminders by <c>KamBot reminders …</c>, beside the running program.</summary>
public sealed class RemindersCommandTests
{
    private static readonly UserKey Marta = new(FakeTeams.TenantId, "aad-Marta-Puig");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_is_in_the_order_of_time_and_names_nobody_unless_asked_to()
    {
        await using var app = await WithOfferAsync();

        var (plain, named) = (await AskAsync(app, "list"), await AskAsync(app, "list --names --state waiting --most 1"));

        Assert.Equal((0, 0), (plain.Exit, named.Exit));
        Assert.Contains("waiting  2026-04-08T07:00:00Z  proposal.call", plain.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Vila Nord", plain.Output, StringComparison.Ordinal);
        Assert.Contains("P-1 · Vila Nord SA", named.Output, StringComparison.Ordinal);
        Assert.Contains("1 of ", named.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_can_be_narrowed_to_a_state_a_user_and_a_client_and_read_by_a_program()
    {
        await using var app = await WithOfferAsync();
        var andrei = await Manager.AndreiAsync(app);
        await andrei.SaysAsync("add client Carpat Retail SRL, RO");
        await andrei.SaysAsync("proposal sent to Carpat Retail, 120,000 lei, valid until 30 April, by e-mail");
        app.Sleep("2026-04-08T07:05:00Z");

        var mine = JsonNode.Parse((await AskAsync(app, "list --json --user aad-Marta-Puig")).Output)!.AsArray();
        var due = JsonNode.Parse((await AskAsync(app, $"list --json --state due --client {mine[0]!["client"]}")).Output)!.AsArray();
        app.Sleep("2026-04-08T07:11:00Z");
        var overdue = JsonNode.Parse((await AskAsync(app, "list --json --state overdue --user aad-Marta-Puig")).Output)!.AsArray();

        Assert.All(mine, line => Assert.Equal("aad-Marta-Puig", (string)line!["user"]!));
        Assert.Equal(("due", "proposal.call"), ((string)Assert.Single(due)!["state"]!, (string)due[0]!["kind"]!));
        Assert.Equal("overdue", (string)Assert.Single(overdue)!["state"]!);
        Assert.Contains("0 reminders.", (await AskAsync(app, "list --state undelivered")).Output, StringComparison.Ordinal);
        await app.UntilAsync("2026-04-08T07:12:00Z");
    }

    [Fact]
    public async Task One_reminders_life_is_told_before_and_after_it_was_told()
    {
        await using var app = await WithOfferAsync();
        var id = (await CallAsync(app)).Version;

        var before = await AskAsync(app, $"explain {id[..10]}");
        await app.UntilAsync("2026-04-08T07:00:00Z");
        var after = await AskAsync(app, $"explain {id} --names");

        Assert.Contains("planned   2026-04-07T12:00:00Z by operation ", before.Output, StringComparison.Ordinal);
        Assert.Contains("(proposal.sent)", before.Output, StringComparison.Ordinal);
        Assert.Contains("time      2026-04-08 09:00 in Europe/Madrid, which is 2026-04-08T07:00:00Z", before.Output, StringComparison.Ordinal);
        Assert.Contains("rule      ", before.Output, StringComparison.Ordinal);
        Assert.Contains("tried     0 claims, 0 failures, 0 waits for Teams, 0 sends whose answer was lost", before.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Vila Nord", before.Output, StringComparison.Ordinal);
        Assert.Contains("became    told 2026-04-08T07:00:00Z, 0:00:00:00 after its time", after.Output, StringComparison.Ordinal);
        Assert.Contains($"message   {(await CallAsync(app)).ActivityId}", after.Output, StringComparison.Ordinal);
        Assert.Contains("Vila Nord", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_went_wrong_stands_in_a_reminders_life()
    {
        await using var app = await WithOfferAsync();
        app.Teams.Verdict = _ => ConnectorFault.Refuse(429, "Throttled", TimeSpan.FromMinutes(2));
        app.Sleep("2026-04-08T07:00:00Z");
        await app.BeatAsync();

        var life = (await AskAsync(app, $"explain {(await CallAsync(app)).Version}")).Output;

        Assert.Contains("due row   2026-04-08T07:02:00Z, put off", life, StringComparison.Ordinal);
        Assert.Contains("1 waits for Teams", life, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reminder_is_moved_and_comes_at_its_new_time_only()
    {
        await using var app = await WithOfferAsync();

        var moved = await AskAsync(app, $"move {(await CallAsync(app)).Version} --to 2026-04-08T11:30");

        Assert.Equal((0, "Moved to 2026-04-08T09:30:00Z. It stays there until what it is about is planned anew; quiet hours and days off still count.\n"), (moved.Exit, moved.Output));
        Assert.Equal(0, await app.UntilAsync("2026-04-08T09:29:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-08T09:30:00Z"));
    }

    [Fact]
    public async Task A_cancelled_reminder_does_not_come_and_says_why()
    {
        await using var app = await WithOfferAsync();
        var id = (await CallAsync(app)).Version;

        Assert.Equal(0, (await AskAsync(app, $"cancel {id}")).Exit);

        Assert.Equal(0, await app.UntilAsync("2026-04-08T12:00:00Z"));
        Assert.Contains("became    not told: an operator cancelled it", (await AskAsync(app, $"explain {id}")).Output, StringComparison.Ordinal);
        Assert.Equal((4, ""), ((await AskAsync(app, $"cancel {id}")) is var again ? again.Exit : -1, again.Output));
    }

    [Fact]
    public async Task What_is_being_told_right_now_is_left_alone()
    {
        await using var app = await WithOfferAsync();
        var call = await CallAsync(app);
        var due = await app.Get<ReminderStore>().DueOfAsync(call, Token);
        await app.Get<ReminderClaims>().ClaimAsync([due!], Token);

        var answers = new[] { await AskAsync(app, $"cancel {call.Version}"), await AskAsync(app, $"move {call.Version} --to 2026-04-09T11:30"), await AskAsync(app, "replan --user aad-Marta-Puig") };

        Assert.All(answers, answer => Assert.Equal(3, answer.Exit));
        Assert.All(answers, answer => Assert.StartsWith("It is being told right now (held until 2026-04-07T12:00:30Z", answer.Error, StringComparison.Ordinal));
        Assert.Contains("held", (await AskAsync(app, "list --state held")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_users_plans_are_computed_anew_where_a_reminder_was_moved()
    {
        await using var app = await WithOfferAsync();
        var call = await CallAsync(app);
        await AskAsync(app, $"move {call.Version} --to 2026-04-08T11:30");

        var replanned = await AskAsync(app, "replan --user aad-Marta-Puig");

        Assert.Equal(0, replanned.Exit);
        Assert.Equal(call.At, (await CallAsync(app)).At);
        Assert.Equal(2, (await AskAsync(app, "replan --user nobody")).Exit);
    }

    [Fact]
    public async Task A_store_is_reconciled_at_once()
    {
        await using var app = await WithOfferAsync();
        await app.BeatAsync();
        var call = await CallAsync(app);
        await app.Store.DeleteEntityAsync(ReminderKeys.Table, (await app.Get<ReminderStore>().DueOfAsync(call, Token))!.Entity, Token);

        Assert.Contains("lost", (await AskAsync(app, "list")).Output, StringComparison.Ordinal);
        Assert.Equal("Found: 1 × DueRowMissing.\n", (await AskAsync(app, "reconcile --dry-run")).Output);
        Assert.Equal("Done: 1 × DueRowMissing.\n", (await AskAsync(app, "reconcile")).Output);
        Assert.Equal("All stored reminders agree.\n", (await AskAsync(app, "reconcile")).Output);
    }

    [Theory]
    [InlineData("", "Say what to do with the reminders.")]
    [InlineData("dance", "dance is nothing that can be done with reminders.")]
    [InlineData("explain", "explain needs a reminder's id, at least four signs of it.")]
    [InlineData("move abcdef --to tomorrow", "move needs --to with a time like 2026-04-01T09:00.")]
    [InlineData("replan", "replan needs --user.")]
    [InlineData("list --most 0", "--most is a number from 1 to 1000.")]
    [InlineData("list --state lonely", "--state is one of waiting, due, overdue, held, sent, undelivered, uncertain, dropped, withdrawn.")]
    [InlineData("list --loud", "--loud is not an option.")]
    [InlineData("list --user", "--user has no value.")]
    public async Task Wrong_words_are_told_with_the_usage_and_nothing_is_done(string words, string problem)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);

        var exit = await RemindersCommand.RunAsync(Words(words), (_, _) => throw new InvalidOperationException("Nothing may be built."), output, error, Token);

        Assert.Equal((1, ""), (exit, output.ToString()));
        Assert.StartsWith($"{problem}{Environment.NewLine}", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("reminders explain ID", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_answers_from_its_configured_store_without_a_web_server()
    {
        var folder = Path.Combine(Path.GetTempPath(), "kambot-tests", Guid.NewGuid().ToString("N"));
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            var exit = await RemindersCommand.RunAsync(["list", $"--Storage:Path={Path.Combine(folder, "kambot.db")}", "--environment=Development"], Program.Build, output, error, Token);

            Assert.Equal((0, $"0 reminders.{Environment.NewLine}", ""), (exit, output.ToString(), error.ToString()));
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Exit, string Output, string Error)> AskAsync(KamBotApp app, string words)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var request = OperatorRequest.Read(Words(words));
        Assert.Empty(request.Problems);
        var exit = await RemindersCommand.AnswerAsync(app.Services, request, output, error, Token);
        return ((int)exit, output.ToString(), error.ToString());
    }

    private static string[] Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<Reminder> CallAsync(KamBotApp app) =>
        (await app.Get<ReminderStore>().OfUserAsync(Marta, Token)).Single(each => each.Kind == "proposal.call");

    private static async Task<KamBotApp> WithOfferAsync()
    {
        var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        return app;
    }
}
