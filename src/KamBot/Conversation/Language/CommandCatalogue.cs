namespace KamBot.Conversation.Language;

/// <summary>Every command KamBot knows. Help, the manifest's command list and <see cref="Understanding"/> come from it.</summary>
public sealed class CommandCatalogue
{
    private readonly Dictionary<string, CommandDefinition> byIntent;

    internal CommandCatalogue(IReadOnlyList<CommandDefinition> commands, IReadOnlyDictionary<string, Grammar> grammars)
    {
        All = commands;
        Grammars = grammars;
        byIntent = commands.ToDictionary(command => command.Intent, StringComparer.Ordinal);
    }

    public CommandDefinition this[string intent] => byIntent[intent];

    public IReadOnlyList<CommandDefinition> All { get; }

    /// <summary>The languages that commands are understood in.</summary>
    public IEnumerable<string> Languages => Grammars.Keys;

    /// <summary>How people of a language write dates and figures, where nothing tells more.</summary>
    public string LocaleOf(string language) => GrammarFiles.Locale(GrammarOf(language).Language);

    internal IReadOnlyDictionary<string, Grammar> Grammars { get; }

    /// <summary>The catalogue of this program's own grammar files, checked.</summary>
    public static CommandCatalogue Load() => GrammarFiles.Load();

    public CommandText Describe(string intent, string language)
    {
        var words = GrammarOf(language)[intent];
        return new CommandText(words.Summary, [.. words.Examples.Select(example => example.Line)]);
    }

    /// <summary>The grammar of a language; English where there is none.</summary>
    internal Grammar GrammarOf(string language) =>
        Grammars.TryGetValue(language, out var grammar) ? grammar : Grammars["en"];
}
