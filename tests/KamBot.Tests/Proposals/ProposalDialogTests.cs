using KamBot.Tests.Drivers;

namespace KamBot.Tests.Proposals;

/// <summary>An offer by one line, by question and answer, or on one card (PRP-13, PRP-14); whatever is missing is asked.</summary>
public sealed class ProposalDialogTests
{
    [Fact]
    public async Task What_is_missing_is_asked_one_question_at_a_time()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        Assert.Equal("What is the offer worth?", (await alex.SaysAsync("proposal sent to Vila Nord")).Headline);
        var validity = await alex.SaysAsync("48k");
        Assert.Equal("How long is it valid?", validity.Headline);
        Assert.Contains("the offer to Vila Nord SA · step 3 of 4", validity.Text);
        var channel = await alex.SaysAsync("30 days");
        Assert.Equal("How did you send it?", channel.Headline);
        var done = await alex.PressesAsync(channel, "Letter");

        Assert.Equal("P-1 noted · Vila Nord SA", done.Headline);
        Assert.Equal("€48,000", done.Fact("Amount"));
        Assert.Equal("Thu 7 May", done.Fact("Valid until"));
        Assert.Equal("Tue 7 April, today, by letter", done.Fact("Sent"));
        // A letter waits three working days for its call (R3).
        Assert.Equal("Call: did they get it? | Fri 10 April 09:00", done.Rows[0]);
    }

    [Theory]
    [InlineData("en-GB", "-5 EUR", "The amount must be more than zero.")]
    [InlineData("en-GB", "€-5", "The amount must be more than zero.")]
    [InlineData("en-GB", "0", "The amount must be more than zero.")]
    [InlineData("ro-RO", "-5 lei", "Valoarea trebuie să fie mai mare decât zero.")]
    public async Task An_amount_below_zero_is_refused_and_asked_again(string locale, string amount, string problem)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app, locale);
        var question = await alex.SaysAsync("proposal sent to Vila Nord, valid until 24 April");

        var again = await alex.SaysAsync(amount);

        Assert.Equal(question.Headline, again.Headline);
        Assert.Contains(problem, again.Text);
    }

    [Fact]
    public async Task An_amount_below_zero_is_refused_in_the_line_and_in_a_new_version_too()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        Assert.Contains("more than zero", (await alex.SaysAsync("proposal sent to Vila Nord, €-5, valid until 24 April, by e-mail")).Text);
        await alex.SaysAsync("€48,000");
        Assert.Contains("more than zero", (await alex.SaysAsync("new version of P-1, -5 EUR")).Text);
        Assert.Equal("€45,000", (await alex.SaysAsync("€45,000")).Fact("Amount"));
    }

    [Fact]
    public async Task The_words_of_a_button_or_its_number_can_be_typed()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("proposal sent to Vila Nord, €48,000");

        Assert.Equal("How did you send it?", (await alex.SaysAsync("60 days")).Headline);
        Assert.Equal("P-1 noted · Vila Nord SA", (await alex.SaysAsync("handed over")).Headline);
    }

    [Fact]
    public async Task The_whole_can_be_filled_in_on_one_card()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        var question = await alex.SaysAsync("new proposal for Vila Nord");
        Assert.Equal(["client", "amount", "sentOn", "validity", "channel"], question.Inputs);

        var done = await alex.PressesAsync(question, "Save", ("amount", "48,000 EUR"), ("validity", "2026-05-15"), ("channel", "email"), ("sentOn", "2026-04-02"));

        Assert.Equal("P-1 noted · Vila Nord SA", done.Headline);
        Assert.Equal("Fri 15 May", done.Fact("Valid until"));
        Assert.Equal("Thu 2 April, by e-mail", done.Fact("Sent"));
    }

    [Fact]
    public async Task A_mistake_on_the_card_is_named_and_nothing_typed_is_lost()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        var question = await alex.SaysAsync("new proposal for Vila Nord");

        var again = await alex.PressesAsync(question, "Save", ("amount", "a fortune"), ("validity", "end of May"), ("channel", "fax"));

        Assert.Contains("I couldn't read \"a fortune\" as Amount.", again.Text);
        Assert.Equal("P-1 noted · Vila Nord SA", (await alex.SaysAsync("€48,000")).Headline);
        Assert.Equal("Sun 31 May", alex.Last.Fact("Valid until"));
    }

    [Theory]
    [InlineData("no, 52k", "€52,000")]
    [InlineData("actually €50,000", "€50,000")]
    public async Task An_answer_is_corrected_by_the_field_it_fits(string correction, string amount)
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("proposal sent to Vila Nord, €48,000");

        Assert.Equal("How long is it valid?", (await alex.SaysAsync(correction)).Headline);
        await alex.SaysAsync("30 days");
        await alex.SaysAsync("by e-mail");

        Assert.Equal(amount, alex.Last.Fact("Amount"));
    }

    [Fact]
    public async Task Back_takes_the_latest_answer_back_and_cancel_leaves_nothing()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("proposal sent to Vila Nord");
        await alex.SaysAsync("48k");

        Assert.Equal("What is the offer worth?", (await alex.SaysAsync("back")).Headline);
        Assert.Equal("Cancelled: the offer to Vila Nord SA · step 2 of 4. Nothing was saved.", (await alex.SaysAsync("cancel")).Headline);
        Assert.Equal("You have no open offers", (await alex.SaysAsync("proposals")).Headline);
        Assert.Equal("Nothing is open. Type \"help\" to see what I can do.", (await alex.SaysAsync("continue")).Headline);
    }

    [Fact]
    public async Task Help_inside_ends_with_the_same_question()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("proposal sent to Vila Nord");

        var help = await alex.SaysAsync("help");

        Assert.EndsWith("What is the offer worth?", help.Text, StringComparison.Ordinal);
        Assert.Equal("How long is it valid?", (await alex.SaysAsync("€48,000")).Headline);
    }

    [Fact]
    public async Task Another_command_in_between_offers_to_go_on()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("proposal sent to Vila Nord");

        var clients = await alex.SaysAsync("clients");
        Assert.Contains("Go on with the offer to Vila Nord SA · step 2 of 4?", clients.Text);

        Assert.Equal("What is the offer worth?", (await alex.PressesAsync(clients, "Continue")).Headline);
    }

    [Fact]
    public async Task What_was_not_understood_keeps_the_question_open()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("proposal sent to Vila Nord");

        var again = await alex.SaysAsync("well it depends");

        Assert.Equal("What is the offer worth?", again.Headline);
        Assert.Contains("I couldn't read \"well it depends\" here.", again.Text);
    }

    [Fact]
    public async Task An_unknown_client_is_created_and_what_was_said_goes_on()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        var unknown = await alex.SaysAsync("proposal sent to Mobles Roure, €12,500, valid until 24 April, by e-mail");
        Assert.Equal("I don't know \"Mobles Roure\" yet", unknown.Headline);
        var done = await alex.PressesAsync(unknown, "Create \"Mobles Roure\"");

        Assert.Equal("P-1 noted · Mobles Roure", done.Headline);
        Assert.Equal("€12,500", done.Fact("Amount"));
        Assert.Contains("Mobles Roure has no calendar of its own yet, so I count by yours.", done.Text);
        // What was told is kept: the offer, and its call the next working day.
        Assert.StartsWith("P-1 · Mobles Roure · €12,500", Assert.Single((await alex.SaysAsync("proposals")).Rows), StringComparison.Ordinal);
        Assert.Equal("Client Mobles Roure added", (await alex.SaysAsync("history Mobles Roure")).Rows[^1].Split(" / ")[0]);
        await app.UntilAsync("2026-04-08T07:00:00Z");
        Assert.Equal("Mobles Roure · call today: did they get P-1?", alex.Last.Headline);
    }

    [Fact]
    public async Task An_offer_without_an_end_needs_a_reason()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        var asked = await alex.SaysAsync("proposal sent to Vila Nord by e-mail, €48,000, no expiry");
        Assert.Contains("An offer without an end needs a reason", asked.Text);
        var done = await alex.SaysAsync("no expiry because it is a framework offer");

        Assert.Equal("no end: a framework offer", done.Fact("Valid until"));
        Assert.Equal(["Call: did they get it? | Wed 8 April, tomorrow 09:00"], done.Rows);
    }

    [Fact]
    public async Task Left_alone_for_a_day_it_is_a_draft_and_not_lost()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);
        await alex.SaysAsync("proposal sent to Vila Nord, €48,000");

        app.Sleep("2026-04-08T13:00:00Z");
        var today = await alex.SaysAsync("what do I have today?");
        Assert.Contains("the offer to Vila Nord SA · step 3 of 4", today.Text);
        Assert.Equal("How long is it valid?", (await alex.SaysAsync("continue")).Headline);
        await alex.SaysAsync("30 days");

        Assert.Equal("P-1 noted · Vila Nord SA", (await alex.SaysAsync("e-mail")).Headline);
    }

    [Fact]
    public async Task An_offer_that_is_over_already_is_noted_with_a_warning_and_no_reminders_of_the_past()
    {
        await using var app = await StartAsync();
        var alex = await AlexAsync(app);

        var card = await alex.SaysAsync("proposal sent to Vila Nord by e-mail, €48,000, sent on 2026-03-02, valid until 2026-03-31");

        Assert.Contains("It was valid until Tue 31 March: that is over", card.Text);
        Assert.Equal(0, await app.UntilAsync("2026-04-08T20:00:00Z"));
    }

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");

    private static async Task<Manager> AlexAsync(KamBotApp app, string locale = "en-GB")
    {
        var alex = new Manager(app, "Alex Wilber", "Europe/Madrid", locale);
        await alex.SaysAsync("my calendar ES-CT");
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        return alex;
    }
}
