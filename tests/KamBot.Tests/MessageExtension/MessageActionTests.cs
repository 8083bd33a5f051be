using System.Net;
using KamBot.MessageExtension;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.MessageExtension;

/// <summary>A message in any chat becomes a note, a task or a complaint, once.</summary>
public sealed class MessageActionTests
{
    private const string Wednesday = "2026-04-08T08:00:00Z";

    [Fact]
    public async Task A_message_is_kept_as_a_note_of_the_client_it_names()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        var chat = new Elsewhere(marta);
        var message = Elsewhere.Message("<p>Hello, here at <b>Vila Nord</b> we want &amp; need<br>the spec by May.</p>");

        var dialog = await chat.OpensAsync(ExtensionCommands.LogNote, message);
        Assert.Equal("Log as note", dialog.Headline);
        Assert.Equal(["client", "what", "on", "who"], dialog.Inputs);
        var defaults = dialog.Defaults().ToDictionary(each => each.Name, each => each.Value);
        Assert.Equal("Hello, here at Vila Nord we want & need\nthe spec by May.", defaults["what"]);
        Assert.Equal(("2026-04-07", "Anna Lis"), (defaults["on"], defaults["who"]));

        var saved = Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogNote, dialog, message));
        Assert.Equal("Note kept · Vila Nord SA", saved.Headline);
        Assert.Empty(saved.Buttons);
        var history = await marta.SaysAsync("history of Vila Nord");
        Assert.StartsWith("Note, 7 Apr 2026, Anna Lis: Hello, here at Vila Nord", history.Rows[0], StringComparison.Ordinal);
        Assert.Contains("https://teams.microsoft.com/l/message/", history.Rows[0], StringComparison.Ordinal);
        Assert.StartsWith("today: Note", (await marta.SaysAsync("dossier Vila Nord")).Fact("Last contact"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_somebody_elses_message_hides_behind_words_shows_its_address()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);

        var dialog = await new Elsewhere(marta).OpensAsync(ExtensionCommands.LogNote, Elsewhere.Message("<p>Vila Nord: see [our portal](https://elsewhere.example)</p>"));

        Assert.Equal("Vila Nord: see [our portal] (https://elsewhere.example)", dialog.Defaults().Single(each => each.Name == "what").Value);
    }

    [Fact]
    public async Task A_task_has_its_reminder_and_the_way_back_to_the_message()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        var chat = new Elsewhere(marta);
        var message = Elsewhere.Message("<p>Can Carpat Retail have the price list?</p>");

        var dialog = await chat.OpensAsync(ExtensionCommands.LogTask, message);
        Assert.Equal("2026-04-09", dialog.Defaults().Single(each => each.Name == "due").Value);
        var saved = Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogTask, dialog, message, ("what", "send the price list"), ("party", "Us"), ("who", "")));
        Assert.Equal("Task noted · Carpat Retail SRL · Send the price list", saved.Headline);

        Assert.Equal(1, await app.UntilAsync("2026-04-09T07:00:00Z"));
        Assert.Equal("Carpat Retail SRL · today: Send the price list", marta.Last.Headline);
        Assert.Contains(marta.Last.Json!["actions"]!.AsArray(), action => (string?)action!["type"] == "Action.OpenUrl" && ((string)action["url"]!).StartsWith("https://teams.microsoft.com/", StringComparison.Ordinal));
        Assert.Equal("Done · Carpat Retail SRL · Send the price list", (await marta.PressesAsync(marta.Last, "Done")).Headline);
    }

    [Fact]
    public async Task A_complaint_is_open_until_it_is_settled()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        var chat = new Elsewhere(marta);
        var message = Elsewhere.Message("<p>The pallets for Vila Nord came late again</p>", "Pere Vidal");

        var saved = Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogComplaint, await chat.OpensAsync(ExtensionCommands.LogComplaint, message), message));

        Assert.Equal("Complaint noted · Vila Nord SA", saved.Headline);
        Assert.Contains("One open complaint", (await marta.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.UntilAsync("2026-04-09T07:00:00Z"));
        Assert.Equal("Pere Vidal", marta.Last.Fact("Who said it"));
    }

    [Theory]
    [InlineData(ExtensionCommands.LogNote, "Note, 7 Apr")]
    [InlineData(ExtensionCommands.LogTask, "Task: ")]
    [InlineData(ExtensionCommands.LogComplaint, "Complaint: ")]
    public async Task Submitted_again_under_the_same_or_another_id_it_is_there_once_and_the_answer_is_the_same(string command, string entry)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        var chat = new Elsewhere(marta);
        var message = Elsewhere.Message("<p>Vila Nord waits for the spec</p>");
        var dialog = await chat.OpensAsync(command, message);

        var first = Elsewhere.Page(await chat.SubmitsAsync(command, dialog, message));
        app.Clock.Advance(TimeSpan.FromSeconds(45));
        var second = Elsewhere.Page(await chat.SubmitsAsync(command, dialog, message));

        Assert.Equal(first.Headline, second.Headline);
        Assert.Single((await marta.SaysAsync("history of Vila Nord")).Rows, row => row.StartsWith(entry, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ExtensionCommands.LogNote)]
    [InlineData(ExtensionCommands.LogTask)]
    [InlineData(ExtensionCommands.LogComplaint)]
    public async Task What_was_just_logged_is_taken_back_from_the_dialog(string command)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        var chat = new Elsewhere(marta);
        var message = Elsewhere.Message("<p>Vila Nord waits for the spec</p>");
        var saved = Elsewhere.Page(await chat.SubmitsAsync(command, await chat.OpensAsync(command, message), message));

        var undone = await chat.SubmitsAsync(command, saved, message);

        Assert.Equal("message", (string?)undone["task"]!["type"]);
        Assert.DoesNotContain((await marta.SaysAsync("history of Vila Nord")).Rows, row => row.Contains("the spec", StringComparison.Ordinal));
        Assert.Equal(0, await app.UntilAsync("2026-04-14T15:00:00Z"));
    }

    [Fact]
    public async Task The_dialogs_undo_never_takes_back_what_was_noted_after_it()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        var chat = new Elsewhere(marta);
        var message = Elsewhere.Message("<p>Vila Nord waits for the spec</p>");
        var saved = Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogNote, await chat.OpensAsync(ExtensionCommands.LogNote, message), message));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await marta.SaysAsync("proposal sent to Carpat Retail, €48,000, valid until 24 April, by e-mail");

        var refused = await chat.SubmitsAsync(ExtensionCommands.LogNote, saved, message);

        Assert.Equal("You noted something else since, so I can't undo this from here.", (string?)refused["task"]!["value"]);
        Assert.Contains((await marta.SaysAsync("history of Carpat Retail")).Rows, row => row.Contains("P-1", StringComparison.Ordinal));
        Assert.Contains((await marta.SaysAsync("history of Vila Nord")).Rows, row => row.Contains("the spec", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(400)]
    public async Task However_long_a_note_is_it_is_never_cut_within_a_character(int length)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        var chat = new Elsewhere(marta);
        var dialog = await chat.OpensAsync(ExtensionCommands.LogNote, Elsewhere.Message("<p>Vila Nord</p>"));

        foreach (var what in (string[])[new string('x', length - 1) + "😀 and more", new string('x', length - 2) + "😀 and more"])
        {
            var saved = Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogNote, dialog, null, ("what", what)));

            Assert.DoesNotContain('\uFFFD', saved.Text);
            Assert.DoesNotContain('\uFFFD', (await marta.SaysAsync("history of Vila Nord")).Text);
        }
    }

    [Fact]
    public async Task An_error_keeps_what_was_typed_and_saves_nothing()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        var chat = new Elsewhere(marta);
        var dialog = await chat.OpensAsync(ExtensionCommands.LogNote);
        Assert.DoesNotContain(dialog.Defaults(), each => each.Name == "client");

        var again = Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogNote, dialog, null, ("what", "they like it"), ("who", "Anna"), ("on", "2026-04-02")));
        Assert.Contains("Choose the client.", again.Text, StringComparison.Ordinal);
        var kept = again.Defaults().ToDictionary(each => each.Name, each => each.Value);
        Assert.Equal(("they like it", "Anna", "2026-04-02"), (kept["what"], kept["who"], kept["on"]));
        again = Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogNote, again, null, ("client", "00000000000000000000")));
        Assert.Contains("That client no longer exists.", again.Text, StringComparison.Ordinal);
        var vilaNord = again.Json!["body"]!.AsArray().Single(each => (string?)each!["id"] == "client")!["choices"]!.AsArray().Single(each => (string?)each!["title"] == "Vila Nord SA")!["value"]!;
        again = Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogNote, again, null, ("client", (string)vilaNord!), ("on", "2026-05-01")));
        Assert.Contains("That day is still ahead.", again.Text, StringComparison.Ordinal);

        var saved = Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogNote, again, null, ("on", "2026-04-02")));

        Assert.Equal("Note kept · Vila Nord SA", saved.Headline);
        Assert.Single((await marta.SaysAsync("history of Vila Nord")).Rows, row => row.StartsWith("Note", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_wrote_the_message_tells_the_client_when_its_words_do_not()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        await marta.PressesAsync(await marta.SaysAsync("log meeting with Carpat Retail"), "Save", ("theirs", "Ioana Pop (CEO)"));

        var dialog = await new Elsewhere(marta).OpensAsync(ExtensionCommands.LogNote, Elsewhere.Message("<p>See you on Monday</p>", "Ioana Pop"));

        var chosen = dialog.Defaults().Single(each => each.Name == "client").Value;
        Assert.Equal("Carpat Retail SRL", (string?)dialog.Json!["body"]!.AsArray().Single(each => (string?)each!["id"] == "client")!["choices"]!.AsArray().Single(each => (string?)each!["value"] == chosen)!["title"]);
    }

    [Fact]
    public async Task A_colleagues_client_is_not_in_the_list_and_cannot_be_written_to()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        var message = Elsewhere.Message("<p>Vila Nord waits for the spec</p>");
        var martas = (await new Elsewhere(marta).OpensAsync(ExtensionCommands.LogNote, message)).Defaults().Single(each => each.Name == "client").Value;
        var andrei = await Manager.AndreiAsync(app);
        var chat = new Elsewhere(andrei);
        Assert.Equal("message", (string?)(await chat.FetchesAsync(ExtensionCommands.LogNote, message))["task"]!["type"]);
        await andrei.SaysAsync("add client Dacia Logistic SRL, RO");

        var dialog = await chat.OpensAsync(ExtensionCommands.LogNote, message);
        Assert.DoesNotContain("Vila Nord SA", dialog.Json!.ToJsonString(), StringComparison.Ordinal);
        var refused = Elsewhere.Page(await chat.SubmitsAsync(ExtensionCommands.LogNote, dialog, message, ("client", martas)));

        Assert.Contains("That client no longer exists.", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("createNote")]
    [InlineData("")]
    public async Task An_action_that_nobody_knows_is_told_in_a_sentence(string command)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);

        var answer = await new Elsewhere(marta).FetchesAsync(command, Elsewhere.Message("<p>Hi</p>"));

        Assert.Equal("I don't know this action. Perhaps the app wants an update in Teams.", (string?)answer["task"]!["value"]);
    }

    [Fact]
    public async Task Nothing_is_said_into_a_chat_that_is_not_KamBots()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithClientsAsync(app);
        var before = app.Teams.Calls.Count;
        var chat = new Elsewhere(marta);
        var message = Elsewhere.Message("<p>Vila Nord waits</p>", link: "javascript:alert(1)");
        var response = await chat.PostsAsync(ExtensionCommands.LogNote, await chat.OpensAsync(ExtensionCommands.LogNote, message), message);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(before, app.Teams.Calls.Count);
        Assert.DoesNotContain("javascript", (await marta.SaysAsync("history of Vila Nord")).Text, StringComparison.Ordinal);
    }

    private static async Task<Manager> WithClientsAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("add client Carpat Retail SRL, RO");
        return marta;
    }
}
