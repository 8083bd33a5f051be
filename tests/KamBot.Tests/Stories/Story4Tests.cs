using KamBot.Tests.Drivers;
using KamBot.Tests.Meetings;

namespace KamBot.Tests.Stories;

/// <summary>Story 4.1 to 4.3 in English: a meeting is logged question by question on Wed 8 April 2026, 14:20 in Warsaw (MTG-13 to 20, PRP-18).</summary>
public abstract class Story4Tests(StoreKind store, AzuriteServer? azurite)
{
    private const string Tasks = "Piotr prepares the spec by Wednesday; the client sends volumes by 17 April; the carrier quotes by 20 April";

    [Fact]
    public async Task One_question_at_a_time_leads_to_the_meeting_its_tasks_and_its_reminders()
    {
        await using var app = await MeetingApp.StartAsync(store, azurite);
        var kasia = await MeetingApp.KasiaAsync(app);

        var question = await kasia.SaysAsync("log meeting with Wisla Logistyka");
        Assert.Equal("When was the meeting?", question.Headline);
        Assert.Contains("step 2 of 9", question.Text);
        Assert.Equal(["Today", "Yesterday"], question.Buttons.Take(2));
        Assert.Equal("Who was there for the client?", (await kasia.SaysAsync("today at 13:00")).Headline);
        Assert.Equal("Who was there from our side?", (await kasia.SaysAsync("Anna Lis (CFO) and Marek Dąb")).Headline);
        Assert.Equal("What do they need?", (await kasia.SaysAsync("Piotr")).Headline);
        Assert.Equal("Any objections or complaints?", (await kasia.SaysAsync("a delivery every day")).Headline);
        Assert.Equal("What did you agree on?", (await kasia.SaysAsync("the price of the pallets")).Headline);
        Assert.Equal("Who does what by when?", (await kasia.SaysAsync("skip")).Headline);
        var next = await kasia.SaysAsync(Tasks);
        Assert.Equal("What is the next contact, and when?", next.Headline);
        Assert.Contains("\"prepares the spec\": that weekday is today too, so I took Wed 15 April.", next.Text);
        var logged = await kasia.SaysAsync("call Anna on 22 April at 10");

        Assert.Equal("Meeting logged · Wisła Logistyka", logged.Headline);
        Assert.Equal("Wed 8 April, today 13:00", logged.Fact("When"));
        Assert.Equal("Anna Lis (CFO), Marek Dąb · Piotr", logged.Fact("People"));
        Assert.Equal("a delivery every day", logged.Fact("Needs"));
        Assert.Equal("the price of the pallets", logged.Fact("Objections"));
        Assert.Null(logged.Fact("Agreed"));
        Assert.Contains("I'll remind you Wed 22 April 10:00", logged.Text);
        Assert.Equal(
            [
                "Piotr: prepares the spec / I'll remind you Wed 15 April 09:00. | Wed 15 April",
                "The client: sends volumes / I'll tell you Fri 17 April 09:00 to ask whether they did. | Fri 17 April",
                "The carrier: quotes / I'll tell you Mon 20 April 09:00 to ask whether they did. | Mon 20 April",
            ],
            logged.Rows);
        Assert.Contains("Undo", logged.Buttons);
    }

    [Fact]
    public async Task Each_task_is_asked_about_on_its_day_in_its_partys_words_and_the_next_contact_at_its_minute()
    {
        await using var app = await MeetingApp.StartAsync(store, azurite);
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.SaysAsync($"meeting with Wisla Logistyka today at 13:00; tasks: {Tasks}");
        await kasia.PressesAsync(kasia.Last, "Save", ("next", "call Anna on 22 April at 10:30"));

        await app.UntilAsync("2026-04-15T07:00:00Z");
        Assert.Equal("Wisła Logistyka · today: Piotr: prepares the spec", kasia.Last.Headline);
        Assert.Equal(["Done", "Open", "In an hour", "This afternoon", "Tomorrow", "On that day"], kasia.Last.Buttons);
        await kasia.PressesAsync(kasia.Last, "Done");

        await app.UntilAsync("2026-04-17T07:00:00Z");
        Assert.Equal("Wisła Logistyka · ask whether they did: The client: sends volumes", kasia.Last.Headline);
        await kasia.SaysAsync("task volumes done");

        await app.UntilAsync("2026-04-20T07:00:00Z");
        Assert.Equal("Wisła Logistyka · ask whether they did: The carrier: quotes", kasia.Last.Headline);
        await app.UntilAsync("2026-04-21T07:00:00Z");
        Assert.Equal("Wisła Logistyka · overdue, ask whether they did: The carrier: quotes", kasia.Last.Headline);

        var before = kasia.Chat.Count;
        await app.UntilAsync("2026-04-22T08:29:59Z");
        Assert.Equal(before, kasia.Chat.Count);
        await app.UntilAsync("2026-04-22T08:30:00Z");
        Assert.Equal("Wisła Logistyka · 10:30 call Anna on 22 April at 10:30", kasia.Last.Headline);
        Assert.Equal(["Log meeting", "Dossier", "In an hour", "This afternoon", "Tomorrow", "On that day"], kasia.Last.Buttons);
    }

    [Fact]
    public async Task A_form_left_for_another_command_is_offered_again_and_left_for_a_day_it_is_a_draft()
    {
        await using var app = await MeetingApp.StartAsync(store, azurite);
        var kasia = await MeetingApp.KasiaAsync(app);
        await kasia.SaysAsync("log meeting with Wisla Logistyka");
        await kasia.SaysAsync("today at 13:00");

        var today = await kasia.SaysAsync("what do I have today?");
        Assert.Contains("Go on with the meeting with Wisła Logistyka · step 3 of 9?", today.Text);
        Assert.Equal("Who was there for the client?", (await kasia.PressesAsync(today, "Continue")).Headline);

        await app.UntilAsync("2026-04-09T12:30:00Z");
        Assert.DoesNotContain("Who was there", (await kasia.SaysAsync("Anna Lis")).Text);
        var later = await kasia.SaysAsync("what do I have today?");
        Assert.Contains("Not finished yet", later.Text);
        Assert.Contains("the meeting with Wisła Logistyka · step 3 of 9", later.Text);
        Assert.Equal("Who was there for the client?", (await kasia.SaysAsync("continue")).Headline);
        Assert.Equal("Who was there from our side?", (await kasia.SaysAsync("Anna Lis")).Headline);
    }
}

public sealed class Story4OnSqliteTests() : Story4Tests(StoreKind.Sqlite, null);

public sealed class Story4OnAzuriteTests(AzuriteServer azurite) : Story4Tests(StoreKind.Azurite, azurite);
