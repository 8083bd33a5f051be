namespace KamBot.Conversation.Language;

/// <summary>The values of one line by place and field, each read once however many commands ask.</summary>
internal sealed class LineSpans(Tokens line, FieldReader reader, LineContext context)
{
    private readonly Dictionary<(FieldKind, Direction, string?, bool), (bool Read, Found<object>? Value)[]> read = [];

    public Found<object>? At(int index, FieldDefinition field, bool expected = false)
    {
        if (index >= line.Count)
            return null;
        var key = (field.Kind, field.Direction, field.WordList, expected);
        if (!read.TryGetValue(key, out var values))
            read.Add(key, values = new (bool, Found<object>?)[line.Count]);
        ref var value = ref values[index];
        if (!value.Read)
            value = (true, reader.At(line, index, field, context, expected));
        return value.Value;
    }
}
