using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>IANA zones, by id in any case or by city: "europe/warsaw", "Warsaw", "Buenos Aires".</summary>
internal static class Zones
{
    private const int MostWords = 7;

    private static readonly Dictionary<string, string> ByName = Build();

    public static Found<string>? At(Tokens line, int index)
    {
        Found<string>? best = null;
        var name = "";
        for (var end = index; end < line.Count && end < index + MostWords; end++)
        {
            var text = line[end].Text is "_" ? " " : line[end].Text;
            name += line[end].SpaceBefore && name.Length > 0 ? " " + text : text;
            if (ByName.TryGetValue(name, out var id))
                best = new Found<string>(id, index, end + 1);
        }
        return best;
    }

    private static Dictionary<string, string> Build()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var ids = DateTimeZoneProviders.Tzdb.Ids;
        foreach (var id in ids)
            names.TryAdd(Name(id), id);
        // A city of Europe before its namesakes, a canonical id before a link to it.
        var canonical = NodaTime.TimeZones.TzdbDateTimeZoneSource.Default.CanonicalIdMap;
        foreach (var id in ids.Where(id => id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal))
            .OrderBy(id => id.StartsWith("Europe/", StringComparison.Ordinal) ? 0 : 1).ThenBy(id => canonical[id] == id ? 0 : 1).ThenBy(id => id, StringComparer.Ordinal))
            names.TryAdd(Name(id[(id.LastIndexOf('/') + 1)..]), id);
        return names;
    }

    private static string Name(string id)
    {
        var tokens = Tokens.Of(id.Replace('_', ' '));
        return string.Concat(tokens.Select((token, index) => index > 0 && token.SpaceBefore ? " " + token.Text : token.Text));
    }
}
