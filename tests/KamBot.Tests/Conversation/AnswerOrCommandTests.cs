using KamBot.Tests.Drivers;
using KamBot.Tests.Meetings;

namespace KamBot.Tests.Conversation;

/// <summary>A line inside a form that could be a command too: the answer, the command, or the question which of the two.</summary>
public sealed class AnswerOrCommandTests
{
    [Theory]
    [InlineData("en-GB", "Jordi prepares the dossier by Friday", "Jordi prepares the dossier by Friday")]
    [InlineData("en-GB", "they said P-1 is won", "they said P-1 is won")]
    [InlineData("ro-RO", "au zis că P-1 e câștigată", "au zis că P-1 e câștigată")]
    [InlineData("pl-PL", "mówią, że P-1 wygrana", "mówią, że P-1 wygrana")]
    [InlineData("ca-ES", "diuen que la P-1 està guanyada", "diuen que la P-1 està guanyada")]
    public async Task A_question_for_words_takes_a_sentence_as_it_is(string locale, string line, string needs)
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await OfferedAsync(app, locale);
        await kasia.SaysAsync("met Wisla Logistyka yesterday at 10, Anna Lis");
        await kasia.SaysAsync("Piotr");

        await kasia.SaysAsync(line);

        var saved = await FinishAsync(kasia);
        Assert.Contains(needs, saved.Text);
    }

    [Fact]
    public async Task Who_does_what_takes_a_task_that_names_the_dossier()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await OfferedAsync(app);
        await kasia.SaysAsync("met Wisla Logistyka yesterday at 10, Anna Lis");
        foreach (var none in (string[])["Piotr", "skip", "skip", "skip"])
            await kasia.SaysAsync(none);

        await kasia.SaysAsync("Jordi prepares the dossier by Friday");

        Assert.Contains("Jordi: prepares the dossier", (await kasia.SaysAsync("skip")).Text);
    }

    [Fact]
    public async Task A_look_at_something_is_given_and_the_form_waits()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await OfferedAsync(app);
        await kasia.SaysAsync("met Wisla Logistyka yesterday at 10, Anna Lis");
        await kasia.SaysAsync("Piotr");

        Assert.StartsWith("P-1 · Wisła Logistyka", (await kasia.SaysAsync("P-1")).Headline, StringComparison.Ordinal);
        Assert.Equal("What do they need?", (await kasia.SaysAsync("continue")).Headline);
    }

    [Fact]
    public async Task What_would_change_something_is_asked_about()
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await OfferedAsync(app);
        await kasia.SaysAsync("met Wisla Logistyka yesterday at 10, Anna Lis");
        await kasia.SaysAsync("Piotr");

        Assert.Equal(["The answer", "Something new"], (await kasia.SaysAsync("P-1 won")).Buttons);
    }

    [Theory]
    [InlineData("en-GB", "log a meeting", "we won it")]
    [InlineData("en-GB", "log a meeting", "they got it")]
    [InlineData("ro-RO", "înregistrează o întâlnire", "am câștigat")]
    [InlineData("pl-PL", "zapisz spotkanie", "wygraliśmy")]
    public async Task The_question_for_a_client_takes_no_news_for_a_name(string locale, string open, string news)
    {
        await using var app = await MeetingApp.StartAsync();
        var kasia = await OfferedAsync(app, locale);
        await kasia.SaysAsync(open);

        var asked = await kasia.SaysAsync(news);

        Assert.NotEmpty(asked.Buttons);
        await kasia.SaysAsync("cancel");
        Assert.DoesNotContain("2", (await kasia.SaysAsync("my clients")).Headline);
        Assert.Contains("P-1", (await kasia.SaysAsync("my offers")).Text);
    }

    private static async Task<Manager> OfferedAsync(KamBotApp app, string locale = "en-GB")
    {
        var kasia = await MeetingApp.KasiaAsync(app, locale);
        await kasia.SaysAsync("proposal sent to Wisla Logistyka, 48000 EUR, valid until 24 April, by e-mail");
        return kasia;
    }

    private static async Task<CardView> FinishAsync(Manager kasia)
    {
        foreach (var _ in Enumerable.Range(0, 3))
            await kasia.SaysAsync("skip");
        return await kasia.SaysAsync("skip");
    }
}
