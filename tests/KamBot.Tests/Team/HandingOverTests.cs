using KamBot.Team;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KamBot.Tests.Team;

/// <summary>Who is told when the manager is not there: nobody, a deputy who cannot be reached either, the head of sales (stories 8.3 and 10.5).</summary>
public sealed class HandingOverTests
{
    [Fact]
    public async Task Without_a_deputy_reminders_wait_for_the_return_and_come_as_one_card()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-13T08:00:00Z");
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("add client Carpat Retail SRL, ES-CT");
        await marta.SaysAsync("away 20–24 April");
        app.Sleep("2026-04-17T13:00:00Z");
        await marta.SaysAsync("proposal sent to Vila Nord by e-mail, €48,000, valid until 15 May");
        await marta.SaysAsync("proposal sent to Carpat Retail by e-mail, €12,000, valid until 15 May");

        Assert.Equal(0, await app.UntilAsync("2026-04-27T06:59:59Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-27T07:00:00Z"));

        Assert.Contains("While you were away", marta.Last.Text, StringComparison.Ordinal);
        Assert.Contains("P-1", marta.Last.Text, StringComparison.Ordinal);
        Assert.Contains("P-2", marta.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deputy_who_cannot_be_reached_leaves_them_to_the_manager()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-13T08:00:00Z");
        var marta = await Manager.MartaAsync(app);
        var joan = await Manager.JoanAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("away 20–24 April, Joan covers");
        await app.UntilAsync("2026-04-13T08:01:00Z");
        await joan.PressesAsync(joan.Last, "Accept");
        app.Sleep("2026-04-17T13:00:00Z");
        await marta.SaysAsync("proposal sent to Vila Nord by e-mail, €48,000, valid until 15 May");
        var joans = joan.Last.ActivityId;
        app.Teams.Verdict = call => call.RawTarget.Contains("Joan", StringComparison.Ordinal) ? ConnectorFault.Refuse(403, "ConversationBlockedByUser") : null;

        await app.UntilAsync("2026-04-20T07:05:00Z");

        Assert.Equal("Vila Nord SA · call today: did they get P-1?", marta.Last.Headline);
        Assert.Equal(joans, joan.Last.ActivityId);
    }

    [Fact]
    public async Task Back_early_the_summary_comes_at_once_and_the_colleague_is_told()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-13T08:00:00Z");
        var marta = await Manager.MartaAsync(app);
        var joan = await Manager.JoanAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT, phone +34 93 555 01 02");
        await marta.SaysAsync("away 20–24 April, Joan covers");
        await app.UntilAsync("2026-04-13T08:01:00Z");
        await joan.PressesAsync(joan.Last, "Accept");
        Assert.Equal("You are not noted as away today.", (await marta.SaysAsync("I'm back")).Text);
        app.Sleep("2026-04-21T08:00:00Z");
        await joan.SaysAsync("complaint from Vila Nord: wrong invoice");

        var summary = await marta.SaysAsync("I'm back");

        Assert.Equal("Welcome back · 20 Apr – 24 Apr", summary.Headline);
        Assert.Contains("Complaint: wrong invoice", summary.Text, StringComparison.Ordinal);
        await app.UntilAsync("2026-04-21T08:01:00Z");
        Assert.Equal("You no longer cover for Marta Puig", joan.Last.Headline);
        Assert.DoesNotContain("+34", (await joan.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);
        await app.UntilAsync("2026-04-22T07:00:00Z");
        Assert.Equal("Vila Nord SA · is this complaint settled? wrong invoice", marta.Last.Headline);
    }

    [Fact]
    public async Task A_deputys_digest_stays_one_when_something_in_it_is_done()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-13T08:00:00Z");
        var marta = await Manager.MartaAsync(app);
        var joan = await Manager.JoanAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("away 20–24 April, Joan covers");
        await app.UntilAsync("2026-04-13T08:01:00Z");
        await joan.PressesAsync(joan.Last, "Accept");
        app.Sleep("2026-04-17T12:00:00Z");
        for (var n = 1; n <= 4; n++)
            await marta.SaysAsync($"proposal sent to Vila Nord, €{n},000, valid until 30 June, by e-mail");
        await app.UntilAsync("2026-04-20T07:00:00Z");
        Assert.StartsWith("4 reminders for you\nFor Marta Puig\n", joan.Last.Text, StringComparison.Ordinal);

        var after = await joan.PressesAsync(joan.Last, "Done");

