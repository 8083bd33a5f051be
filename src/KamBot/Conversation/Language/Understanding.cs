namespace KamBot.Conversation.Language;

/// <summary>Understands typed lines by the catalogue's grammar: deterministic, bounded, linear in the line's length.</summary>
public sealed class Understanding
{
    private readonly Dictionary<string, LanguageUnderstanding> languages;

    public Understanding(CommandCatalogue catalogue)
    {
        languages = catalogue.Grammars.ToDictionary(
            grammar => grammar.Key,
            grammar => new LanguageUnderstanding(catalogue, grammar.Value, GrammarFiles.Data(grammar.Key)),
            StringComparer.Ordinal);
    }

    public Understood Understand(string line, LineContext context) => Of(context).Understand(line, context);

    /// <summary>The answer to one question of a dialog: "Tuesday", "48k", "by letter", "Anna Lis and Marek Dąb".</summary>
    public FieldValue? Read(FieldKind kind, string answer, LineContext context, string? wordList = null, Direction direction = Direction.Future) =>
        Of(context).Read(new FieldDefinition("", kind, Required: false) { WordList = wordList, Direction = direction }, answer, context);

    /// <summary>Several facts in one answer, without the words that set the command off.</summary>
    public IReadOnlyDictionary<string, FieldValue> ReadFields(IReadOnlyList<FieldDefinition> fields, string intent, string answer, LineContext context) =>
        Of(context).ReadFields(fields, intent, answer, context);

    public bool IsCorrection(string line, LineContext context, out string rest) => Of(context).IsCorrection(line, out rest);

    public bool? YesNo(string line, LineContext context) => Of(context).YesNo(line);

    private LanguageUnderstanding Of(LineContext context) =>
        languages.TryGetValue(context.Language, out var language) ? language : languages["en"];
}
