using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;

namespace KamBot.Tests.Drivers;

/// <summary>A message as a person reads it: headline, facts, rows, buttons. A message without a card is its text.</summary>
internal sealed class CardView(JsonObject? card, string? text, string? activityId)
{
    public static CardView Of(Activity shown)
    {
        var content = shown.Attachments?.FirstOrDefault()?.Content;
        return new CardView(content is null ? null : (JsonObject)JsonNode.Parse(content.ToJsonString())!, shown.Text, shown.Id);
    }

    public JsonObject? Json => card;

    public string? ActivityId => activityId;

    public string Headline => text ?? Elements().Where(each => Type(each) == "TextBlock").Select(each => (string)each["text"]!).First();

    /// <summary>All words on the card, line by line, without its buttons.</summary>
    public string Text => text ?? string.Join('\n', Elements().SelectMany(Words));

    public IReadOnlyList<string> Buttons => [.. Actions().Where(action => Type(action) == "Action.Execute").Select(action => (string)action["title"]!)];

    public IReadOnlyList<string> Inputs => [.. Inner(card).Where(each => Type(each).StartsWith("Input.", StringComparison.Ordinal)).Select(each => (string)each["id"]!)];

    /// <summary>The value beside a fact's label.</summary>
    public string? Fact(string label) => Elements().Where(each => Type(each) == "FactSet").SelectMany(set => set["facts"]!.AsArray())
        .Where(fact => (string)fact!["title"]! == label).Select(fact => (string)fact!["value"]!).FirstOrDefault();

    /// <summary>The lists' rows: title, then what stands at the right.</summary>
    public IReadOnlyList<string> Rows => [.. Elements().Where(each => Type(each) == "ColumnSet").Select(row => string.Join(" | ", row["columns"]!.AsArray()
        .Select(column => string.Join(" / ", column!["items"]!.AsArray().Select(item => (string)item!["text"]!)))))];

    /// <param name="title">A button's; behind a fold: "Change language › Save".</param>
    public JsonObject Action(string title) => Actions(title.Split(" › ")).FirstOrDefault()
        ?? throw new InvalidOperationException($"There is no button '{title}' on: {Text}. Buttons: {string.Join(", ", Buttons)}");

    /// <summary>What the inputs hold when nobody touches them.</summary>
    public IEnumerable<(string Name, string Value)> Defaults() => Inner(card)
        .Where(each => Type(each).StartsWith("Input.", StringComparison.Ordinal) && each["value"] is not null)
        .Select(each => ((string)each["id"]!, (string)each["value"]!));

    private IEnumerable<JsonObject> Elements() => (card?["body"] as JsonArray ?? []).OfType<JsonObject>();

    private IEnumerable<JsonObject> Actions() => Inner(card).Where(each => Type(each).StartsWith("Action.", StringComparison.Ordinal) && each["verb"] is not null);

    private IEnumerable<JsonObject> Actions(string[] path)
    {
        var within = path[..^1].Aggregate((JsonNode?)card, (node, fold) => Inner(node).FirstOrDefault(each => Type(each) == "Action.ShowCard" && (string?)each["title"] == fold));
        return Inner(within).Where(each => Type(each) == "Action.Execute" && (string?)each["title"] == path[^1]);
    }

    private static IEnumerable<string> Words(JsonObject element) => Type(element) switch
    {
        "TextBlock" => [(string)element["text"]!],
        "FactSet" => element["facts"]!.AsArray().Select(fact => $"{fact!["title"]}: {fact["value"]}"),
        "ColumnSet" => [string.Join(" | ", element["columns"]!.AsArray().SelectMany(column => column!["items"]!.AsArray()).Select(item => (string)item!["text"]!))],
        _ => [(string?)element["label"] ?? ""],
    };

    private static string Type(JsonObject element) => (string?)element["type"] ?? "";

    private static IEnumerable<JsonObject> Inner(JsonNode? node) => node switch
    {
        // The fallback of a button is the button again.
        JsonObject each => each.Where(property => property.Key != "fallback").SelectMany(property => Inner(property.Value)).Prepend(each),
        JsonArray list => list.SelectMany(Inner),
        _ => [],
    };
}
