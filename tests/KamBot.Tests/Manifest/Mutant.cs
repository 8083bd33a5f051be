using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KamBot.Tests.Manifest;

/// <summary>Copies of a document with one thing wrong each. Elements of a list stand for each other: one of each kind is bent.</summary>
internal static partial class Mutant
{
    /// <summary>Each property under another name.</summary>
    public static IEnumerable<(string Name, JsonNode Document)> Misnamed(JsonNode document) => Bent(document, node => node.Parent is JsonObject, node =>
    {
        var parent = node.Parent!.AsObject();
        var name = node.GetPropertyName();
        parent.Remove(name);
        parent[$"{name}x"] = node;
    });

    /// <summary>A number in the place of each text, a text in the place of everything else.</summary>
    public static IEnumerable<(string Name, JsonNode Document)> OfAnotherKind(JsonNode document) =>
        Bent(document, _ => true, node => node.ReplaceWith(IsText(node) ? JsonValue.Create(7) : JsonValue.Create("seven")));

    /// <summary>Each text with a letter more.</summary>
    public static IEnumerable<(string Name, JsonNode Document)> Misspelt(JsonNode document) =>
        Bent(document, IsText, node => node.ReplaceWith(JsonValue.Create($"{node.GetValue<string>()}x")));

    private static IEnumerable<(string Name, JsonNode Document)> Bent(JsonNode document, Func<JsonNode, bool> which, Action<JsonNode> bend)
    {
        var count = Nodes(document).Count();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < count; at++)
        {
            var copy = document.DeepClone();
            var node = Nodes(copy).ElementAt(at);
            var path = node.GetPath();
            if (!which(node) || !seen.Add(Index().Replace(path, "[]")))
                continue;
            bend(node);
            yield return (path, copy);
        }
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value!),
            JsonArray elements => elements.Select(element => element!),
            _ => [],
        };
        return children.SelectMany(child => Nodes(child).Prepend(child));
    }

    private static bool IsText(JsonNode node) => node is JsonValue value && value.TryGetValue<string>(out _);

    [GeneratedRegex(@"\[\d+\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();
}
