using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace KamBot.Conversation.Language;

/// <summary>
/// Reads the grammar from the program's resources: per slice <c>Grammar/commands.json</c> (what there is) and
/// <c>Grammar/en.json</c> (how it is said), and the shared words of each language.
/// </summary>
internal static class GrammarFiles
{
    private const string Commands = "/Grammar/commands.json";
    private const string SharedWords = "Conversation/Language/Data/";
    private static readonly Assembly Program = typeof(GrammarFiles).Assembly;
    private static readonly ConcurrentDictionary<string, LanguageData> ByLanguage = new(StringComparer.Ordinal);

    public static readonly IReadOnlyList<string> Languages = ["en", .. Names(SharedWords).Select(Stem).Where(language => language != "en")];

    public static CommandCatalogue Load()
    {
        string[] slices = [.. Program.GetManifestResourceNames().Where(name => name.EndsWith(Commands, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        var commands = new List<CommandDefinition>();
        var words = Languages.ToDictionary(language => language, _ => new Dictionary<string, CommandWords>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var slice in slices)
        {
            var folder = slice[..^"commands.json".Length];
            CommandDefinition[] defined = [.. GrammarReader.Commands(slice, Text(slice))];
            commands.AddRange(defined);
            foreach (var file in Names(folder).Where(name => name != slice))
            {
                if (!words.TryGetValue(Stem(file), out var grammar))
                    throw new FormatException($"{file}: there are no shared words for '{Stem(file)}'.");
                foreach (var command in GrammarReader.Words(file, Text(file), defined))
                    grammar.Add(command.Intent, command);
            }
        }
        return new CommandCatalogue(commands, words.ToDictionary(entry => entry.Key, entry => new Grammar(entry.Key, entry.Value), StringComparer.Ordinal));
    }

    /// <summary>Read once.</summary>
    public static LanguageData Data(string language) => ByLanguage.GetOrAdd(
        language, static language => Read<LanguageWords, LanguageData>(SharedWords + language + ".json", words => new LanguageData(language, words)));

    public static string Locale(string language) => Data(language).Locale;

    public static TimeWords Time(string language) => Read<TimeWords, TimeWords>($"{SharedWords}Time/{language}.json", words => words);

    private static T Read<TFile, T>(string file, Func<TFile, T> use)
    {
        try
        {
            return use(JsonSerializer.Deserialize<TFile>(Text(file), LanguageWords.Json)!);
        }
        catch (Exception problem) when (problem is JsonException or FormatException or ArgumentException)
        {
            throw new FormatException($"{file}: {problem.Message}", problem);
        }
    }

    private static IEnumerable<string> Names(string folder) =>
        Program.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal) && !name[folder.Length..].Contains('/')).Order(StringComparer.Ordinal);

    private static string Stem(string name) => Path.GetFileNameWithoutExtension(name);

    public static string Text(string name)
    {
        using var stream = Program.GetManifestResourceStream(name) ?? throw new FormatException($"{name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
