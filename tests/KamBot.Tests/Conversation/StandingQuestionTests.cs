using KamBot.Tests.Drivers;

namespace KamBot.Tests.Conversation;

/// <summary>What a command asks back outside a form takes a typed answer, in any language, as well as a button.</summary>
public sealed class StandingQuestionTests
{
    [Theory]
    [InlineData("en-GB", "extend P-1", "until 15 May", "P-1 extended: version 2, valid until Fri 15 May")]
    [InlineData("en-GB", "extend P-1", "15 May", "P-1 extended: version 2, valid until Fri 15 May")]
    [InlineData("en-GB", "extend P-1", "30 days", "P-1 extended: version 2, valid until Sun 24 May")]
    [InlineData("en-GB", "extend P-1", "until 15 May, please", "P-1 extended: version 2, valid until Fri 15 May")]
    [InlineData("ca-ES", "prorroga la P-1", "fins al 15 de maig", "P-1 prorrogada: versió 2, vàlida fins dv. 15 de maig")]
    [InlineData("ro-RO", "prelungește P-1", "până pe 15 mai", "P-1 prelungită: versiunea 2, termen nou: vineri, 15 mai")]
    [InlineData("pl-PL", "przedłuż P-1", "do 15 maja", "P-1 przedłużona: wersja 2, ważna do: pt. 15 maja")]
    [InlineData("en-GB", "new version of P-1", "€45,000", "P-1 has a new version 2, valid until Fri 24 April")]
    [InlineData("en-GB", "new version of P-1", "45,000 until 15 May", "P-1 has a new version 2, valid until Fri 15 May")]
    [InlineData("en-GB", "P-1 lost", "they found somebody cheaper", "P-1 lost · Vila Nord SA")]
    [InlineData("pl-PL", "P-1 przegrana", "była za droga", "P-1 przegrana · Vila Nord SA")]
    [InlineData("en-GB", "remind me", "on Thursday", "P-1: I'll remind you Thu 9 April")]
    [InlineData("en-GB", "my calendar", "Poland", "Your working calendar is now Poland (PL)")]
    public async Task The_next_line_answers_it(string locale, string command, string answer, string headline)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app, locale);

        await alex.SaysAsync(command);
        var done = await alex.SaysAsync(answer);

        Assert.StartsWith(headline, done.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_before_the_question_is_not_asked_again()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await OfferAsync(alex);
        await alex.SaysAsync("add client Carpat Retail SRL, RO");

        Assert.Equal("Which offer do you mean?", (await alex.SaysAsync("new version, €45,000, valid until 15 May")).Headline);
        var done = await alex.SaysAsync("P-2");

        Assert.Equal("P-2 has a new version 2, valid until Fri 15 May", done.Headline);
        Assert.Equal("€45,000", done.Fact("Amount"));
    }

    [Fact]
    public async Task A_doubtful_answer_is_asked_about_and_nothing_said_before_is_lost()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app, "en-US");

        await alex.SaysAsync("extend P-1");
        var doubt = await alex.SaysAsync("05/06/2026");
        Assert.Equal(2, doubt.Buttons.Count);

        Assert.StartsWith("P-1 extended: version 2", (await alex.PressesAsync(doubt, doubt.Buttons[0])).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_of_its_own_is_done_instead()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        await alex.SaysAsync("extend P-1");
        Assert.Equal("Your client", (await alex.SaysAsync("my clients")).Headline);

        Assert.Equal("Fri 15 May: nothing to remind you of", (await alex.SaysAsync("15 May")).Headline);
    }

    [Fact]
    public async Task What_is_no_answer_brings_the_question_again_with_its_buttons()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        var first = await alex.SaysAsync("extend P-1");
        var again = await alex.SaysAsync("hmm let me think");

        Assert.Equal(first.Headline, again.Headline);
        Assert.Contains("hmm let me think", again.Text);
        Assert.StartsWith("P-1 extended", (await alex.PressesAsync(again, again.Buttons[0])).Headline, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("no")]
    public async Task It_can_be_dropped(string line)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        await alex.SaysAsync("P-1 lost");

        Assert.Equal("All right, I leave it as it is.", (await alex.SaysAsync(line)).Headline);
        Assert.Equal("open, not confirmed yet", (await alex.SaysAsync("P-1")).Fact("State"));
    }

    [Fact]
    public async Task A_day_later_nobody_answers_it_any_more()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        await alex.SaysAsync("P-1 lost");
        app.Sleep("2026-04-09T12:00:00Z");
        await alex.SaysAsync("it rains again");

        Assert.Equal("open, not confirmed yet", (await alex.SaysAsync("P-1")).Fact("State"));
    }

    [Fact]
    public async Task Help_in_between_leaves_it_standing()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        await alex.SaysAsync("extend P-1");
        await alex.SaysAsync("help");

        Assert.StartsWith("P-1 extended", (await alex.SaysAsync("30 days")).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_answered_before_the_form_that_waits_behind_it()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        await alex.SaysAsync("log meeting with Vila Nord");
        await alex.SaysAsync("extend P-1");

        Assert.StartsWith("P-1 extended: version 2, valid until Fri 15 May", (await alex.SaysAsync("15 May")).Headline, StringComparison.Ordinal);
        Assert.Equal("When was the meeting?", (await alex.SaysAsync("continue")).Headline);
    }

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");

    private static async Task<Manager> AlexAsync(KamBotApp app, string locale = "en-GB")
    {
        var alex = new Manager(app, "Alex Wilber", "Europe/Madrid", locale);
        await alex.SaysAsync("my calendar ES-CT");
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        await OfferAsync(alex);
        return alex;
    }

    private static Task<CardView> OfferAsync(Manager alex) => alex.SaysAsync("proposal sent to Vila Nord, 48000 EUR, valid until 24 April, by e-mail");
}
