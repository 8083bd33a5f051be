using KamBot.Tests.Drivers;

namespace KamBot.Tests.Conversation;

/// <summary>Which language somebody is answered in: Teams tells it first, then only their own word changes it.</summary>
public sealed class LanguageChoiceTests
{
    private const string English = "We go on in English.";
    private const string Catalan = "Continuem en català.";
    private const string Romanian = "Continuăm în română.";
    private const string Polish = "Rozmawiamy dalej po polsku.";

    [Theory]
    [InlineData("en-US", "I'm KamBot. I keep your promises to clients")]
    [InlineData("ca-ES", "Soc KamBot. Compleixo les promeses que fas als clients")]
    [InlineData("ro-RO", "Sunt KamBot. Am grijă de promisiunile tale față de clienți")]
    [InlineData("pl-PL", "Jestem KamBot. Pilnuję Twoich obietnic wobec klientów")]
    [InlineData("de-DE", "I'm KamBot. I keep your promises to clients")]
    public async Task The_first_contact_speaks_the_language_of_Teams(string locale, string greeting)
    {
        await using var app = await StartAsync();
        Assert.Equal(greeting, (await Alex(app, locale).SaysAsync("hello")).Headline);
    }

    [Fact]
    public async Task Every_language_is_chosen_by_its_name_in_every_language()
    {
        await using var app = await StartAsync();
        var alex = Alex(app, "en-GB");
        await alex.SaysAsync("hello");
        foreach (var (line, answer) in ((string, string)[])
        [
            ("speak Catalan", Catalan), ("parla en català", Catalan), ("vorbește în catalană", Catalan), ("mów po katalońsku", Catalan),
            ("speak Romanian", Romanian), ("parla en romanès", Romanian), ("vorbește în română", Romanian), ("mów po rumuńsku", Romanian),
            ("speak Polish", Polish), ("parla en polonès", Polish), ("vorbește în poloneză", Polish), ("mów po polsku", Polish),
            ("speak English", English), ("parla en anglès", English), ("vorbește în engleză", English), ("mów po angielsku", English),
        ])
        {
            Assert.Equal((line, answer), (line, (await alex.SaysAsync(line)).Headline));
        }
    }

    [Theory]
    [InlineData("en-GB", "speak German", "I speak English, Català, Polski and Română.")]
    [InlineData("ca-ES", "parla en alemany", "Idiomes que parlo: English, Català, Polski i Română.")]
    [InlineData("ro-RO", "vorbește în germană", "Vorbesc aceste limbi: English, Català, Polski și Română.")]
    [InlineData("pl-PL", "mów po niemiecku", "Moje języki: English, Català, Polski i Română.")]
    public async Task Asked_for_a_language_it_does_not_speak_it_names_those_it_does(string locale, string line, string answer)
    {
        await using var app = await StartAsync();
        Assert.Equal(answer, (await Alex(app, locale).SaysAsync(line)).Headline);
    }

    [Fact]
    public async Task A_dialog_goes_on_in_the_new_language_with_what_it_knows()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000");

        var again = await marta.SaysAsync("speak Polish");
        Assert.Equal("Jak długo jest ważna?", again.Headline);
        Assert.Contains(Polish, again.Text);

        var done = await marta.SaysAsync("do 24 kwietnia");
        Assert.Equal("Jak ją wysłano?", done.Headline);
        Assert.Equal("P-1 zapisana · Vila Nord SA", (await marta.SaysAsync("e-mailem")).Headline);
    }

    [Theory]
    [InlineData("en-GB", "log meeting with Vila Nord", "help", "What you can tell me", "When was the meeting?", "yesterday at 10")]
    [InlineData("ca-ES", "registra una reunió amb Vila Nord", "ajuda", "Què em pots dir", "Quan va ser la reunió?", "ahir a les 10")]
    [InlineData("ro-RO", "înregistrează o întâlnire cu Vila Nord", "ajutor", "Ce îmi poți spune", "Când a fost întâlnirea?", "ieri la 10")]
    [InlineData("pl-PL", "zapisz spotkanie z Vila Nord", "pomoc", "Co możesz mi napisać", "Kiedy było spotkanie?", "wczoraj o 10")]
    public async Task Help_inside_a_dialog_leads_back_to_its_question(string locale, string opening, string help, string title, string question, string answer)
    {
        await using var app = await StartAsync();
        var alex = Alex(app, locale);
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        Assert.Equal(question, (await alex.SaysAsync(opening)).Headline);

        var shown = await alex.SaysAsync(help);
        Assert.Equal(title, shown.Headline);
        Assert.EndsWith(question, shown.Text);
        Assert.NotEqual(question, (await alex.SaysAsync(answer)).Headline);
    }

    [Fact]
    public async Task Reminders_planned_before_come_in_the_new_language()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        await marta.SaysAsync("add client Vila Nord SA, ES-CT");
        await marta.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        await marta.SaysAsync("parla en català");

        await app.UntilAsync("2026-04-08T07:00:00Z");
        Assert.Equal("Vila Nord SA · truca avui: han rebut la P-1?", marta.Last.Headline);
    }

    [Fact]
    public async Task The_settings_card_offers_each_language_by_its_own_name()
    {
        await using var app = await StartAsync();
        var marta = await Manager.MartaAsync(app);
        var settings = await marta.SaysAsync("settings");
        Assert.Equal("English", settings.Fact("Language"));
        foreach (var name in (string[])["English", "Català", "Română", "Polski"])
            Assert.Contains($"\"{name}\"", settings.Json!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

        await marta.PressesAsync(settings, "Change language › Save", ("language", "ca"));
        Assert.Equal("Català", (await marta.SaysAsync("configuració")).Fact("Idioma"));
    }

    [Fact]
    public async Task Dates_and_amounts_are_those_of_Teams_in_its_own_language_and_else_those_of_the_language()
    {
        await using var app = await StartAsync();
        var alex = Alex(app, "en-US");
        await alex.SaysAsync("add client Vila Nord SA, ES-CT");
        await alex.SaysAsync("proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail");
        Assert.Equal("€48,000", (await alex.SaysAsync("P-1")).Fact("Amount"));

        await alex.SaysAsync("mów po polsku");
        Assert.Equal("48 000 €", (await alex.SaysAsync("P-1")).Fact("Kwota")?.Replace('\u00a0', ' '));
        await alex.SaysAsync("speak English");
        Assert.Equal("€48,000", (await alex.SaysAsync("P-1")).Fact("Amount"));
    }

    [Fact]
    public async Task A_language_that_was_chosen_outlives_a_change_in_Teams()
    {
        await using var app = await StartAsync();
        await Alex(app, "en-GB").SaysAsync("parla en català");

        Assert.Equal("La teva configuració", (await Alex(app, "pl-PL").SaysAsync("settings")).Headline);
    }

    private static Task<KamBotApp> StartAsync() => KamBotApp.StartAsync(StoreKind.Sqlite, "2026-04-07T12:00:00Z");

    private static Manager Alex(KamBotApp app, string locale) => new(app, "Alex Wilber", "Europe/Madrid", locale);
}
