using KamBot.Tests.Conversation.Language;
using KamBot.Tests.Drivers;

namespace KamBot.Tests.Conversation;

/// <summary>Somebody writes another language than the one they are answered in: it is understood, and offered once.</summary>
public sealed class OtherLanguageTests
{
    private const string Offer = "Has escrit en català. Vols que respongui en català?";

    [Theory]
    [InlineData("oferta enviada a Vila Nord, 48.500,00 €, vàlida fins al 24 d'abril, per correu electrònic")]
    [InlineData("ofertă trimisă la Vila Nord, 48.500,00 €, valabilă până la 24 aprilie, prin e-mail")]
    [InlineData("oferta wysłana do Vila Nord, 48 500 €, ważna do 24 kwietnia, e-mailem")]
    public async Task An_English_reader_is_understood_in_every_language_and_answered_in_English(string line)
    {
        await using var app = await StartAsync();
        var marta = await MartaAsync(app);

        var noted = await marta.SaysAsync(line);

        Assert.Equal("P-1 noted · Vila Nord SA", noted.Headline);
        Assert.Equal("€48,500", noted.Fact("Amount"));
        Assert.Equal("Fri 24 April", noted.Fact("Valid until"));
    }

    [Theory]
    [InlineData("ca-ES")]
    [InlineData("ro-RO")]
    [InlineData("pl-PL")]
    public async Task English_is_understood_whatever_the_reader_is_answered_in(string locale)
    {
        await using var app = await StartAsync();
        var alex = new Manager(app, "Alex Wilber", "Europe/Madrid", locale);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");

        Assert.StartsWith("P-1 ", (await alex.SaysAsync("proposal sent to Vila Nord, €48,000.00, valid until 24 April, by e-mail")).Headline, StringComparison.Ordinal);
        Assert.StartsWith("P-1", (await alex.SaysAsync("P-1 confirmed")).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_that_the_readers_own_locale_takes_for_something_else_are_asked_about()
    {
        await using var app = await StartAsync();
        var marta = await MartaAsync(app);

        var asked = await marta.SaysAsync("oferta enviada a Vila Nord, 48.000 €, vàlida fins al 24 d'abril, per correu electrònic");

        Assert.Equal(["€48,000", "€48"], asked.Buttons.Take(2));
        Assert.Equal("P-1 noted · Vila Nord SA", (await marta.PressesAsync(asked, "€48,000")).Headline);
    }

    [Fact]
    public async Task The_language_somebody_writes_is_offered_once_ahead_of_the_answer()
    {
        await using var app = await StartAsync();
        var marta = await MartaAsync(app);
        var before = marta.Chat.Count;

        await marta.SaysAsync("què tinc avui?");
        var offer = marta.Chat[before];
        Assert.Equal(Offer, offer.Headline);
        Assert.Contains("You wrote Catalan. Shall I answer in Catalan?", offer.Text);
        Assert.Equal(["Català", "English"], offer.Buttons);

        Assert.Equal("We go on in English.", (await marta.PressesAsync(offer, "English")).Headline);
        before = marta.Chat.Count;
        await marta.SaysAsync("què tinc avui?");
        Assert.Equal(before + 1, marta.Chat.Count);
    }

    [Fact]
    public async Task Taking_the_offer_inside_a_dialog_asks_its_question_again_in_that_language()
    {
        await using var app = await StartAsync();
        var marta = await MartaAsync(app);
        var before = marta.Chat.Count;

        var question = await marta.SaysAsync("oferta enviada a Vila Nord");
        Assert.Equal("What is the offer worth?", question.Headline);

        var again = await marta.PressesAsync(marta.Chat[before], "Català");
        Assert.Equal("Quin import té l’oferta?", again.Headline);
        Assert.Equal("Fins quan és vàlida?", (await marta.SaysAsync("48.000 €")).Headline);
    }

    [Fact]
    public async Task The_answers_and_corrections_of_a_dialog_may_be_in_any_language()
    {
        await using var app = await StartAsync();
        var marta = await MartaAsync(app);
        await marta.SaysAsync("proposal sent to Vila Nord");

        Assert.Equal("How long is it valid?", (await marta.SaysAsync("52 de mii de euro")).Headline);
        Assert.Equal("How did you send it?", (await marta.SaysAsync("fins al 24 d'abril")).Headline);
        Assert.Equal("How did you send it?", (await marta.SaysAsync("nie, 53 tysiące")).Headline);
        Assert.Equal("How did you send it?", (await marta.SaysAsync("no, fins dijous")).Headline);
        var noted = await marta.SaysAsync("prin poștă");

        Assert.Equal("€53,000", noted.Fact("Amount"));
        Assert.Equal("Thu 9 April", noted.Fact("Valid until"));
        Assert.EndsWith("by letter", noted.Fact("Sent"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cancel·la")]
    [InlineData("renunță")]
    [InlineData("anuluj")]
    public async Task A_dialog_is_left_in_any_language(string line)
    {
        await using var app = await StartAsync();
        var marta = await MartaAsync(app);
        await marta.SaysAsync("proposal sent to Vila Nord");

        Assert.Equal("Cancelled: the offer to Vila Nord SA · step 2 of 4. Nothing was saved.", (await marta.SaysAsync(line)).Headline);
    }

    [Theory]
    [InlineData("sí", true)]
    [InlineData("da", true)]
    [InlineData("tak", true)]
    [InlineData("nie", false)]
    public async Task Yes_and_no_are_understood_in_any_language(string answer, bool isYes)
    {
        await using var app = await StartAsync();
        var marta = await MartaAsync(app);
        await marta.SaysAsync("load sample data");
        var asked = await marta.SaysAsync("remove sample data");

        Assert.NotEqual(asked.Headline, (await marta.SaysAsync(answer)).Headline);
        Assert.Equal(isYes, !(await marta.SaysAsync("clients")).Text.Contains("Carpat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_understood_offers_commands_in_the_readers_language()
    {
        await using var app = await StartAsync();
        var marta = await MartaAsync(app);

        var unknown = await marta.SaysAsync("qui ha robat l'oferta que el veí volia enviar a la lluna");

        Assert.Equal("I didn't understand that", unknown.Headline);
        Assert.Contains(English.Catalogue.All, command => unknown.Text.Contains(English.Catalogue.Describe(command.Intent, "en").Summary, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("help oferta")]
    [InlineData("ajuda amb les ofertes")]
    [InlineData("pomoc oferty")]
    public async Task A_topic_of_help_may_be_in_any_language(string line)
    {
        await using var app = await StartAsync();
        var marta = await MartaAsync(app);

        var help = await marta.SaysAsync(line);

        Assert.Contains("P-12 won", help.Text);
        Assert.DoesNotContain("log meeting with", help.Text);
    }

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");

    private static async Task<Manager> MartaAsync(KamBotApp app)
    {
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        return marta;
    }
}
