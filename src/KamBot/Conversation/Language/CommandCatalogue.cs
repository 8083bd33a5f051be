namespace KamBot.Conversation.Language;

/// <summary>Every command KamBot knows. Help, the manifest's command list and <see cref="Understanding"/> come from it.</summary>
public sealed class CommandCatalogue
{
    private static readonly Lazy<CommandCatalogue> Own = new(GrammarFiles.Load);
    private static readonly Lazy<CommandCatalogue> Checked = new(() =>
    {
        GrammarCheck.Check(Own.Value);
        return Own.Value;
    });

    private readonly Dictionary<string, CommandDefinition> byIntent;
    private readonly Lazy<LanguageUnderstanding[]> speakers;

    internal CommandCatalogue(IReadOnlyList<CommandDefinition> commands, IReadOnlyDictionary<string, Grammar> grammars)
    {
        All = commands;
        Grammars = grammars;
        speakers = new(() => [.. grammars.Values.Select(grammar => new LanguageUnderstanding(this, grammar, GrammarFiles.Data(grammar.Language)))]);
        byIntent = commands.ToDictionary(command => command.Intent, StringComparer.Ordinal);
    }

    public CommandDefinition this[string intent] => byIntent[intent];

    public IReadOnlyList<CommandDefinition> All { get; }

    /// <summary>The languages that commands are understood in.</summary>
    public IEnumerable<string> Languages => Grammars.Keys;

    /// <summary>How people of a language write dates and figures, where nothing tells more.</summary>
    public string LocaleOf(string language) => GrammarFiles.Locale(GrammarOf(language).Language);

    internal IReadOnlyDictionary<string, Grammar> Grammars { get; }

    /// <summary>Who understands each language; made when the first line is read, once for the process.</summary>
    internal IReadOnlyList<LanguageUnderstanding> Speakers => speakers.Value;

    /// <summary>The catalogue of this program's own grammar files, read once.</summary>
    /// <param name="check">Whether every example is tried: not where only the start's time would be lost with it.</param>
    public static CommandCatalogue Load(bool check = true) => check ? Checked.Value : Own.Value;

    public CommandText Describe(string intent, string language)
    {
        var words = GrammarOf(language)[intent];
        return new CommandText(words.Summary, [.. words.Examples.Select(example => example.Line)]);
    }

    /// <summary>A command with nothing filled in: an example that has no fields, or an example's words before its first ("log meeting with").</summary>
    public string Opening(string intent, string language)
    {
        var examples = GrammarOf(language)[intent].Examples;
        return examples.FirstOrDefault(example => example.Fields.Count == 0)?.Line ?? examples[0].Opening;
    }

    /// <summary>The grammar of a language; English where there is none.</summary>
    internal Grammar GrammarOf(string language) =>
        Grammars.TryGetValue(language, out var grammar) ? grammar : Grammars["en"];
}
