using KamBot.Conversation;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KamBot.Tests.Rules;

/// <summary>The rules R2 to R11 set by words, for oneself, for a client and for the company; what is planned moves and is named.</summary>
public sealed class RuleCommandTests
{
    /// <summary>Wednesday 25 March 2026, 16:40 in Barcelona.</summary>
    private const string Wednesday = "2026-03-25T15:40:00Z";

    private const string Offer = "proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail";

    [Theory]
    [InlineData("en-GB", "always remind me at 10:30")]
    [InlineData("ca-ES", "recorda-m'ho sempre a les 10:30")]
    [InlineData("ro-RO", "amintește-mi mereu la 10:30")]
    [InlineData("pl-PL", "przypominaj mi zawsze o 10:30")]
    public async Task An_hour_of_ones_own_moves_what_is_planned_in_any_language(string locale, string line)
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);
        var reader = await SpeaksAsync(app, locale);

        var answer = await reader.SaysAsync(line);

        Assert.Contains("10:30", answer.Headline);
        Assert.Contains(answer.Rows, row => row.Contains("09:00 → ", StringComparison.Ordinal) && row.Contains("10:30", StringComparison.Ordinal));
        Assert.Equal(0, await app.UntilAsync("2026-03-26T09:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-03-26T09:30:00Z"));
        Assert.Contains("P-1", marta.Last.Text);
    }

    [Theory]
    [InlineData("en-GB", "quiet hours 19:00 to 10:00")]
    [InlineData("ca-ES", "hores de silenci de 19:00 a 10:00")]
    [InlineData("ro-RO", "ore de liniște de la 19:00 la 10:00")]
    [InlineData("pl-PL", "godziny ciszy od 19:00 do 10:00")]
    [InlineData("en-GB", "my working hours 10:00 to 19:00")]
    [InlineData("ca-ES", "el meu horari de feina és de 10:00 a 19:00")]
    [InlineData("ro-RO", "programul meu este de la 10:00 la 19:00")]
    [InlineData("pl-PL", "moje godziny pracy od 10:00 do 19:00")]
    public async Task What_falls_into_the_quiet_hours_waits_for_their_end_and_the_answer_says_so(string locale, string line)
    {
        await using var app = await StartAsync();
        await WithOfferAsync(app);
        var reader = await SpeaksAsync(app, locale);

        var answer = await reader.SaysAsync(line);

        Assert.Contains("19:00", answer.Headline);
        Assert.Contains(answer.Rows, row => row.Contains("09:00 → ", StringComparison.Ordinal) && row.Contains("10:00", StringComparison.Ordinal));
        Assert.Contains("09:00", answer.Text);
        Assert.Equal(0, await app.UntilAsync("2026-03-26T08:59:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-03-26T09:00:00Z"));
    }

    [Theory]
    [InlineData("en-GB", "I don't work on Thursdays")]
    [InlineData("ca-ES", "no treballo els dijous")]
    [InlineData("ro-RO", "nu lucrez joia")]
    [InlineData("pl-PL", "nie pracuję w czwartki")]
    public async Task A_day_that_is_not_worked_moves_the_call_to_the_next(string locale, string line)
    {
        await using var app = await StartAsync();
        await WithOfferAsync(app);
        var reader = await SpeaksAsync(app, locale);

        var answer = await reader.SaysAsync(line);

        Assert.NotEmpty(answer.Rows);
        Assert.Equal(0, await app.UntilAsync("2026-03-26T22:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-03-27T08:00:00Z"));
    }

    [Fact]
    public async Task A_working_week_is_named_by_its_days()
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);

        Assert.Contains("Monday, Tuesday, Wednesday and Thursday", (await marta.SaysAsync("I work Monday to Thursday")).Headline);
        Assert.Contains("Monday, Tuesday and Wednesday", (await marta.SaysAsync("I don't work on Thursdays")).Headline);
        Assert.Equal("Then no day would be left on which I may remind you. Leave one at least.", (await marta.SaysAsync("I don't work on Mondays, Tuesdays and Wednesdays")).Text);
    }

    [Theory]
    [InlineData("en-GB", "nudge me 10, 5 and 1 days before the end")]
    [InlineData("ca-ES", "avisa'm 10, 5 i 1 dies abans d'acabar")]
    [InlineData("ro-RO", "amintește-mi cu 10, 5 și 1 zile înainte de sfârșit")]
    [InlineData("pl-PL", "przypominaj mi 10, 5 i 1 dni przed końcem")]
    public async Task Nudges_come_as_many_days_before_the_end_as_was_said(string locale, string line)
    {
        await using var app = await StartAsync();
        await WithOfferAsync(app);
        var reader = await SpeaksAsync(app, locale);

        await reader.SaysAsync(line);

        // The call, that it is overdue, that nothing was done for a while. 10 working days before Fri 24 April, with Good Friday
        // and Easter Monday off: Fri 10 April.
        Assert.Equal(3, await app.UntilAsync("2026-04-09T21:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-10T07:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-17T07:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-04-23T07:00:00Z"));
    }

    [Theory]
    [InlineData("en-GB", "for Vila Nord call after 2 days")]
    [InlineData("ca-ES", "per a Vila Nord truca després de 2 dies")]
    [InlineData("ro-RO", "pentru Vila Nord sună după 2 zile")]
    [InlineData("pl-PL", "dla Vila Nord dzwoń po 2 dniach")]
    public async Task One_client_has_days_of_its_own_and_the_others_keep_theirs(string locale, string line)
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);
        await marta.SaysAsync("add client Mar Blau SL, ES-CT");
        await marta.SaysAsync("proposal sent to Mar Blau, €1,000, valid until 24 April, by e-mail");
        var reader = await SpeaksAsync(app, locale);

        var answer = await reader.SaysAsync(line);

        Assert.Contains("Vila Nord", answer.Headline);
        Assert.Equal(1, await app.UntilAsync("2026-03-26T08:00:00Z"));
        Assert.Contains("P-2", marta.Last.Text);
        await app.UntilAsync("2026-03-27T08:00:00Z");
        Assert.Contains(marta.Chat, card => card.Headline.Contains("Vila Nord", StringComparison.Ordinal) && card.Text.Contains("P-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clients_rule_can_be_taken_back_and_what_it_moved_goes_back()
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);
        await marta.SaysAsync("for Vila Nord call after 2 days");

        await marta.SaysAsync("undo");

        Assert.Equal(1, await app.UntilAsync("2026-03-26T08:00:00Z"));
    }

    [Fact]
    public async Task A_letter_waits_as_long_as_letters_do()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("call after 4 days when sent by letter");

        var offer = await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by letter");

        Assert.Contains(offer.Rows, row => row.Contains("Tue 31 March", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_company_is_set_only_by_who_may()
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);

        Assert.Contains("administrators and heads of sales", (await marta.SaysAsync("for the company nudge me 7 days before the end")).Text);
        Assert.Equal(1, await app.UntilAsync("2026-03-26T08:00:00Z"));
        Assert.DoesNotContain(marta.Chat, card => card.Buttons.Contains("For the company"));
    }

    [Theory]
    [InlineData("Team:Admins:0", "aad-Marta-Puig")]
    [InlineData("Team:HeadsOfSales:0", "AAD-marta-puig")]
    [InlineData("Team:HeadsOfSales:0", "Marta@vila.example")]
    public async Task Who_may_sets_it_for_everybody_who_sets_nothing_else(string setting, string who)
    {
        await using var app = await StartAsync((setting, who));
        app.Teams.Members.Add(new() { Id = "29:Marta Puig", Name = "Marta Puig", AadObjectId = "aad-Marta-Puig", UserPrincipalName = "marta@vila.example" });
        var marta = await WithOfferAsync(app);

        var answer = await marta.SaysAsync("for the company call after 2 days");

        Assert.Contains("the company's", answer.Headline);
        Assert.Equal(0, await app.UntilAsync("2026-03-26T22:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-03-27T08:00:00Z"));
    }

    [Theory]
    [InlineData("en-GB", "Your company's rules for reminders have changed", "What is planned for your colleagues moves now")]
    [InlineData("ca-ES", "Les regles de l'empresa per als recordatoris han canviat", "")]
    [InlineData("ro-RO", "Regulile companiei pentru mementouri s-au schimbat", "")]
    [InlineData("pl-PL", "Reguły przypomnień w firmie się zmieniły", "")]
    public async Task A_companys_new_rule_moves_what_is_planned_for_everybody_and_tells_each_once_what_moved(string locale, string news, string follows)
    {
        await using var app = await StartAsync(("Team:HeadsOfSales:0", "aad-Ewa-Zaj_c"));
        var marta = await WithOfferAsync(app);
        await SpeaksAsync(app, locale);
        var joan = await Manager.JoanAsync(app);
        await joan.SaysAsync("call after 1 day");
        await joan.SaysAsync("add client Sud SL, ES-CT");
        await joan.SaysAsync("proposal sent to Sud, €9,000, valid until 24 April, by e-mail");
        var (ofMarta, ofJoan) = (marta.Chat.Count, joan.Chat.Count);

        var answer = await (await Manager.EwaAsync(app)).SaysAsync("for the company call after 2 days");

        Assert.Contains(follows, answer.Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.UntilAsync("2026-03-25T15:45:00Z"));
        var told = Assert.Single(marta.Chat.Skip(ofMarta));
        Assert.Equal(news, told.Headline);
        Assert.Contains(told.Rows, row => row.Contains("P-1", StringComparison.Ordinal) && row.Contains("26", StringComparison.Ordinal) && row.Contains("→ 27", StringComparison.Ordinal));
        Assert.Equal(ofJoan, joan.Chat.Count); // whose own rule stands
        await app.UntilAsync("2026-03-26T22:00:00Z");
        Assert.StartsWith("Sud SL", joan.Chat[ofJoan].Headline, StringComparison.Ordinal);
        Assert.Equal(ofMarta + 1, marta.Chat.Count);
        await app.UntilAsync("2026-03-27T08:00:00Z");
        Assert.StartsWith("Vila Nord SA", marta.Last.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_instances_move_it_once_and_a_late_reader_of_the_old_rule_is_put_right()
    {
        await using var app = await StartAsync(("Team:HeadsOfSales:0", "aad-Ewa-Zaj_c"));
        var marta = await WithOfferAsync(app);
        await using var other = await app.AnotherAsync();
        await other.BeatAsync(); // reads the rules as they are before the change
        await (await Manager.EwaAsync(app)).SaysAsync("for the company call after 2 days");

        await marta.At(other).SaysAsync("proposal sent to Vila Nord, €7,000, valid until 24 April, by e-mail");
        var before = marta.Chat.Count;
        var told = await Task.WhenAll(app.BeatAsync(), other.BeatAsync());
        Assert.Equal(1, told.Sum());
        await app.UntilAsync("2026-03-25T15:50:00Z");

        Assert.Equal(0, await app.UntilAsync("2026-03-26T22:00:00Z"));
        Assert.True(marta.Chat.Count > before);
        await app.UntilAsync("2026-03-27T08:00:00Z");
        var due = marta.Chat.Skip(before).Select(card => card.Text).Where(text => text.Contains("call today", StringComparison.Ordinal)).ToList();
        Assert.Contains(due, text => text.Contains("P-1", StringComparison.Ordinal));
        Assert.Contains(due, text => text.Contains("P-2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_principal_name_of_somebody_else_gives_no_right()
    {
        await using var app = await StartAsync(("Team:Admins:0", "ewa@vila.example"));
        app.Teams.Members.Add(new() { Id = "29:Marta Puig", AadObjectId = "aad-Ewa", UserPrincipalName = "ewa@vila.example" });
        var marta = await WithOfferAsync(app);

        Assert.Contains("administrators and heads of sales", (await marta.SaysAsync("for the company call after 2 days")).Text);
    }

    [Fact]
    public async Task Mine_stays_mine_whatever_the_company_says_until_I_reset_it()
    {
        await using var app = await StartAsync(("Team:Admins:0", "aad-Marta-Puig"));
        var marta = await WithOfferAsync(app);
        await marta.SaysAsync("call after 3 days");

        Assert.Contains("For you it stays 3 working days (yours).", (await marta.SaysAsync("for the company call after 2 days")).Text);
        Assert.Equal("Your own rules are gone: the company's hold", (await marta.SaysAsync("reset my settings")).Headline);

        Assert.Equal(0, await app.UntilAsync("2026-03-26T22:00:00Z"));
        Assert.Equal(1, await app.UntilAsync("2026-03-27T08:00:00Z"));
    }

    [Theory]
    [InlineData("nudge me 0 days before the end", "Before an offer ends: I need whole numbers of days from 1 to 60")]
    [InlineData("nudge me 1, 2, 3, 4, 5 and 6 days before the end", "at most 5 of them")]
    [InlineData("call after 0 days", "Call after an offer: I need a whole number from 1 to 20.")]
    [InlineData("call after 21 days", "Call after an offer: I need a whole number from 1 to 20.")]
    [InlineData("quiet from 25:00", "a day has the hours 0:00 to 23:59")]
    [InlineData("quiet hours 19:00 to 26:00", "a day has the hours 0:00 to 23:59")]
    public async Task What_is_no_value_is_refused_with_what_would_be_one_and_changes_nothing(string line, string message)
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);

        Assert.Contains(message, (await marta.SaysAsync(line)).Text);

        Assert.Null((await app.Get<Profiles>().FindAsync(new UserKey(FakeTeams.TenantId, "aad-Marta-Puig"), TestContext.Current.CancellationToken))!.Rules);
        Assert.Equal(1, await app.UntilAsync("2026-03-26T08:00:00Z"));
    }

    [Fact]
    public async Task A_client_has_no_say_in_the_working_day()
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);
        await marta.SaysAsync("for Vila Nord call after 2 days");

        var rules = await marta.SaysAsync("reminder rules for Vila Nord");

        Assert.Contains(rules.Rows, row => row.Contains("2 working days", StringComparison.Ordinal) && row.Contains("for Vila Nord SA", StringComparison.Ordinal));
        Assert.DoesNotContain("Quiet hours", rules.Text);
    }

    [Fact]
    public async Task The_settings_show_every_rule_with_its_level_and_each_can_be_changed_there()
    {
        await using var app = await StartAsync();
        var marta = await WithOfferAsync(app);
        await marta.SaysAsync("always remind me at 10:00");

        var settings = await marta.SaysAsync("settings");
        var rules = await marta.SaysAsync("my reminder rules");

        foreach (var card in (CardView[])[settings, rules])
        {
            Assert.Contains(card.Rows, row => row.Contains("Hour of reminders", StringComparison.Ordinal) && row.Contains("10:00", StringComparison.Ordinal) && row.Contains("yours", StringComparison.Ordinal));
            Assert.Contains(card.Rows, row => row.Contains("Quiet hours", StringComparison.Ordinal) && row.Contains("18:00 to 08:30", StringComparison.Ordinal) && row.Contains("the company's", StringComparison.Ordinal));
            Assert.Equal(15, card.Rows.Count);
        }

        var hour = await marta.PressesAsync(rules, "Hour of reminders");
        var changed = await marta.PressesAsync(hour, "For me", ("value", "11:00"));
        Assert.Contains("11:00 (yours)", changed.Headline);
        Assert.Contains("09:00 (the company's)", (await marta.PressesAsync(await marta.PressesAsync(rules, "Hour of reminders"), "Back to the default")).Headline);
    }

    private static Task<KamBotApp> StartAsync(params (string Setting, string Value)[] settings) =>
        KamBotApp.StartAsync(StoreKind.Sqlite, Wednesday, configure: services => services.Configure<CompanyRightsOptions>(options =>
        {
            foreach (var (setting, value) in settings)
            {
                if (setting.StartsWith("Team:Admins", StringComparison.Ordinal))
                    options.Admins = [value];
                else
                    options.HeadsOfSales = [value];
            }
        }));

    private static async Task<Manager> WithOfferAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync(Offer);
        return marta;
    }

    /// <summary>Marta, who chooses the language of that locale.</summary>
    private static async Task<Manager> SpeaksAsync(KamBotApp app, string locale)
    {
        var marta = await Manager.MartaAsync(app);
        if (!locale.StartsWith("en", StringComparison.Ordinal))
            await marta.SaysAsync(locale[..2] switch { "ca" => "speak Catalan", "ro" => "speak Romanian", _ => "speak Polish" });
        return marta;
    }
}
