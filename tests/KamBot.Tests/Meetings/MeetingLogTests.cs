using KamBot.Accounts;
using KamBot.Meetings;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;

namespace KamBot.Tests.Meetings;

/// <summary>Every way of answering the log of a meeting, and of taking an answer or the whole meeting back.</summary>
public sealed class MeetingLogTests
{
    [Fact]
    public async Task One_line_answers_later_questions_too()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);

        var question = await kasia.SaysAsync("met Wisla Logistyka yesterday at 10, Anna and Marek, they want the spec by Wednesday");

        Assert.Equal("Who was there from our side?", question.Headline);
        await kasia.SaysAsync("nobody");
        await kasia.SaysAsync("none");
        await kasia.SaysAsync("no");
        await kasia.SaysAsync("nothing");
        var logged = await kasia.SaysAsync("skip");
        Assert.Equal("Tue 7 April, yesterday 10:00", logged.Fact("When"));
        Assert.Equal("Anna, Marek", logged.Fact("People"));
        Assert.Equal("the spec by Wednesday", logged.Fact("Needs"));
        Assert.Empty(logged.Rows);
    }

    [Fact]
    public async Task A_person_whom_the_sentence_bends_is_the_one_who_is_known()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await LogAsync(kasia);

        await kasia.SaysAsync("met Wisla Logistyka today at 9");
        var logged = await kasia.PressesAsync(kasia.Last, "Save", ("theirs", "Anną Lis (CFO), Markiem Dębem, Anną Nowak"));

        Assert.Equal("Anna Lis (CFO), Markiem Dębem, Anną Nowak", logged.Fact("People"));
    }

    [Theory]
    [InlineData("en-GB", "we call each other", "no, Tuesday at 10", "Wisła Logistyka · next contact Tue 14 April 10:00", "I'll remind you Tue 14 April 10:00")]
    [InlineData("en-GB", "call on Friday", "no, Monday", "Wisła Logistyka · next contact Mon 13 April", "I'll remind you Mon 13 April 09:00")]
    [InlineData("pl-PL", "zadzwonimy do siebie", "nie, wtorek o 10", "Wisła Logistyka · następny kontakt: wt. 14 kwietnia 10:00", "wt. 14 kwietnia 10:00")]
    public async Task The_next_contact_can_be_corrected_after_saving(string locale, string next, string correction, string headline, string plan)
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app, locale);
        await kasia.PressesAsync(await kasia.SaysAsync("log meeting with Wisla Logistyka"), locale == "pl-PL" ? "Zapisz" : "Save", ("next", next));

        var corrected = await kasia.SaysAsync(correction);

        Assert.Equal(headline, corrected.Headline);
        Assert.Contains(plan, (await kasia.SaysAsync(locale == "pl-PL" ? "ostatnie spotkanie z Wisłą Logistyką" : "show the last meeting with Wisla Logistyka")).Text);
    }

    [Theory]
    [InlineData("no, today", "Wed 8 April, today")]
    [InlineData("no, the spec by Friday", "Fri 10 April")]
    public async Task A_task_can_be_corrected_after_saving(string correction, string due)
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        var saved = await kasia.PressesAsync(
            await kasia.SaysAsync("log meeting with Wisla Logistyka"), "Save", ("tasks", "Piotr: the spec by Wednesday; we check the contract by Monday"), ("next", "call on Tuesday"));
        Assert.Contains("\"no, today\" changes it", saved.Text);

        Assert.Equal(due, (await kasia.SaysAsync(correction)).Fact("Due"));
        Assert.Contains("Tue 14 April", (await kasia.SaysAsync("show the last meeting with Wisla Logistyka")).Text);
    }

    [Fact]
    public async Task What_cannot_be_corrected_after_saving_is_said_with_the_way_out()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.PressesAsync(await kasia.SaysAsync("log meeting with Wisla Logistyka"), "Save", ("theirs", "Anna Lis"));

        var refused = await kasia.SaysAsync("no, Marek was there");

        Assert.Equal("The meeting is saved", refused.Headline);
        Assert.Equal(["Undo"], refused.Buttons);
    }

    [Fact]
    public async Task An_hour_later_no_word_of_correction_changes_a_meeting()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.PressesAsync(await kasia.SaysAsync("log meeting with Wisla Logistyka"), "Save", ("next", "call on Friday"));
        app.Sleep("2026-04-08T13:20:00Z");

        await kasia.SaysAsync("no, Monday");

        Assert.Contains("I'll remind you Fri 10 April", (await kasia.SaysAsync("show the last meeting with Wisla Logistyka")).Text);
    }

    [Fact]
    public async Task One_card_takes_everything_and_leaves_the_rest_empty()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        var card = await kasia.SaysAsync("log meeting with Wisla Logistyka");

        var logged = await kasia.PressesAsync(
            card, "Save", ("when.time", "13:00"), ("theirs", "Anna Lis, Marek Dąb"), ("tasks", "Piotr: the spec by Friday; we check the contract"), ("next", "next Tuesday"));

        Assert.Equal("Wed 8 April, today 13:00", logged.Fact("When"));
        Assert.Equal(["Piotr: the spec / I'll remind you Fri 10 April 09:00. | Fri 10 April", "Check the contract / No date, so I don't remind you of it. | no date"], logged.Rows);
        Assert.Contains("I'll remind you Tue 14 April 09:00", logged.Text);
    }

    [Fact]
    public async Task A_day_answers_the_question_for_it_though_it_is_a_command_elsewhere()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.SaysAsync("log meeting with Wisla Logistyka");

        Assert.Equal("Who was there for the client?", (await kasia.SaysAsync("today at 10")).Headline);
        Assert.Equal("Wed 8 April, today 10:00", (await kasia.PressesAsync(kasia.Last, "Save")).Fact("When"));
    }

    [Fact]
    public async Task What_the_day_brings_is_answered_where_a_day_is_asked_for()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.SaysAsync("log meeting with Wisla Logistyka");

        Assert.Contains("Go on with the meeting with", (await kasia.SaysAsync("what do I have today?")).Text);
    }

    [Fact]
    public async Task A_correction_replaces_the_day_and_keeps_the_time()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.SaysAsync("log meeting with Wisla Logistyka");
        await kasia.SaysAsync("today at 13:00");
        await kasia.SaysAsync("Anna Lis");

        Assert.Equal("Who was there from our side?", (await kasia.SaysAsync("no, Tuesday")).Headline);
        await kasia.SaysAsync("skip");
        await kasia.SaysAsync("a daily delivery");
        Assert.Equal("What did you agree on?", (await kasia.SaysAsync("no, they were happy")).Headline);
        await kasia.SaysAsync("skip");
        await kasia.SaysAsync("Piotr prepares the spec by Wednesday");
        await kasia.SaysAsync("no, today");
        var logged = await kasia.SaysAsync("skip");

        Assert.Equal("Tue 7 April, yesterday 13:00", logged.Fact("When"));
        Assert.Equal("Anna Lis", logged.Fact("People"));
        Assert.Equal("a daily delivery", logged.Fact("Needs"));
        Assert.Equal("no, they were happy", logged.Fact("Objections"));
        // Nine o'clock is over: what is left is the question whether it was done.
        Assert.Equal(["Piotr: prepares the spec / I'll ask you Thu 9 April, tomorrow 09:00 whether it is done. | Wed 8 April, today"], logged.Rows);
    }

    [Fact]
    public async Task Back_asks_the_question_before_again_and_cancel_saves_nothing()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.SaysAsync("log meeting with Wisla Logistyka");
        await kasia.SaysAsync("yesterday");
        await kasia.PressesAsync(kasia.Last, "Skip");

        Assert.Equal("Who was there for the client?", (await kasia.SaysAsync("back")).Headline);
        Assert.Equal("When was the meeting?", (await kasia.SaysAsync("back")).Headline);
        Assert.Contains("Nothing was saved", (await kasia.SaysAsync("cancel")).Text);
        Assert.Contains("No meeting", (await kasia.SaysAsync("show the last meeting with Wisla Logistyka")).Text);
    }

    [Fact]
    public async Task A_meeting_that_is_still_ahead_is_not_logged()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.SaysAsync("log meeting with Wisla Logistyka");

        var again = await kasia.SaysAsync("tomorrow");

        Assert.Equal("When was the meeting?", again.Headline);
        Assert.Contains("Thu 9 April, tomorrow is still ahead of us", again.Text);
    }

    [Fact]
    public async Task A_free_answer_that_looks_like_a_command_is_asked_about()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.SaysAsync("met Wisla Logistyka yesterday, Anna and Marek");
        await kasia.SaysAsync("skip");

        var which = await kasia.SaysAsync("proposal sent to Wisla Logistyka, 48000 zł, valid until 24 April, by e-mail");
        Assert.StartsWith("Is this the answer for the meeting with Wisła", which.Headline);
        await kasia.PressesAsync(which, "The answer");
        for (var question = 0; question < 3; question++)
            await kasia.SaysAsync("skip");
        var logged = await kasia.SaysAsync("skip");

        Assert.Equal("proposal sent to Wisla Logistyka, 48000 zł, valid until 24 April, by e-mail", logged.Fact("Needs"));
    }

    [Fact]
    public async Task Undo_takes_the_meeting_its_tasks_people_and_reminders_back()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await LogAsync(kasia);
        var (key, file) = await FileAsync(app);
        Assert.Equal(2, file.All<MeetingTask>(MeetingTask.RowPrefix).Count());
        Assert.Equal(2, file.All<Person>(Person.RowPrefix).Count());

        var undone = await kasia.SaysAsync("undo");

        Assert.Equal("Undone", undone.Headline);
        file = await app.Get<Journal>().OpenAsync(key, TestContext.Current.CancellationToken);
        Assert.Empty(file.All<Meeting>(Meeting.RowPrefix));
        Assert.Empty(file.All<MeetingTask>(MeetingTask.RowPrefix));
        Assert.Empty(file.All<Person>(Person.RowPrefix));
        Assert.Equal("No open tasks", (await kasia.SaysAsync("tasks")).Headline);
        Assert.Equal("I have nothing to remind you of", (await kasia.SaysAsync("what will you remind me of?")).Headline);
    }

    [Fact]
    public async Task The_same_name_is_the_same_person_however_it_is_written()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await LogAsync(kasia);
        await kasia.SaysAsync("log meeting with Wisla Logistyka");
        await kasia.PressesAsync(kasia.Last, "Save", ("theirs", "ANNA LIS, Marek Dab"));

        var (_, file) = await FileAsync(app);
        Assert.Equal(["Anna Lis", "Marek Dąb"], file.All<Person>(Person.RowPrefix).Select(person => person.Name).Order(StringComparer.Ordinal));
        Assert.All(file.All<Person>(Person.RowPrefix), person => Assert.Equal(new NodaTime.LocalDate(2026, 4, 7), person.FirstMet));
        Assert.All(file.All<Person>(Person.RowPrefix), person => Assert.Equal(new NodaTime.LocalDate(2026, 4, 8), person.LastMet));
    }

    [Fact]
    public async Task The_same_message_twice_is_one_meeting()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        var card = await kasia.SaysAsync("log meeting with Wisla Logistyka");
        var press = kasia.Press(card, "Save", ("tasks", "Piotr: the spec by Friday"));

        await kasia.PostAsync(press);
        await kasia.PostAsync(press);

        var (_, file) = await FileAsync(app);
        Assert.Single(file.All<Meeting>(Meeting.RowPrefix));
        Assert.Single(file.All<MeetingTask>(MeetingTask.RowPrefix));
    }

    [Fact]
    public async Task The_next_meeting_answers_the_agreed_contact()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.SaysAsync("log meeting with Wisla Logistyka");
        await kasia.PressesAsync(kasia.Last, "Save", ("next", "meet again on 14 April at 10"));
        await app.UntilAsync("2026-04-14T08:00:00Z");
        var reminder = kasia.Last;
        Assert.Equal("Wisła Logistyka · 10:00 meet again on 14 April at 10", reminder.Headline);

        await kasia.PressesAsync(await kasia.PressesAsync(reminder, "Log meeting"), "Save");

        await app.Teams.UpdatedAsync(1);
        Assert.Contains(kasia.Chat, card => card.Headline == "Wisła Logistyka · met since");
        Assert.DoesNotContain("meet again", (await kasia.SaysAsync("what do I have today?")).Text);
    }

    private static async Task LogAsync(Manager kasia)
    {
        await kasia.SaysAsync("met Wisla Logistyka yesterday");
        await kasia.PressesAsync(kasia.Last, "Save", ("theirs", "Anna Lis, Marek Dąb"), ("tasks", "Piotr: the spec by Friday; the client sends volumes by 17 April"), ("next", "call on 22 April"));
    }

    private static async Task<(AccountKey Key, AccountFile File)> FileAsync(KamBotApp app)
    {
        var found = Assert.Single((await app.Get<AccountNames>().FindAsync(FakeTeams.TenantId, "Wisla Logistyka", TestContext.Current.CancellationToken)).Matches);
        var key = new AccountKey(FakeTeams.TenantId, found.AccountId);
        return (key, await app.Get<Journal>().OpenAsync(key, TestContext.Current.CancellationToken));
    }
}
