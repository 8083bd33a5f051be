namespace KamBot.Conversation.Language;

/// <summary>What explains a token.</summary>
internal enum Explained : byte { Nothing, Trigger, Field, Introducer, Filler, Name, LowerCaseName, RestText, BareRestText }

/// <summary>One command's fields while they are filled from one line: the values so far, and what explains each token.</summary>
internal sealed class Filling
{
    private readonly LineSpans spans;
    private readonly Introducers introducers;
    private readonly Explained[] explained;
    private readonly FieldValue?[] values;

    public Filling(Tokens line, LineContext context, LineSpans spans, Introducers introducers, IEnumerable<(int First, int End)> triggers)
    {
        Line = line;
        Context = context;
        this.spans = spans;
        this.introducers = introducers;
        explained = new Explained[line.Count];
        values = new FieldValue?[introducers.Fields.Count];
        foreach (var (first, end) in triggers)
            Mark(first, end, Explained.Trigger);
    }

    public Tokens Line { get; }

    public LineContext Context { get; }

    public IReadOnlyList<FieldDefinition> Fields => introducers.Fields;

    public IReadOnlyList<Explained> ExplainedBy => explained;

    public bool IsEmpty(int field) => values[field] is null;

    public bool IsFree(int at) => explained[at] == Explained.Nothing;

    public bool IsFree(int first, int end)
    {
        for (var at = first; at < end; at++)
        {
            if (!IsFree(at))
                return false;
        }
        return true;
    }

    public Found<int[]>? IntroducerAt(int at) => introducers.At(Line, at);

    public Found<object>? ValueAt(int at, int field, bool expected = false) => spans.At(at, Fields[field], expected);

    /// <summary>"Yesterday at Vila Nord's at three": a day and a time that stand apart are one moment.</summary>
    public FieldValue? Completed(int field, int at) => (values[field], ValueAt(at, field)) switch
    {
        ({ Value: When { Date: not null, Time: null } day } said, { Value: When { Date: null, Time: { } time } }) =>
            said with { Value = day with { Time = time }, Doubt = said.Doubt?.Select(value => (When)value with { Time = time }) },
        ({ Value: When { Date: null, Time: { } time } } said, { Value: When { Date: not null, Time: null } day } found) =>
            said with { Value = day with { Time = time }, Doubt = found.Doubt?.Select(value => (When)value with { Time = time }) },
        _ => null,
    };

    /// <summary>Some empty field could take a value here.</summary>
    public bool HasValueAt(int at, Func<FieldKind, bool> of)
    {
        for (var field = 0; field < values.Length; field++)
        {
            if ((values[field] is null || Completed(field, at) is not null) && of(Fields[field].Kind) && ValueAt(at, field) is not null)
                return true;
        }
        return false;
    }

    /// <summary>Where the longest value that some field could take here ends; the place itself when there is none.</summary>
    public int EndOfValueAt(int at) => Enumerable.Range(0, values.Length).Max(field => ValueAt(at, field)?.End ?? at);

    /// <summary>Fills a field from these tokens and returns where they end.</summary>
    public int Set(int field, FieldValue value, int first, int end, Explained how = Explained.Field)
    {
        values[field] = value;
        return Mark(first, end, how);
    }

    public int Mark(int first, int end, Explained how)
    {
        explained.AsSpan(first, end - first).Fill(how);
        return end;
    }

    public Dictionary<string, FieldValue> Filled()
    {
        var filled = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
        for (var field = 0; field < values.Length; field++)
        {
            if (values[field] is { } value)
                filled.Add(Fields[field].Name, value);
        }
        return filled;
    }
}
