using KamBot.Accounts;
using KamBot.Reminders;
using KamBot.Tests.Drivers;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Tests.Reminders;

/// <summary>More contacts than are wise are warned of before the next (R11, PRP-21; story 8.4).</summary>
public sealed class ContactGuardTests
{
    /// <summary>Mon 13 April 2026, 11:00 in Madrid.</summary>
    private const string Monday = "2026-04-13T09:00:00Z";

    [Fact]
    public async Task One_message_and_one_offer_since_Monday_and_the_call_is_guarded()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var marta = await TwiceInTouchAsync(app);

        Assert.Equal(1, await app.UntilAsync("2026-04-15T07:00:00Z"));

        var guard = marta.Last;
        Assert.Equal("Vila Nord SA · call today: did they get P-1?", guard.Headline);
        Assert.Contains("3rd contact in 5 working days; don't look needy.", guard.Text, StringComparison.Ordinal);
        Assert.Equal(2, guard.Rows.Count);
        Assert.StartsWith("Offer P-1 sent by e-mail", guard.Rows[0], StringComparison.Ordinal);
        Assert.StartsWith("Wrote to them: the references", guard.Rows[1], StringComparison.Ordinal);
        Assert.Equal(["Go on", "Move to Mon 20 April"], guard.Buttons);
    }

    [Fact]
    public async Task Go_on_shows_the_call_in_its_place_and_moves_nothing()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var marta = await TwiceInTouchAsync(app);
        await app.UntilAsync("2026-04-15T07:00:00Z");
        var before = marta.Chat.Count;

        var call = await marta.PressesAsync(marta.Last, "Go on");

        Assert.Equal("Vila Nord SA · call today: did they get P-1?", call.Headline);
        Assert.Equal(["Called", "No answer"], call.Buttons.Take(2));
        Assert.Equal(before, marta.Chat.Count);
        var called = await marta.PressesAsync(call, "Called", ("received", "yes"));
        Assert.Contains("3rd contact in 5 working days; don't look needy.", called.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_puts_it_on_the_first_day_with_room()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var marta = await TwiceInTouchAsync(app);
        await app.UntilAsync("2026-04-15T07:00:00Z");

        Assert.Equal("P-1: I'll remind you Mon 20 April", (await marta.PressesAsync(marta.Last, "Move to Mon 20 April")).Headline);

        Assert.Equal(0, await app.UntilAsync("2026-04-20T06:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-20T07:00:00Z"));
        Assert.Equal(["Called", "No answer"], marta.Last.Buttons.Take(2));
    }

    [Fact]
    public async Task At_four_the_guard_stays_and_only_its_headline_changes()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var marta = await TwiceInTouchAsync(app);
        await app.UntilAsync("2026-04-15T07:00:00Z");
        var before = marta.Chat.Count;

        await app.UntilAsync("2026-04-15T14:00:00Z");

        Assert.Equal(before, marta.Chat.Count);
        Assert.Equal(["Go on", "Move to Mon 20 April"], marta.Last.Buttons);
        Assert.Equal(["Called", "No answer"], (await marta.PressesAsync(marta.Last, "Go on")).Buttons.Take(2));
    }

    [Fact]
    public async Task An_older_guard_looks_again()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var marta = await TwiceInTouchAsync(app);
        await app.UntilAsync("2026-04-15T07:00:00Z");
        var guard = marta.Last;
        await marta.SaysAsync("wrote to Vila Nord");

        Assert.Equal("P-1: I'll remind you Tue 21 April", (await marta.PressesAsync(guard, "Move to Mon 20 April")).Headline);
        Assert.Equal("This reminder is settled; there is nothing left to do about it.", (await AfterWonAsync(app, marta, guard)).Headline);
    }

    [Fact]
    public async Task In_a_digest_the_row_of_that_client_says_so_and_still_does_once_another_is_done()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var marta = await TwiceInTouchAsync(app);
        foreach (var client in (string[])["Sud SL", "Est SL", "Oest SL"])
        {
            await marta.SaysAsync($"add client {client}, ES-CT");
            await marta.SaysAsync($"proposal sent to {client} by e-mail, €7,000, valid until 15 May");
        }

        Assert.Equal(1, await app.UntilAsync("2026-04-15T07:00:00Z"));

        Assert.Equal("4 reminders for you", marta.Last.Headline);
        Assert.StartsWith("Vila Nord SA · P-1", GuardedIn(marta.Last), StringComparison.Ordinal);
        await marta.SaysAsync("P-2 confirmed");
        var digest = marta.Chat.Single(card => card.Headline == "3 reminders for you");
        Assert.StartsWith("Vila Nord SA · P-1", GuardedIn(digest), StringComparison.Ordinal);

        static string GuardedIn(CardView digest) => Assert.Single(digest.Rows, row => row.Contains("3rd contact in 5 working days", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deputy_is_warned_too_and_may_go_on_or_move_it()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var joan = await Manager.JoanAsync(app);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("away 15–24 April, Joan covers");
        await app.UntilAsync("2026-04-13T09:01:00Z");
        await joan.PressesAsync(joan.Last, "Accept");
        await marta.SaysAsync("wrote to Vila Nord: the references");
        await app.UntilAsync("2026-04-14T09:00:00Z");
        await marta.SaysAsync("proposal sent to Vila Nord by e-mail, €48,000, valid until 15 May");

        await app.UntilAsync("2026-04-15T07:00:00Z");

        var guard = joan.Last;
        Assert.Contains("3rd contact in 5 working days", guard.Text, StringComparison.Ordinal);
        Assert.Equal(["Go on", "Move to Mon 20 April"], guard.Buttons);
        Assert.Equal(["Called", "No answer"], (await joan.PressesAsync(guard, "Go on")).Buttons.Take(2));
        Assert.Equal("P-1: I'll remind you Mon 20 April", (await joan.PressesAsync(guard, "Move to Mon 20 April")).Headline);
        Assert.Equal(0, await app.UntilAsync("2026-04-20T06:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-20T07:00:00Z"));
        Assert.Contains("For Marta Puig", joan.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_client_does_is_no_contact_of_ours()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("complaint from Vila Nord: the pallets came late");
        await marta.SaysAsync("proposal sent to Vila Nord by e-mail, €48,000, valid until 24 April");
        await marta.SaysAsync("they got it");

        // Five working days before the end.
        await app.UntilAsync("2026-04-17T07:00:00Z");

        Assert.Equal("Vila Nord SA · 5 working days left for P-1", marta.Chat.Last(card => card.Headline.Contains("P-1", StringComparison.Ordinal)).Headline);
        Assert.Contains("Extend", marta.Chat.Last(card => card.Headline.Contains("P-1", StringComparison.Ordinal)).Buttons);
    }

    [Theory]
    [InlineData("en-GB", "wrote to Vila Nord", "Vila Nord SA · message noted", "called Vila Nord", "Vila Nord SA · call noted")]
    [InlineData("en-GB", "e-mailed Vila Nord: the references", "Vila Nord SA · message noted", "spoke to Vila Nord", "Vila Nord SA · call noted")]
    [InlineData("ca-ES", "he escrit a Vila Nord", "Vila Nord SA · missatge apuntat", "he trucat a Vila Nord", "Vila Nord SA · trucada apuntada")]
    [InlineData("ro-RO", "am scris la Carpat Retail", "Carpat Retail SRL · mesaj notat", "am sunat la Carpat Retail", "Carpat Retail SRL · apel notat")]
    [InlineData("pl-PL", "napisałam do Wisły Logistyki", "Wisła Logistyka sp. z o.o. · wiadomość zapisana", "zadzwoniłam do Wisły Logistyki", "Wisła Logistyka sp. z o.o. · telefon zapisany")]
    public async Task A_contact_is_noted_in_a_line_and_taken_back_by_undo(string locale, string wrote, string message, string called, string call)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var (manager, client) = await OfAsync(app, locale);
        await manager.SaysAsync(client);

        Assert.Equal(message, (await manager.SaysAsync(wrote)).Headline);
        Assert.Equal(call, (await manager.SaysAsync(called)).Headline);
        var undo = locale[..2] switch { "ca" => "desfés", "ro" => "anulează", "pl" => "cofnij", _ => "undo" };
        Assert.Equal(2, (await manager.SaysAsync(undo)).Text.Split('\n').Length);
    }

    [Fact]
    public async Task A_call_about_an_open_offer_is_noted_with_it_and_the_next_one_by_itself()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord by e-mail, €48,000, valid until 24 April");

        Assert.Equal("Vila Nord SA called by Marta Puig", (await marta.SaysAsync("called Vila Nord")).Headline);
        await app.UntilAsync("2026-04-14T09:00:00Z");
        var second = await marta.SaysAsync("called Vila Nord, finance looks at it next week");

        Assert.Equal("Vila Nord SA · call noted", second.Headline);
        Assert.Contains("finance looks at it next week", second.Text, StringComparison.Ordinal);
        Assert.Contains("3rd contact in 5 working days; don't look needy.", second.Text, StringComparison.Ordinal);
        Assert.Contains("Called: finance looks at it next week", (await marta.SaysAsync("history of Vila Nord")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_internal_task_is_not_guarded_and_the_next_contact_is()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Monday);
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("log meeting with Vila Nord");
        await marta.PressesAsync(marta.Last, "Save", ("tasks", "we check the contract by 14 April"), ("next", "call on Wednesday"));
        await marta.SaysAsync("wrote to Vila Nord");

        await app.UntilAsync("2026-04-14T07:00:00Z");
        Assert.Contains("Done", marta.Last.Buttons);
        await marta.PressesAsync(marta.Last, "Done");
        await app.UntilAsync("2026-04-15T07:00:00Z");
        Assert.Equal("Go on", marta.Last.Buttons[0]);
        Assert.Contains("Log meeting", (await marta.PressesAsync(marta.Last, "Go on")).Buttons);
    }

    [Theory]
    [InlineData("2026-04-15", "2026-04-13 2026-04-14", "2026-04-20")]
    [InlineData("2026-04-15", "2026-04-09 2026-04-10", "2026-04-16")]
    [InlineData("2026-04-15", "2026-04-15 2026-04-15 2026-04-15", "2026-04-22")]
    [InlineData("2026-04-15", "2026-04-11 2026-04-14", "2026-04-17")]
    [InlineData("2026-03-31", "2026-03-30 2026-03-31", "2026-04-08")]
    public void The_day_with_room_is_the_first_working_day_whose_window_has_it(string today, string contacts, string day)
    {
        var days = contacts.Split(' ').Select(Day);
        var calendar = new WorkingCalendars().Get("ES-CT");
        var settings = new ReminderSettings { Manager = calendar, Client = calendar };

        Assert.Equal(Day(day), new ContactWindow(settings, DateTimeZone.Utc, days.Select(Contact)).DayWithRoom(Day(today)));
    }

    private static TimelineEntry Contact(LocalDate day, int index) => new()
    {
        At = day.At(new LocalTime(10, 0)).InUtc().ToInstant(),
        Operation = "",
        Kind = $"contact.{index}",
        Subject = "account",
        By = "",
        ByName = "",
        IsOutgoing = true,
        Facts = Facts.None,
    };

    private static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    private static async Task<CardView> AfterWonAsync(KamBotApp app, Manager marta, CardView guard)
    {
        await marta.SaysAsync("P-1 won");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        return await marta.PressesAsync(guard, "Move to Mon 20 April");
    }

    private static async Task<(Manager Manager, string AddClient)> OfAsync(KamBotApp app, string locale) => locale[..2] switch
    {
        "ca" => (await Manager.MartaAsync(app, locale), "afegeix el client Vila Nord SA, ES-CT"),
        "ro" => (await Manager.AndreiAsync(app, locale), "adaugă client Carpat Retail SRL, RO"),
        "pl" => (await Manager.KasiaAsync(app, locale), "dodaj klienta Wisła Logistyka sp. z o.o., PL"),
        _ => (await Manager.MartaAsync(app, locale), "add client Vila Nord SA, ES-CT"),
    };

    /// <summary>A message on Monday, an offer by e-mail on Tuesday; its call is due on Wednesday.</summary>
    private static async Task<Manager> TwiceInTouchAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("wrote to Vila Nord: the references");
        await app.UntilAsync("2026-04-14T09:00:00Z");
        await marta.SaysAsync("proposal sent to Vila Nord by e-mail, €48,000, valid until 15 May");
        return marta;
    }
}
