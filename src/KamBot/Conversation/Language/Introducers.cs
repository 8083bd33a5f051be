namespace KamBot.Conversation.Language;

/// <summary>One command's fields and the words that announce them.</summary>
internal sealed class Introducers
{
    private readonly WordTable<int[]> table;

    public Introducers(IReadOnlyList<FieldDefinition> fields, IReadOnlyDictionary<string, IReadOnlyList<string>> words)
    {
        Fields = fields;
        var byWord = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var field = 0; field < fields.Count; field++)
        {
            foreach (var word in words.GetValueOrDefault(fields[field].Name) ?? [])
            {
                var key = Folding.Fold(word);
                if (!byWord.TryGetValue(key, out var list))
                    byWord.Add(key, list = []);
                list.Add(field);
            }
        }
        table = new WordTable<int[]>(byWord.Select(entry => (entry.Key, entry.Value.ToArray())));
    }

    public IReadOnlyList<FieldDefinition> Fields { get; }

    public IEnumerable<string> Words => table.Words;

    /// <summary>The fields that may be announced here, by their place in <see cref="Fields"/>.</summary>
    public Found<int[]>? At(Tokens line, int index) => table.At(line, index);
}
