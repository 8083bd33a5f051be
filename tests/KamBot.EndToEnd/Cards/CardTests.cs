using System.Text.Json.Nodes;
using KamBot.Conversation.Language;
using KamBot.EndToEnd.Playground;
using KamBot.Tests.Fakes;
using KamBot.Tests.Processes;

namespace KamBot.EndToEnd.Cards;

/// <summary>Every card in every language: by the schema, by the library that draws it, and by whether its words fit.</summary>
public sealed class CardTests
{
    /// <summary>The cards a manager sees most; a picture is kept of each.</summary>
    private static readonly string[] Main =
        ["welcome", "settings", "help", "proposal.sent", "proposal.list", "meeting.log", "task.list", "dossier", "today", "upcoming", "reminder"];

    private static readonly CommandCatalogue Catalogue = CommandCatalogue.Load();

    public static TheoryData<string> Languages => [.. Catalogue.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Every_card_on_a_tour_through_all_commands_is_valid_and_its_words_fit(string language)
    {
        await using var page = await CardPage.OpenAsync();
        var cards = await TourAsync(language);

        var problems = new List<string>(await CardSchema.ProblemsAsync(cards));
        foreach (var card in cards)
            problems.AddRange(await page.ProblemsAsync(card));
        Assert.True(problems.Count == 0, $"{problems.Count} of {cards.Count} cards: {string.Join('\n', problems.Distinct().Take(60))}");

        var folder = Chromium.Screenshots($"cards-{language}");
        foreach (var (name, index) in Main.Select((name, index) => (name, index)))
        {
            var card = cards.Where(card => card.Step == name || card.Step.StartsWith(name + " 2", StringComparison.Ordinal)).MaxBy(card => card.Json.ToJsonString().Length);
            Assert.True(card is not null, $"The tour met no card of '{name}'.");
            await page.ProblemsAsync(card);
            await page.PictureAsync(Path.Combine(folder, $"{index + 1:D2} {name}.png"));
        }
    }

    [Theory]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlok","text":"a"}]}""", "TextBlok")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock"}]}""", "/body/0")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Input.Text","id":"a","isRequired":true}]}""", "error message")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen","size":"extraLarge"}]}""", "does not fit")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","actions":[{"type":"Action.Submit","title":"A title that is much too long for any button on a telephone"}]}""", "does not fit")]
    public async Task What_is_wrong_with_a_card_is_found(string json, string problem)
    {
        await using var page = await CardPage.OpenAsync();
        SeenCard[] card = [new("wrong", (JsonObject)JsonNode.Parse(json)!)];

        string[] found = [.. await CardSchema.ProblemsAsync(card), .. await page.ProblemsAsync(card[0])];

        Assert.Contains(found, each => each.Contains(problem, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<IReadOnlyList<SeenCard>> TourAsync(string language)
    {
        using var data = new DataFolder();
        await data.SetClockAsync(CardTour.StartsAt);
        await using var teams = await FakeTeams.StartAsync();
        await using var app = await KamBotProcess.StartAsync(teams, data.Setting);
        var cards = await new CardTour(app, Catalogue, language).WalkAsync();
        await app.StopAsync();
        return cards;
    }
}
