using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>A grammar that contradicts itself stops the program at start, not a user in the middle of a day.</summary>
internal static class GrammarCheck
{
    /// <summary>An ordinary working day; the examples hold on any.</summary>
    private static readonly LocalDate Day = new(2026, 4, 8);

    /// <summary>All that is wrong, in one exception.</summary>
    public static void Check(CommandCatalogue catalogue)
    {
        string[] problems = [.. catalogue.Grammars.Values.SelectMany(DuplicatePhrases), .. WrongExamples(catalogue)];
        if (problems.Length > 0)
            throw new FormatException(string.Join(Environment.NewLine, problems));
    }

    private static IEnumerable<string> WrongExamples(CommandCatalogue catalogue)
    {
        var understanding = new Understanding(catalogue);
        foreach (var grammar in catalogue.Grammars.Values)
        {
            var context = new LineContext(grammar.Language, GrammarFiles.Locale(grammar.Language), Day, new LocalTime(10, 0));
            foreach (var command in grammar.Commands.Values)
            {
                foreach (var example in command.Examples)
                {
                    if (Wrong(understanding.Understand(example.Line, context), command, example) is { } problem)
                        yield return $"{command.File}: {command.Intent}: the example '{example.Line}' {problem}.";
                }
            }
        }
    }

    private static IEnumerable<string> DuplicatePhrases(Grammar grammar)
    {
        var owners = new Dictionary<string, CommandWords>(StringComparer.Ordinal);
        foreach (var command in grammar.Commands.Values)
        {
            foreach (var phrase in command.Phrases)
            {
                if (!owners.TryAdd(phrase.Text, command))
                    yield return $"{command.File}: {command.Intent}: the phrase '{phrase.Text}' is also in {owners[phrase.Text].Intent}.";
            }
        }
    }

    private static string? Wrong(Understood understood, CommandWords command, Example example)
    {
        if (understood.Intent is null)
            return $"is not understood (tied: {string.Join(", ", understood.Alternatives)}; near: {string.Join(", ", understood.Nearest)})";
        if (understood.Intent != command.Intent)
            return $"is understood as {understood.Intent}";
        foreach (var (field, words) in example.Fields)
        {
            if (!understood.Fields.TryGetValue(field, out var value))
                return $"does not fill {field}";
            if (!words.Contains(value.Source, StringComparison.Ordinal))
                return $"fills {field} with '{value.Source}' instead of '{words}'";
        }
        return null;
    }
}
