using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation.Cards;
using KamBot.Tests.Drivers;
using KamBot.Tests.Payloads;

namespace KamBot.Tests.Faults.Fuzzing;

/// <summary>An activity as it would really come, before it is spoiled.</summary>
/// <param name="Name">What it is, for the report.</param>
/// <param name="Activity">Its body.</param>
/// <param name="Press">The button, where it is a press of one whose card alone says what it does.</param>
internal sealed record FuzzSeed(string Name, JsonObject Activity, FuzzPress? Press = null)
{
    private static readonly string[] Lines =
    [
        "hello", "help", "settings", "clients", "proposals", "tasks", "what will you remind me of?", "undo", "dossier Vila Nord", "P-1",
        "add client Kowalski Transport sp. z o.o., PL", "proposal sent to Vila Nord, €12,500, valid until 30 April, by letter", "extend P-1 to 15 May",
        "log meeting with Vila Nord", "met Vila Nord yesterday, Anna and Marek, they want the spec by Wednesday", "cancel", "remind me on Thursday",
    ];

    /// <summary>Lets somebody live through a first day with the bot, and gives all that they could send after it.</summary>
    public static async Task<IReadOnlyList<FuzzSeed>> OfFirstDayAsync(Manager manager)
    {
        var cards = new List<(string Line, CardView Card)>();
        foreach (var line in (string[])["add client Vila Nord SA, ES-CT", "proposal sent to Vila Nord, €48,000, valid until 24 April, by e-mail", .. Lines])
            cards.Add((line, await manager.SaysAsync(line)));

        return
        [
            .. Lines.Select(line => new FuzzSeed($"“{line}”", Json(manager.Message(line)))),
            .. cards.SelectMany(each => each.Card.Buttons.Distinct().Select(button => Pressed(manager, each.Line, each.Card, button))),
            .. Payload.Names().Select(name => new FuzzSeed(name, Json(manager.Recorded(name)))),
        ];
    }

    private static FuzzSeed Pressed(Manager manager, string line, CardView card, string button)
    {
        var action = card.Action(button);
        return new FuzzSeed($"[{button}] after “{line}”", Json(manager.Press(card, button)), FuzzPress.Of((string)action["verb"]!, action["data"] as JsonObject ?? []));
    }

    private static JsonObject Json(Activity activity) => JsonSerializer.SerializeToNode(activity, BotJson.Wire.Activity)!.AsObject();
}

/// <summary>What a button says by itself: its verb and its card's data, without what the user filled in. Its nonce may be any: a press more, not another.</summary>
internal sealed record FuzzPress(string Verb, JsonObject Data)
{
    /// <summary>Null for a button that stands for a typed line: whatever it is changed to, the user may as well have typed it.</summary>
    public static FuzzPress? Of(string verb, JsonObject data) => data.ContainsKey("line") ? null : new FuzzPress(verb, data);

    /// <summary>Whether an activity still says the same: a press of this button, with anything filled in.</summary>
    public bool IsStill(Activity activity)
    {
        if (activity is not { Type: ActivityTypes.Invoke, Name: "adaptiveCard/action", Value: { ValueKind: JsonValueKind.Object } value })
            return false;
        return value.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.Object
            && action.TryGetProperty("verb", out var verb) && verb.ValueEquals(Verb)
            && action.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            && Data.Where(each => each.Key != CardParts.Nonce).All(each => data.TryGetProperty(each.Key, out var said) && Same(said, each.Value));
    }

    private static bool Same(JsonElement said, JsonNode? meant) =>
        meant is null ? said.ValueKind == JsonValueKind.Null : JsonElement.DeepEquals(said, JsonSerializer.SerializeToElement(meant));
}
