using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation.Language;
using KamBot.Tests.Drivers;
using KamBot.Tests.Fakes;
using KamBot.Tests.Processes;
using NodaTime;
using NodaTime.Text;

namespace KamBot.EndToEnd.Cards;

/// <summary>
/// Says every example of every command in one language, presses every button that appears, lets weeks go by, and keeps all cards
/// that were seen on the way. A new command is on the tour as soon as it has its example.
/// </summary>
internal sealed class CardTour(KamBotProcess app, CommandCatalogue catalogue, string language)
{
    private const int MostPresses = 400;
    private const int SameButton = 2;
    private const int Days = 45;

    private static readonly LocalDate Start = new(2026, 4, 8);

    /// <summary>They change what the tour stands on: at its end, or not at all (another language is another tour).</summary>
    private static readonly string[] Last = ["undo", "sample.remove"];
    private static readonly string[] Never = ["settings.language"];

    private static readonly Dictionary<string, string> Locales = new(StringComparer.Ordinal) { ["en"] = "en-GB", ["ca"] = "ca-ES", ["ro"] = "ro-RO", ["pl"] = "pl-PL" };

    private readonly Manager _manager = new(app, $"Tour {language}", "Europe/Madrid", Locales[language]);
    private readonly List<SeenCard> _seen = [];
    private readonly Dictionary<string, int> _pressed = new(StringComparer.Ordinal);
    private int _known;
    private int _presses;

    public static string StartsAt { get; } = $"{LocalDatePattern.Iso.Format(Start)}T12:20:00Z";

    public async Task<IReadOnlyList<SeenCard>> WalkAsync()
    {
        await SayAsync("greeting", "welcome");
        await SayAsync("sample.load", "sample.load");
        foreach (var command in catalogue.All.Where(command => !Last.Contains(command.Intent) && !Never.Contains(command.Intent)))
            await SayAsync(command.Intent, command.Intent);
        for (var day = 1; day <= Days; day++)
            await LetPassAsync(Start.PlusDays(day));
        foreach (var intent in Last)
            await SayAsync(intent, intent);
        return _seen;
    }

    private async Task SayAsync(string intent, string step)
    {
        foreach (var example in catalogue.Describe(intent, language).Examples)
        {
            // The sample data's offers begin with P-1.
            await _manager.SaysAsync(example.Replace("P-12", "P-1", StringComparison.Ordinal));
            await PressAllAsync(step);
            await _manager.SaysAsync(catalogue.Describe("cancel", language).Examples[0]);
            Keep("cancel");
        }
    }

    private async Task LetPassAsync(LocalDate day)
    {
        await app.MoveClockAsync($"{LocalDatePattern.Iso.Format(day)}T16:30:00Z");
        await PressAllAsync($"reminder {LocalDatePattern.Iso.Format(day)}");
    }

    /// <summary>The cards that came since, their buttons, and the buttons of the cards that these led to.</summary>
    private async Task PressAllAsync(string step)
    {
        var open = new Queue<(string Step, CardView Card)>(Keep(step).Select(card => (step, card)));
        while (open.TryDequeue(out var next) && _presses < MostPresses)
        {
            foreach (var button in next.Card.Buttons.Distinct())
            {
                if (_pressed.GetValueOrDefault($"{step} {button}") >= SameButton || _presses >= MostPresses)
                    continue;
                _pressed[$"{step} {button}"] = _pressed.GetValueOrDefault($"{step} {button}") + 1;
                _presses++;
                var pressed = $"{next.Step} [{button}]";
                using var response = await _manager.PostAsync(_manager.Press(next.Card, button));
                var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
                if (body["value"] is JsonObject card && (string?)card["type"] == "AdaptiveCard")
                {
                    _seen.Add(new SeenCard(pressed, card));
                    open.Enqueue((pressed, new CardView((JsonObject)card.DeepClone(), null, null)));
                }

                foreach (var came in Keep(pressed))
                    open.Enqueue((pressed, came));
            }
        }
    }

    /// <summary>What arrived in the chat since the last look.</summary>
    private List<CardView> Keep(string step)
    {
        var chat = _manager.Chat;
        var cards = chat.Skip(_known).Where(message => message.Json is not null).ToList();
        _known = chat.Count;
        _seen.AddRange(cards.Select(card => new SeenCard(step, card.Json!)));
        return cards;
    }
}
