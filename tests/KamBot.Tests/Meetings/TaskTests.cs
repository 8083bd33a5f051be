using KamBot.Tests.Drivers;

namespace KamBot.Tests.Meetings;

/// <summary>Promises after the meeting: ticked off, moved, postponed; a tap too many changes nothing.</summary>
public sealed class TaskTests
{
    [Fact]
    public async Task Tasks_are_listed_by_date_and_their_numbers_mean_what_was_seen()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await LoggedAsync(app);

        var list = await kasia.SaysAsync("tasks");
        Assert.Equal(
            [
                "1 · Piotr: the spec / Wisła Logistyka | Fri 10 April",
                "2 · The client: sends volumes / Wisła Logistyka | Fri 17 April",
                "3 · Check the contract / Wisła Logistyka | no date",
            ],
            list.Rows);
        Assert.Equal("Done · Wisła Logistyka · Piotr: the spec", (await kasia.SaysAsync("task 1 done")).Headline);
        Assert.StartsWith("Already done Wed 8 April, today 14:20", (await kasia.SaysAsync("task 1 done")).Headline);
        Assert.Equal(2, (await kasia.SaysAsync("tasks")).Rows.Count);
    }

    [Fact]
    public async Task A_task_is_ticked_off_by_its_words_and_opened_again_by_undo()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await LoggedAsync(app);

        Assert.Equal("Done · Wisła Logistyka · The client: sends volumes", (await kasia.SaysAsync("done with the volumes")).Headline);
        await kasia.SaysAsync("undo");

        Assert.Equal(3, (await kasia.SaysAsync("tasks")).Rows.Count);
        Assert.Contains("sends volumes", (await kasia.SaysAsync("what will you remind me of?")).Text);
    }

    [Fact]
    public async Task A_second_tap_on_done_says_that_it_is_done()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await LoggedAsync(app);
        await app.UntilAsync("2026-04-10T07:00:00Z");
        var card = kasia.Last;
        Assert.Equal("Wisła Logistyka · today: Piotr: the spec", card.Headline);
        await kasia.SaysAsync("task spec done");

        var second = await kasia.PressesAsync(card, "Done");

        Assert.StartsWith("Already done Fri 10 April, today 09:00", second.Headline);
        Assert.Contains(kasia.Chat, each => each.Headline == "Wisła Logistyka · done: Piotr: the spec");
    }

    [Fact]
    public async Task Tomorrow_moves_the_reminder_to_the_next_working_day_and_keeps_the_due_day()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await LoggedAsync(app);
        await app.UntilAsync("2026-04-10T07:00:00Z");

        var moved = await kasia.SaysAsync("remind me tomorrow");
        Assert.Equal("Piotr: the spec: I'll remind you Mon 13 April", moved.Headline);
        Assert.Equal("Fri 10 April, today", moved.Fact("Due"));
        Assert.Contains("Sat 11 April, tomorrow is not a working day, so it is Mon 13 April.", moved.Text);

        await app.UntilAsync("2026-04-13T07:00:00Z");
        Assert.Contains("Piotr: the spec", kasia.Last.Headline);
        var before = kasia.Chat.Count;
        await app.UntilAsync("2026-04-13T20:00:00Z");
        Assert.Equal(before, kasia.Chat.Count);
    }

    [Fact]
    public async Task A_task_gets_another_date_and_a_day_off_is_said()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await LoggedAsync(app);
        await kasia.SaysAsync("tasks");

        var moved = await kasia.SaysAsync("task 3 due Saturday");

        Assert.Equal("Check the contract: due Sat 11 April", moved.Headline);
        Assert.Contains("11 April is not a working day for you. I'll remind you Fri 10 April 09:00.", moved.Text);
    }

    [Fact]
    public async Task Another_managers_task_cannot_be_touched_by_its_button()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await LoggedAsync(app);
        await app.UntilAsync("2026-04-10T07:00:00Z");
        var card = kasia.Last;
        var andrei = await Manager.AndreiAsync(app);

        Assert.Equal("That task is no longer there.", (await andrei.PressesAsync(card, "Done")).Headline);
        Assert.Equal(3, (await kasia.SaysAsync("tasks")).Rows.Count);
    }

    private static async Task<Manager> LoggedAsync(KamBotApp app)
    {
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.SaysAsync("log meeting with Wisla Logistyka");
        await kasia.PressesAsync(kasia.Last, "Save", ("tasks", "the client sends volumes by 17 April; we check the contract; Piotr: the spec by Friday"));
        return kasia;
    }
}
