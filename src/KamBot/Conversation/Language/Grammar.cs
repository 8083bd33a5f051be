namespace KamBot.Conversation.Language;

/// <summary>The words of all commands in one language.</summary>
internal sealed class Grammar(string language, IReadOnlyDictionary<string, CommandWords> commands)
{
    public string Language { get; } = language;

    public IReadOnlyDictionary<string, CommandWords> Commands { get; } = commands;

    public CommandWords this[string intent] => Commands[intent];
}

/// <param name="Introducers">Per field: the words that announce it ("to" a client, "valid until" a date).</param>
/// <param name="OurDeeds">Words whose doer stands right before them: "Vila Nord called" is not "called Vila Nord".</param>
internal sealed record CommandWords(
    string Intent,
    string File,
    string Summary,
    IReadOnlyList<Example> Examples,
    IReadOnlyList<Phrase> Phrases,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Introducers,
    IReadOnlyList<string> OurDeeds);
