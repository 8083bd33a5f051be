using System.Text.Json;
using System.Text.Json.Serialization;

namespace KamBot.Conversation.Language;

/// <summary>The JSON of the grammar files; whatever is wrong is said with file and intent.</summary>
internal static class GrammarReader
{
    /// <summary>Beside the commands: words that the file's phrases name as <c>&lt;offer&gt;</c>.</summary>
    private const string WordLists = "words";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    public static IEnumerable<CommandDefinition> Commands(string file, string json)
    {
        var slice = Read<Slice>(file, json);
        return slice.Commands.Select(command => new CommandDefinition(command.Intent, slice.Group, command.ChangesData, command.AsksFirst, command.Fields ?? []) { IsOfSpeaker = command.OfSpeaker });
    }

    public static IEnumerable<CommandWords> Words(string file, string json, IReadOnlyList<CommandDefinition> commands)
    {
        var entries = Read<Dictionary<string, JsonElement>>(file, json);
        var lists = entries.Remove(WordLists, out var shared) ? Read<Dictionary<string, string[]>>(file, shared) : [];
        var forms = new PhraseForms(lists);
        foreach (var missing in commands.Where(command => !entries.ContainsKey(command.Intent)))
            throw new FormatException($"{file}: {missing.Intent} has no words.");
        foreach (var (intent, entry) in entries)
        {
            var command = commands.FirstOrDefault(command => command.Intent == intent)
                ?? throw new FormatException($"{file}: {intent} is not in commands.json.");
            yield return Words(file, command, Read<Entry>(file, entry), forms);
        }
    }

    private static CommandWords Words(string file, CommandDefinition command, Entry entry, PhraseForms forms)
    {
        try
        {
            var words = new CommandWords(
                command.Intent,
                file,
                entry.Summary,
                [.. entry.Examples.Select(Example.Parse)],
                [.. entry.Phrases.Select(phrase => Phrase.Parse(phrase, forms))],
                entry.Introducers?.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal) ?? [],
                entry.OurDeeds ?? []);
            var used = words.Introducers.Keys
                .Concat(words.Phrases.SelectMany(phrase => phrase.Parts).Select(part => part.Field).OfType<string>())
                .Concat(words.Examples.SelectMany(example => example.Fields).Select(field => field.Field));
            foreach (var field in used.Where(field => command.Fields.All(known => known.Name != field)))
                throw new FormatException($"there is no field '{field}'.");
            return words;
        }
        catch (FormatException problem)
        {
            throw new FormatException($"{file}: {command.Intent}: {problem.Message}", problem);
        }
    }

    private static T Read<T>(string file, string json) => Read(file, () => JsonSerializer.Deserialize<T>(json, Json)!);

    private static T Read<T>(string file, JsonElement json) => Read(file, () => json.Deserialize<T>(Json)!);

    private static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException problem)
        {
            throw new FormatException($"{file}: {problem.Message}", problem);
        }
    }

    private sealed record Slice(string Group, Command[] Commands);

    private sealed record Command(string Intent, bool ChangesData = false, bool AsksFirst = false, bool OfSpeaker = false, FieldDefinition[]? Fields = null);

    private sealed record Entry(string Summary, string[] Examples, string[] Phrases, Dictionary<string, string[]>? Introducers = null, string[]? OurDeeds = null);
}
