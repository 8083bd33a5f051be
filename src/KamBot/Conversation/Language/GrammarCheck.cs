using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>A grammar that contradicts itself stops the program at start, not a user in the middle of a day.</summary>
internal static class GrammarCheck
{
    /// <summary>An ordinary working day; the examples hold on any.</summary>
    private static readonly LocalDate Day = new(2026, 4, 8);

    public static void Check(CommandCatalogue catalogue)
    {
        foreach (var grammar in catalogue.Grammars.Values)
            CheckPhrases(grammar);
        var understanding = new Understanding(catalogue);
        foreach (var grammar in catalogue.Grammars.Values)
        {
            var context = new LineContext(grammar.Language, grammar.Language == "en" ? "en-GB" : grammar.Language, Day, new LocalTime(10, 0));
            foreach (var command in grammar.Commands.Values)
            {
                foreach (var example in command.Examples)
                    CheckExample(understanding, context, command, example);
            }
        }
    }

    private static void CheckPhrases(Grammar grammar)
    {
        var owners = new Dictionary<string, CommandWords>(StringComparer.Ordinal);
        foreach (var command in grammar.Commands.Values)
        {
            foreach (var phrase in command.Phrases)
            {
                if (!owners.TryAdd(phrase.Text, command))
                    throw new FormatException($"{command.File}: {command.Intent}: the phrase '{phrase.Text}' is also in {owners[phrase.Text].Intent}.");
            }
        }
    }

    private static void CheckExample(Understanding understanding, LineContext context, CommandWords command, Example example)
    {
        var understood = understanding.Understand(example.Line, context);
        if (understood.Intent != command.Intent)
        {
            var instead = understood.Intent ?? $"nothing (near: {string.Join(", ", understood.Nearest)}; tied: {string.Join(", ", understood.Alternatives)})";
            throw new FormatException($"{command.File}: {command.Intent}: the example '{example.Line}' is understood as {instead}.");
        }
        foreach (var (field, words) in example.Fields)
        {
            if (!understood.Fields.TryGetValue(field, out var value) || !words.Contains(value.Source, StringComparison.Ordinal))
                throw new FormatException($"{command.File}: {command.Intent}: the example '{example.Line}' does not fill {field} with '{words}' but '{value?.Source}'.");
        }
    }
}
