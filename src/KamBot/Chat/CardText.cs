using System.Text.Json.Nodes;

namespace KamBot.Chat;

/// <summary>
/// Draws an Adaptive Card as lines of text: headline, facts, rows, inputs by name, and what can be pressed with its number.
/// It knows the elements of the format, not KamBot's own cards.
/// </summary>
/// <param name="number">Gives an action its number; the inputs are those that are sent with it.</param>
internal sealed class CardText(Func<JsonObject, IReadOnlyList<JsonObject>, int> number)
{
    private const int MostChoices = 12;

    private readonly List<string> _lines = [];
    private List<JsonObject> _inputs = [];

    /// <param name="card">The card.</param>
    /// <param name="number">See the type.</param>
    /// <param name="outerInputs">Of the card around it, when this is a part that unfolds.</param>
    public static IReadOnlyList<string> Draw(JsonObject card, Func<JsonObject, IReadOnlyList<JsonObject>, int> number, IReadOnlyList<JsonObject> outerInputs)
    {
        var text = new CardText(number);
        text._inputs = [.. outerInputs, .. CardInputs.Of(card)];
        text.Elements(card["body"], indent: 0);
        text.Actions(card["actions"]);
        return text._lines;
    }

    private void Elements(JsonNode? elements, int indent)
    {
        foreach (var element in (elements as JsonArray ?? []).OfType<JsonObject>())
            Element(element, indent);
    }

    private void Element(JsonObject element, int indent)
    {
        if (element["isVisible"] is JsonValue visible && visible.TryGetValue(out bool shown) && !shown)
            return;
        var tap = element["selectAction"] as JsonObject;
        switch (Text(element, "type"))
        {
            case "TextBlock":
                Add(Text(element, "text"), indent, tap);
                break;
            case "RichTextBlock":
                Add(string.Concat((element["inlines"] as JsonArray ?? []).Select(inline => inline is JsonObject run ? Text(run, "text") : inline?.ToString())), indent, tap);
                break;
            case "FactSet":
                Facts(element, indent);
                break;
            case "ColumnSet":
                Columns(element["columns"] as JsonArray ?? [], indent, tap);
                break;
            case "Container" or "Column":
                if (tap is not null)
                    Add("", indent, tap);
                Elements(element["items"], indent);
                break;
            case "Table":
                foreach (var row in (element["rows"] as JsonArray ?? []).OfType<JsonObject>())
                    Columns(row["cells"] as JsonArray ?? [], indent, tap: null);
                break;
            case "ActionSet":
                Actions(element["actions"]);
                break;
            case "Image":
                if (Text(element, "altText") is { Length: > 0 } alt)
                    Add($"({alt})", indent, tap);
                break;
            case var type when type.StartsWith("Input.", StringComparison.Ordinal):
                Input(element, indent);
                break;
            default:
                if (element["fallback"] is JsonObject fallback)
                    Element(fallback, indent);
                break;
        }
    }

    private void Facts(JsonObject set, int indent)
    {
        var facts = (set["facts"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var width = facts.Select(fact => Text(fact, "title").Length).DefaultIfEmpty().Max();
        foreach (var fact in facts)
            Add($"{Text(fact, "title").PadRight(width)}  {Text(fact, "value")}", indent, tap: null);
    }

    /// <summary>The first line of each column stands side by side, what is below it under it.</summary>
    private void Columns(JsonArray columns, int indent, JsonObject? tap)
    {
        var drawn = columns.OfType<JsonObject>().Select(column =>
        {
            var part = new CardText(number) { _inputs = _inputs };
            part.Elements(column["items"], 0);
            return part._lines;
        }).Where(lines => lines.Count > 0).ToList();
        Add(string.Join(" · ", drawn.Select(lines => lines[0])), indent, tap);
        foreach (var line in drawn.SelectMany(lines => lines.Skip(1)))
            Add(line, indent + 1, tap: null);
    }

    private void Input(JsonObject input, int indent)
    {
        var name = Text(input, "id");
        var choices = (input["choices"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var about = Text(input, "label") is { Length: > 0 } label ? label : Text(input, "title");
        if (choices.Count > 0)
        {
            about += ": " + string.Join(" | ", choices.Take(MostChoices).Select(choice => Text(choice, "title")));
            if (choices.Count > MostChoices)
                about += FormattableString.Invariant($" | and {choices.Count - MostChoices} more");
        }

        Add($"{name} = {CardInputs.Default(input)}".TrimEnd() + $"  ({about})", indent, tap: null);
    }

    private void Actions(JsonNode? actions)
    {
        var titles = (actions as JsonArray ?? []).OfType<JsonObject>()
            .Select(action => FormattableString.Invariant($"[{number(action, _inputs)}] {Text(action, "title")}{(Text(action, "type") == "Action.ShowCard" ? " …" : "")}"))
            .ToList();
        if (titles.Count > 0)
            _lines.Add(string.Join("  ", titles));
    }

    private void Add(string text, int indent, JsonObject? tap)
    {
        var mark = tap is null ? "" : FormattableString.Invariant($"[{number(tap, _inputs)}] ");
        foreach (var line in (mark + text).Split('\n'))
            _lines.Add(new string(' ', indent * 2) + line.TrimEnd());
    }

    /// <summary>Bold is the one mark of Markdown that would be in the way of reading.</summary>
    private static string Text(JsonObject element, string name) => element[name]?.ToString().Replace("**", "", StringComparison.Ordinal) ?? "";
}
