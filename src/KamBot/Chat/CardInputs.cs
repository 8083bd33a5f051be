using System.Text.Json.Nodes;

namespace KamBot.Chat;

/// <summary>The inputs of a card: which there are, what they hold, and what is sent.</summary>
internal static class CardInputs
{
    private static readonly string[] Parts = ["items", "columns", "rows", "cells"];

    /// <summary>The inputs of a card's body, however deep; those of a part that unfolds belong to that part.</summary>
    public static IReadOnlyList<JsonObject> Of(JsonObject card) => [.. Find(card["body"])];

    public static string Default(JsonObject input) => input["value"]?.ToString() ?? "";

    /// <summary>What a client sends with an action: its data, and of the inputs those that are not empty.</summary>
    public static JsonObject Sent(JsonObject action, IReadOnlyList<JsonObject> inputs, IReadOnlyDictionary<string, string> typed)
    {
        var data = action["data"] is JsonObject own ? (JsonObject)own.DeepClone() : [];
        foreach (var input in inputs)
        {
            var name = input["id"]!.ToString();
            var value = typed.TryGetValue(name, out var given) ? ValueOf(input, given) : Default(input);
            if (value.Length > 0)
                data[name] = value;
        }

        return data;
    }

    /// <summary>What the client says about an input that must not be empty; null when all may be sent.</summary>
    public static string? Missing(IReadOnlyList<JsonObject> inputs, IReadOnlyDictionary<string, string> typed)
    {
        foreach (var input in inputs)
        {
            var isRequired = input["isRequired"] is JsonValue required && required.TryGetValue(out bool must) && must;
            if (isRequired && string.IsNullOrWhiteSpace(typed.GetValueOrDefault(input["id"]!.ToString(), Default(input))))
                return input["errorMessage"]?.ToString() ?? $"{input["id"]} is missing.";
        }

        return null;
    }

    /// <summary>A choice may be named by what is shown.</summary>
    private static string ValueOf(JsonObject input, string given) =>
        (input["choices"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(choice => string.Equals(choice["title"]?.ToString(), given, StringComparison.OrdinalIgnoreCase))?["value"]?.ToString() ?? given;

    private static IEnumerable<JsonObject> Find(JsonNode? node) => node switch
    {
        JsonObject input when input["type"]?.ToString().StartsWith("Input.", StringComparison.Ordinal) == true && input["id"] is not null => [input],
        JsonObject element => Parts.SelectMany(part => Find(element[part])),
        JsonArray list => list.SelectMany(Find),
        _ => [],
    };
}
