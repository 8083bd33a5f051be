using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.Platform.Tables;

namespace KamBot.Conversation.Cards;

/// <summary>The vocabulary of parts, drawn for a phone first: one column, every text wraps, nothing scrolls sideways.</summary>
internal static class CardParts
{
    /// <summary>In a card's data: which very card a button belongs to.</summary>
    public const string Nonce = BotBuilder.Turns.Press.Nonce;

    /// <summary>In a submitted card without Action.Execute: which command its button means.</summary>
    public const string Verb = BotBuilder.Turns.Press.Verb;

    /// <summary>A new card's: nobody guesses it, so nobody can press a card they have not got.</summary>
    public static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private const int LongestButton = 40;
    private const string ButtonSet = "ActionSet";

    public static JsonObject Header(string text, CardTone tone) =>
        Toned(new JsonObject { ["type"] = "TextBlock", ["text"] = text, ["weight"] = "Bolder", ["size"] = "Medium", ["wrap"] = true, ["style"] = "heading" }, tone);

    public static JsonObject Line(string text, CardTone tone) =>
        Toned(new JsonObject { ["type"] = "TextBlock", ["text"] = text, ["wrap"] = true, ["spacing"] = "Small" }, tone);

    public static JsonObject Note(string text) =>
        new() { ["type"] = "TextBlock", ["text"] = text, ["wrap"] = true, ["isSubtle"] = true, ["size"] = "Small", ["spacing"] = "Small" };

    public static JsonObject Section(string title) =>
        new() { ["type"] = "TextBlock", ["text"] = title, ["wrap"] = true, ["weight"] = "Bolder", ["spacing"] = "Medium", ["separator"] = true };

    public static JsonObject? Facts(ReadOnlySpan<(string Label, string? Value)> facts)
    {
        var list = new JsonArray();
        foreach (var (label, value) in facts)
        {
            if (!string.IsNullOrEmpty(value))
                list.Add(new JsonObject { ["title"] = label, ["value"] = value });
        }

        return list.Count == 0 ? null : new JsonObject { ["type"] = "FactSet", ["facts"] = list };
    }

    public static JsonObject Row(string title, string? right, string? detail, CardTone tone, CardButton? tap)
    {
        var left = new JsonArray { new JsonObject { ["type"] = "TextBlock", ["text"] = title, ["wrap"] = true } };
        if (!string.IsNullOrEmpty(detail))
            left.Add(Note(detail));
        var columns = new JsonArray { new JsonObject { ["type"] = "Column", ["width"] = "stretch", ["items"] = left } };
        if (!string.IsNullOrEmpty(right))
        {
            var text = Toned(new JsonObject { ["type"] = "TextBlock", ["text"] = right, ["wrap"] = true, ["horizontalAlignment"] = "Right" }, tone);
            columns.Add(new JsonObject { ["type"] = "Column", ["width"] = "auto", ["items"] = new JsonArray { text } });
        }

        var row = new JsonObject { ["type"] = "ColumnSet", ["columns"] = columns, ["spacing"] = "Small" };
        if (tap is not null)
            row["selectAction"] = Execute(tap, nonce: "");
        return row;
    }

    /// <summary>A client or a task may have a longer name than any button: on a phone a card is 320 pixels wide.</summary>
    private static string Shortened(string title) =>
        new StringInfo(title) is { LengthInTextElements: > LongestButton } tooLong ? $"{tooLong.SubstringByTextElements(0, LongestButton - 1).TrimEnd()}…" : title;

    public static JsonObject Execute(CardButton button, string nonce)
    {
        var data = button.Data is null ? new JsonObject() : (JsonObject)JsonSerializer.SerializeToNode(button.Data, RowJson.Options)!;
        data[Nonce] = nonce;
        var submit = (JsonObject)data.DeepClone();
        submit[Verb] = button.Verb;
        var title = Shortened(button.Title);
        var action = new JsonObject
        {
            ["type"] = "Action.Execute",
            ["title"] = title,
            ["verb"] = button.Verb,
            ["data"] = data,
            ["fallback"] = new JsonObject { ["type"] = "Action.Submit", ["title"] = title, ["data"] = submit },
        };
        if (button.Style != CardButtonStyle.Default)
        {
            action["style"] = button.Style == CardButtonStyle.Positive ? "positive" : "destructive";
            action["fallback"]!["style"] = action["style"]!.DeepClone();
        }

        return action;
    }

    /// <summary>The only button that a dialog of Teams knows.</summary>
    public static JsonObject Submit(CardButton button, string nonce)
    {
        var submit = (JsonObject)Execute(button, nonce)["fallback"]!.DeepClone();
        ((JsonObject)submit["data"]!).Remove(Verb);
        return submit;
    }

    public static JsonObject OpenUrl(string title, string url) => new() { ["type"] = "Action.OpenUrl", ["title"] = Shortened(title), ["url"] = url };

    public static JsonObject ShowMore(string title, IReadOnlyList<CardButton> buttons, string nonce)
    {
        var actions = new JsonArray();
        foreach (var button in buttons)
            actions.Add(Execute(button, nonce));
        return new JsonObject
        {
            ["type"] = "Action.ShowCard",
            ["title"] = title,
            ["card"] = new JsonObject { ["type"] = "AdaptiveCard", ["version"] = "1.5", ["actions"] = actions },
        };
    }

    public static JsonObject ShowForm(string title, IEnumerable<JsonObject> inputs, IEnumerable<CardButton> send, string nonce)
    {
        var actions = new JsonArray();
        foreach (var button in send)
            actions.Add(Execute(button, nonce));
        var body = new JsonArray();
        foreach (var input in inputs)
            body.Add(input.DeepClone());
        return new JsonObject
        {
            ["type"] = "Action.ShowCard",
            ["title"] = title,
            ["card"] = new JsonObject { ["type"] = "AdaptiveCard", ["version"] = "1.5", ["body"] = body, ["actions"] = actions },
        };
    }

    /// <summary>Buttons in the body, under the row they belong to; null for none.</summary>
    public static JsonObject? RowButtons(IEnumerable<CardButton> buttons)
    {
        var actions = new JsonArray([.. buttons.Select(button => Execute(button, nonce: ""))]);
        return actions.Count == 0 ? null : new JsonObject { ["type"] = ButtonSet, ["actions"] = actions, ["spacing"] = "Small" };
    }

    public static bool IsButtons(JsonObject part) => (string?)part["type"] == ButtonSet;

    /// <summary>Rows are drawn before the card has its nonce; their taps and buttons get it here.</summary>
    public static JsonNode WithNonce(JsonNode part, string nonce)
    {
        var actions = part["actions"] is JsonArray buttons ? buttons : [];
        foreach (var action in actions.Append(part["selectAction"]).OfType<JsonObject>())
        {
            action["data"]![Nonce] = nonce;
            action["fallback"]!["data"]![Nonce] = nonce;
        }

        return part;
    }

    private static JsonObject Toned(JsonObject text, CardTone tone)
    {
        if (tone != CardTone.Plain)
            text["color"] = tone.ToString();
        return text;
    }
}
