using System.Globalization;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Reminders;

/// <summary>"Remind me later", by words and by button, on every sort of card (stories 7.2, 7.5, 8.2; E4, E5; R9).</summary>
public sealed class SnoozeTests
{
    /// <summary>Wed 8 April 2026, 10:00 in Madrid and Warsaw.</summary>
    private const string Wednesday = "2026-04-08T08:00:00Z";

    /// <summary>An offer of that Wednesday is called about on Thu 9 April 09:00.</summary>
    private const string CallHour = "2026-04-09T07:00:00Z";

    [Theory]
    [InlineData("en-GB", "remind me in an hour", "P-1: I'll remind you Thu 9 April, today 10:00")]
    [InlineData("en-GB", "remind me in 30 minutes", "P-1: I'll remind you Thu 9 April, today 09:30")]
    [InlineData("en-GB", "remind me this afternoon", "P-1: I'll remind you Thu 9 April, today 14:00")]
    [InlineData("en-GB", "remind me tomorrow at 10", "P-1: I'll remind you Fri 10 April, tomorrow 10:00")]
    [InlineData("en-GB", "remind me in 3 working days", "P-1: I'll remind you Tue 14 April")]
    [InlineData("en-GB", "remind me next week", "P-1: I'll remind you Mon 13 April")]
    [InlineData("ca-ES", "recorda-m'ho d'aquí a una hora", "P-1: t’ho recordaré dj. 9 d’abril, avui 10:00")]
    [InlineData("ca-ES", "recorda-m'ho d'aquí mitja hora", "P-1: t’ho recordaré dj. 9 d’abril, avui 09:30")]
    [InlineData("ca-ES", "recorda-m'ho aquesta tarda", "P-1: t’ho recordaré dj. 9 d’abril, avui 14:00")]
    [InlineData("ca-ES", "recorda-m'ho d'aquí a 3 dies laborables", "P-1: t’ho recordaré dt. 14 d’abril")]
    [InlineData("ro-RO", "amintește-mi peste o oră", "P-1: îți amintesc joi, 9 aprilie, azi 11:00")]
    [InlineData("ro-RO", "amintește-mi azi după-amiază", "P-1: îți amintesc joi, 9 aprilie, azi 14:00")]
    [InlineData("ro-RO", "amintește-mi peste 30 de minute", "P-1: îți amintesc joi, 9 aprilie, azi 10:30")]
    [InlineData("pl-PL", "przypomnij za godzinę", "P-1 · przypomnę: czw. 9 kwietnia, dziś 10:00")]
    [InlineData("pl-PL", "przypomnij mi dziś po południu", "P-1 · przypomnę: czw. 9 kwietnia, dziś 14:00")]
    [InlineData("pl-PL", "przypomnij jutro o 10", "P-1 · przypomnę: pt. 10 kwietnia, jutro 10:00")]
    [InlineData("pl-PL", "przypomnij za 3 dni robocze", "P-1 · przypomnę: wt. 14 kwietnia")]
    public async Task It_comes_back_when_it_was_wished_for(string locale, string line, string headline)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var manager = await WithOfferAsync(app, locale);
        await app.UntilAsync(CallHour);