        Assert.StartsWith("3 reminders for you\nFor Marta Puig\n", after.Text, StringComparison.Ordinal);
        Assert.Contains(after.Rows, row => row.StartsWith("✓ Vila Nord SA · P-4", StringComparison.Ordinal));
        Assert.Equal(3, after.Buttons.Count(button => button == "Done"));
    }

    [Fact]
    public async Task What_is_due_on_a_holiday_of_the_deputys_comes_on_the_deputys_next_working_day()
    {
        // Orthodox Easter: Romania is off on Friday 10 and Monday 13 April, Catalonia is not.
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T08:00:00Z");
        var marta = await Manager.MartaAsync(app);
        var andrei = await Manager.AndreiAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("away 10–15 April, Andrei covers");
        await app.UntilAsync("2026-04-07T08:01:00Z");
        await andrei.PressesAsync(andrei.Last, "Accept");
        await app.UntilAsync("2026-04-07T08:02:00Z");
        app.Sleep("2026-04-09T13:00:00Z");
        await marta.SaysAsync("proposal sent to Vila Nord by e-mail, €48,000, valid until 15 May");
        var hers = marta.Chat.Count;

        Assert.Equal(0, await app.UntilAsync("2026-04-14T05:59:59Z"));
        await app.UntilAsync("2026-04-14T06:00:00Z");

        Assert.Contains(andrei.Chat, card => card.Headline.Contains("P-1", StringComparison.Ordinal));
        Assert.Equal(hers, marta.Chat.Count);
    }

    [Fact]
    public async Task What_the_manager_wanted_to_be_reminded_of_for_themselves_stays_theirs()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-13T08:00:00Z");
        var marta = await Manager.MartaAsync(app);
        var joan = await Manager.JoanAsync(app);
        await marta.SaysAsync("remind me every Tuesday to see the dentist");
        await marta.SaysAsync("away 20–24 April, Joan covers");
        await app.UntilAsync("2026-04-13T08:01:00Z");
        await joan.PressesAsync(joan.Last, "Accept");
        await app.UntilAsync("2026-04-20T08:00:00Z");

        Assert.DoesNotContain("dentist", (await joan.SaysAsync("what will you remind me of?")).Text, StringComparison.Ordinal);
        await app.UntilAsync("2026-04-21T09:00:00Z");

        Assert.Contains("dentist", marta.Last.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(joan.Chat, card => card.Text.Contains("dentist", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_delivery_a_restart_and_an_outage_ask_answer_and_sum_up_once()
    {
        await using var app = await KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-13T08:00:00Z");
        var marta = await Manager.MartaAsync(app);
        var joan = await Manager.JoanAsync(app);
        var line = marta.Message("away 20–24 April, Joan covers");
        await marta.PostAsync(line);
        await marta.PostAsync(line);
        await using var other = await app.AnotherAsync();
        await other.UntilAsync("2026-04-13T08:01:00Z");
        await app.UntilAsync("2026-04-13T08:01:00Z");
        Assert.Single(joan.Chat, card => card.Headline.StartsWith("Marta Puig asks you", StringComparison.Ordinal));

        var press = joan.Press(joan.Last, "Accept");
        await joan.PostAsync(press);
        press.Id = "the-same-tap-again";
        Assert.Equal("You cover for Marta Puig · 20 Apr – 24 Apr", (await Manager.ReplacementAsync(await joan.At(other).PostAsync(press))).Headline);
        await other.UntilAsync("2026-04-13T08:02:00Z");
        await app.UntilAsync("2026-04-13T08:02:00Z");
        Assert.Single(marta.Chat, card => card.Headline.StartsWith("Joan Serra covers for you", StringComparison.Ordinal));

        // Nothing runs on the morning of the return.
        app.Sleep("2026-04-28T08:00:00Z");
        await other.BeatAsync();
        await app.BeatAsync();
        Assert.Single(marta.Chat, card => card.Headline.StartsWith("Welcome back", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_who_left_the_standing_deputy_or_else_the_head_of_sales_is_told_once(bool hasDeputy)
    {
        await using var app = await KamBotApp.StartAsync(
            StoreKind.Sqlite, "2026-04-13T08:00:00Z", configure: services => services.Configure<TeamOptions>(options => options.HeadsOfSales = ["aad-Ewa-Zaj_c"]));
        var marta = await Manager.MartaAsync(app);
        var joan = await Manager.JoanAsync(app);
        var ewa = await Manager.EwaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT, phone +34 93 555 01 02");
        if (hasDeputy)
        {
            Assert.Equal("Joan Serra is asked", (await marta.SaysAsync("my deputy is Joan")).Headline);
            await app.UntilAsync("2026-04-13T08:01:00Z");
            Assert.Equal("Marta Puig names you as standing deputy", joan.Last.Headline);
            Assert.Equal("You are the standing deputy of Marta Puig", (await joan.PressesAsync(joan.Last, "Accept")).Headline);
            await app.UntilAsync("2026-04-13T08:02:00Z");
            Assert.Equal("Joan Serra is your standing deputy", marta.Last.Headline);
        }

        await marta.SaysAsync("proposal sent to Vila Nord by e-mail, €48,000, valid until 30 April");
        app.Teams.Verdict = call => call.RawTarget.Contains("Marta", StringComparison.Ordinal) ? ConnectorFault.Refuse(403, "BotNotInConversationRoster") : null;
        var (told, other) = hasDeputy ? (joan, ewa) : (ewa, joan);
        var (before, others) = (told.Chat.Count, other.Chat.Count);

        // Tuesday's call cannot be delivered; three working days later it is Friday.
        Assert.Equal(0, await app.UntilAsync("2026-04-16T15:00:00Z"));
        Assert.DoesNotContain("+34", (await told.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);
        await app.UntilAsync("2026-04-17T10:00:00Z");
        var card = told.Chat.Skip(before).Single(each => each.Headline == "Marta Puig cannot be reached any more");
        Assert.Equal("One client", card.Fact("Without anybody"));
        Assert.Contains("P-1", card.Text, StringComparison.Ordinal);
        Assert.Contains("+34", (await told.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);

        await app.UntilAsync("2026-04-23T10:00:00Z");
        Assert.Equal("Vila Nord SA · 5 working days left for P-1", told.Last.Headline);
        Assert.Contains("Marta Puig", told.Last.Text, StringComparison.Ordinal);
        Assert.Single(told.Chat, each => each.Headline == "Marta Puig cannot be reached any more");
        Assert.Equal(others, other.Chat.Count);

        // She is back, and so are they.
        app.Teams.Verdict = _ => null;
        await marta.SaysAsync("hello");
        Assert.DoesNotContain("+34", (await told.SaysAsync("dossier Vila Nord")).Text, StringComparison.Ordinal);
        await app.UntilAsync("2026-04-29T10:00:00Z");
        Assert.Equal("Vila Nord SA · tomorrow is the last day of P-1", marta.Last.Headline);
    }
}
