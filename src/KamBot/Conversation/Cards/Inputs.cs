using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Conversation.Cards;

/// <summary>Inputs with label and default; a card can be sent with everything else left empty.</summary>
public static class Inputs
{
    public static JsonObject Text(string name, string label, string? value = null, string? placeholder = null, bool multiline = false) =>
        With(Labelled("Input.Text", name, label), ("value", value), ("placeholder", placeholder), ("isMultiline", multiline ? true : null));

    public static JsonObject Date(string name, string label, LocalDate? value = null) =>
        With(Labelled("Input.Date", name, label), ("value", value is { } date ? LocalDatePattern.Iso.Format(date) : null));

    public static JsonObject Time(string name, string label, LocalTime? value = null) =>
        With(Labelled("Input.Time", name, label), ("value", value is { } time ? LocalTimePattern.HourMinuteIso.Format(time) : null));

    /// <summary>A choice of (what is shown, what is sent); long lists get a filter.</summary>
    public static JsonObject Choice(string name, string label, IEnumerable<(string Title, string Value)> choices, string? value = null, bool filtered = false)
    {
        var list = new JsonArray();
        foreach (var (title, sent) in choices)
            list.Add(new JsonObject { ["title"] = title, ["value"] = sent });
        var input = With(Labelled("Input.ChoiceSet", name, label), ("value", value), ("style", filtered ? "filtered" : "compact"));
        input["choices"] = list;
        return input;
    }

    /// <summary>Refuses to be sent empty, and says so in the reader's language.</summary>
    public static JsonObject Required(this JsonObject input, string errorMessage)
    {
        input["isRequired"] = true;
        input["errorMessage"] = errorMessage;
        return input;
    }

    private static JsonObject Labelled(string type, string name, string label) => new() { ["type"] = type, ["id"] = name, ["label"] = label };

    private static JsonObject With(JsonObject input, params ReadOnlySpan<(string Name, JsonNode? Value)> properties)
    {
        foreach (var (name, value) in properties)
        {
            if (value is not null)
                input[name] = value;
        }

        return input;
    }
}