        Assert.Equal(headline, (await manager.SaysAsync(line)).Headline);
    }

    [Fact]
    public async Task In_an_hour_is_that_very_minute_and_the_old_card_says_that_it_moved()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app);
        await app.UntilAsync("2026-04-09T07:12:00Z");
        var told = marta.Last;

        await marta.SaysAsync("remind me in an hour");

        Assert.Equal("Vila Nord SA · P-1 has moved on", marta.Chat.Single(card => card.ActivityId == told.ActivityId).Headline);
        Assert.Equal(0, await app.UntilAsync("2026-04-09T08:11:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-09T08:12:00Z"));
        Assert.Equal("Vila Nord SA · call today: did they get P-1?", marta.Last.Headline);
    }

    [Fact]
    public async Task It_can_be_put_off_again_and_again_on_one_day()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app);
        await app.UntilAsync(CallHour);

        for (var hour = 8; hour < 12; hour++)
        {
            await marta.PressesAsync(marta.Last, "Later › In an hour");
            Assert.Equal(1, await app.UntilAsync(string.Create(CultureInfo.InvariantCulture, $"2026-04-09T{hour:D2}:00:00Z")));
            Assert.Equal("Vila Nord SA · call today: did they get P-1?", marta.Last.Headline);
        }
    }

    [Theory]
    [InlineData("en-GB", "2026-04-10T06:30:00Z", "remind me in an hour", "18:40 is in your quiet hours (18:00 to 08:30), so it is Fri 10 April, tomorrow 08:30.")]
    [InlineData("ca-ES", "2026-04-10T06:30:00Z", "recorda-m'ho d'aquí una hora", "Les 18:40 cauen a les teves hores de silenci (de 18:00 a 08:30); serà dv. 10 d’abril, demà 08:30.")]
    [InlineData("ro-RO", "2026-04-14T05:30:00Z", "amintește-mi peste o oră", "Ora 19:40 e în orele tale de liniște (de la 18:00 la 08:30). Rămâne marți, 14 aprilie 08:30.")]
    [InlineData("pl-PL", "2026-04-10T06:30:00Z", "przypomnij za godzinę", "18:40 wypada w godzinach ciszy (od 18:00 do 08:30), więc przypomnę: pt. 10 kwietnia, jutro 08:30.")]
    public async Task Quiet_hours_put_it_off_and_that_is_said(string locale, string back, string line, string note)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var manager = await WithOfferAsync(app, locale);
        await app.UntilAsync("2026-04-09T15:40:00Z");

        var card = await manager.SaysAsync(line);

        Assert.Contains(note, card.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.UntilAsync(back.Replace(":30:00", ":29:59", StringComparison.Ordinal)));
        Assert.Equal(1, await app.UntilAsync(back));
    }

    [Theory]
    [InlineData("en-GB", "remind me tomorrow", "Sat 11 April, tomorrow is not a working day, so it is Mon 13 April.")]
    [InlineData("en-GB", "remind me tomorrow at 11", "Sat 11 April, tomorrow is not a working day, so it is Mon 13 April.")]
    [InlineData("ca-ES", "recorda-m'ho demà", "ds. 11 d’abril, demà: no és laborable; serà dl. 13 d’abril.")]
    [InlineData("ca-ES", "recorda-m'ho demà passat", "dg. 12 d’abril: no és laborable; serà dl. 13 d’abril.")]
    [InlineData("pl-PL", "przypomnij pojutrze", "– to nie jest dzień roboczy, więc przypomnę: pon. 13 kwietnia.")]
    public async Task Tomorrow_on_a_Friday_is_Monday_for_a_reminder_and_that_is_said(string locale, string line, string note)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var manager = await WithOfferAsync(app, locale);
        await app.UntilAsync("2026-04-10T08:00:00Z");

        Assert.Contains(note, (await manager.SaysAsync(line)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Romanians_go_from_Thursday_to_Tuesday_over_their_Easter()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T08:00:00Z");
        var andrei = await WithOfferAsync(app, "ro-RO");
        await app.UntilAsync("2026-04-09T08:00:00Z");

        Assert.Contains("Nu e zi lucrătoare: vineri, 10 aprilie, mâine. Rămâne marți, 14 aprilie.", (await andrei.SaysAsync("amintește-mi mâine")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-GB", "remind me on Friday", "Fri 17 April", "P-1: I'll remind you Fri 17 April")]
    [InlineData("ca-ES", "recorda-m'ho divendres", "dv. 17 d’abril", "P-1: t’ho recordaré dv. 17 d’abril")]
    public async Task Friday_said_on_a_Friday_is_asked_about(string locale, string line, string choice, string headline)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app, locale);
        await app.UntilAsync("2026-04-10T08:00:00Z");

        var asked = await marta.SaysAsync(line);

        Assert.Equal(2, asked.Buttons.Count);
        Assert.StartsWith(choice, asked.Buttons[0], StringComparison.Ordinal);
        Assert.Equal(headline, (await marta.PressesAsync(asked, asked.Buttons[0])).Headline);
    }

    [Fact]
    public async Task Today_is_asked_at_what_time()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app);
        await app.UntilAsync("2026-04-10T08:00:00Z");
        var asked = await marta.SaysAsync("remind me on Friday");

        var time = await marta.PressesAsync(asked, asked.Buttons[1]);

        Assert.StartsWith("At what time today?", time.Headline, StringComparison.Ordinal);
        Assert.Equal(["In an hour", "This afternoon", "Mon 13 April"], time.Buttons);
        Assert.Equal("P-1: I'll remind you Fri 10 April, today 16:30", (await marta.SaysAsync("at 16:30")).Headline);
    }

    [Fact]
    public async Task What_is_past_is_said_and_a_button_helps_on()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app);
        await app.UntilAsync("2026-04-09T13:30:00Z");

        var past = await marta.SaysAsync("remind me this afternoon");

        Assert.Equal("Thu 9 April, today 14:00 is not ahead of us. Give me a later time.", past.Headline);
        Assert.Equal(["In an hour", "Tomorrow"], past.Buttons);
        Assert.Equal("P-1: I'll remind you Thu 9 April, today 16:30", (await marta.PressesAsync(past, "In an hour")).Headline);
        Assert.Equal("P-1: I'll remind you Fri 10 April, tomorrow 09:00", (await marta.SaysAsync("remind me at 9")).Headline);
    }

    [Fact]
    public async Task The_fold_offers_what_makes_sense_at_that_hour()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app);
        await app.UntilAsync(CallHour);
        Assert.Equal(["Called", "No answer", "In an hour", "This afternoon", "Tomorrow", "On that day"], marta.Last.Buttons);

        var moved = await marta.PressesAsync(marta.Last, "Later › On that day", ("snoozeDay", "2026-04-14"), ("snoozeTime", "11:15"));

        Assert.Contains("Tue 14 April 11:15", moved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_day_that_was_left_empty_is_asked_for()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app);
        await app.UntilAsync(CallHour);

        var asked = await marta.PressesAsync(marta.Last, "Later › On that day");

        Assert.StartsWith("When shall I remind you?", asked.Headline, StringComparison.Ordinal);
        Assert.Equal("P-1: I'll remind you Tue 14 April", (await marta.SaysAsync("on Tuesday")).Headline);
    }

    [Theory]
    [InlineData("en-GB", "remind me in an hour", "There is no open reminder to move.")]
    [InlineData("ca-ES", "recorda-m'ho d'aquí a una hora", "No hi ha cap recordatori obert per ajornar.")]
    [InlineData("ro-RO", "amintește-mi peste o oră", "Nu e niciun memento deschis de mutat.")]
    [InlineData("pl-PL", "przypomnij za godzinę", "Nie ma otwartego przypomnienia do przesunięcia.")]
    public async Task With_nothing_open_it_says_so(string locale, string line, string answer)
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);

        Assert.StartsWith(answer, (await (await OfAsync(app, locale)).SaysAsync(line)).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_puts_it_back()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app);
        await marta.SaysAsync("P-1 remind me on Friday at 11");
        Assert.Contains("Fri 10 April 11:00", (await marta.SaysAsync("what will you remind me of?")).Text, StringComparison.Ordinal);

        await marta.SaysAsync("undo");

        Assert.DoesNotContain("11:00", (await marta.SaysAsync("what will you remind me of?")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.UntilAsync(CallHour));
    }

    [Fact]
    public async Task A_nudge_that_was_put_off_by_half_an_hour_comes_back_once()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app);
        await marta.SaysAsync("they got it");
        Assert.Equal(1, await app.UntilAsync("2026-04-17T07:00:00Z"));

        await marta.SaysAsync("remind me in 30 minutes");

        Assert.Equal(0, await app.UntilAsync("2026-04-17T07:29:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-17T07:30:00Z"));
        Assert.Equal("Vila Nord SA · 5 working days left for P-1", marta.Last.Headline);
        Assert.Equal(0, await app.UntilAsync("2026-04-22T15:00:00Z"));
    }

    [Fact]
    public async Task One_that_was_put_off_to_the_hour_of_the_next_is_said_with_it()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await WithOfferAsync(app);
        await marta.SaysAsync("they got it");
        await app.UntilAsync("2026-04-17T07:00:00Z");

        await marta.SaysAsync("remind me on 23 April at 9:00");

        Assert.Equal(0, await app.UntilAsync("2026-04-23T06:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-23T16:00:00Z"));
        Assert.Equal("Vila Nord SA · tomorrow is the last day of P-1", marta.Last.Headline);
    }

    [Fact]
    public async Task A_task_a_next_contact_and_a_complaint_come_back_at_their_minute_too()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday);
        var marta = await OfAsync(app, "en-GB");
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("complaint from Vila Nord: the pallets came late");
        Assert.Equal(1, await app.UntilAsync(CallHour));
        await ComesBackAsync(app, marta, "2026-04-09T08:00:00Z");
        await marta.PressesAsync(marta.Last, "Settled");

        await marta.SaysAsync("log meeting with Vila Nord");
        await marta.PressesAsync(marta.Last, "Save", ("tasks", "we check the contract by 13 April"), ("next", "call on Friday at 12:00"));
        Assert.Equal(1, await app.UntilAsync("2026-04-10T10:00:00Z"));
        await ComesBackAsync(app, marta, "2026-04-10T11:00:00Z");
        Assert.Equal(1, await app.UntilAsync("2026-04-13T07:00:00Z"));
        await ComesBackAsync(app, marta, "2026-04-13T08:00:00Z");
    }

    private static async Task ComesBackAsync(KamBotApp app, Manager marta, string utc)
    {
        var told = marta.Last;
        await marta.PressesAsync(told, "Later › In an hour");
        Assert.Equal(1, await app.UntilAsync(utc));
        // A next contact that was put off is no longer that of the hour it was agreed for.
        Assert.Equal(Whom(told), Whom(marta.Last));
    }

    private static string Whom(CardView card) => card.Headline[^10..];

    private static async Task<Manager> WithOfferAsync(KamBotApp app, string locale = "en-GB")
    {
        var manager = await OfAsync(app, locale);
        var (client, offer) = locale[..2] switch
        {
            "ca" => ("afegeix el client Vila Nord SA, ES-CT", "oferta enviada a Vila Nord per correu, 48.000 €, vàlida fins al 24 d'abril"),
            "ro" => ("adaugă client Carpat Retail SRL, RO", "ofertă trimisă la Carpat Retail prin e-mail, 48.000 lei, valabilă până la 30 aprilie"),
            "pl" => ("dodaj klienta Wisła Logistyka sp. z o.o., PL", "oferta wysłana do Wisły Logistyki e-mailem, 48 000 zł, ważna do 24 kwietnia"),
            _ => ("add client Vila Nord SA, ES-CT", "proposal sent to Vila Nord by e-mail, €48,000, valid until 24 April"),
        };
        await manager.SaysAsync(client);
        await manager.SaysAsync(offer);
        return manager;
    }

    private static Task<Manager> OfAsync(KamBotApp app, string locale) => locale[..2] switch
    {
        "ro" => Manager.AndreiAsync(app, locale),
        "pl" => Manager.KasiaAsync(app, locale),
        _ => Manager.MartaAsync(app, locale),
    };
}
