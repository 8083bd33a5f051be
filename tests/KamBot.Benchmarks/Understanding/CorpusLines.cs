using System.Text.Json;

namespace KamBot.Benchmarks.Understanding;

/// <summary>A typed line of a language's corpus, with the client it names.</summary>
internal sealed record CorpusLine(string Text, string Language, string? Client)
{
    /// <summary>The same about another client; null when the line names none as it stands.</summary>
    public CorpusLine? WithClient(string name) =>
        Client is { Length: > 0 } client && Text.Contains(client, StringComparison.Ordinal) ? this with { Text = Text.Replace(client, name, StringComparison.Ordinal), Client = name } : null;
}

/// <summary>The lines that the tests hold the grammars to; they lie beside the program.</summary>
internal static class CorpusLines
{
    public static IReadOnlyList<CorpusLine> All() =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "corpora"), "*.jsonl").Order(StringComparer.Ordinal)
           from json in File.ReadLines(file)
           select Of(JsonElement.Parse(json), Path.GetFileNameWithoutExtension(file).Split('.')[1]),
    ];

    private static CorpusLine Of(JsonElement line, string language) =>
        new(line.GetProperty("line").GetString()!, language, line.TryGetProperty("fields", out var fields) && fields.TryGetProperty("client", out var client) ? client.GetString() : null);
}
