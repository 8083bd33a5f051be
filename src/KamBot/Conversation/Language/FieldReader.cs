using NodaTime;

namespace KamBot.Conversation.Language;

/// <summary>Reads a value of a field's kind at one place of a line. Names and free texts have no shape of their own: <see cref="FieldFiller"/> finds those.</summary>
internal sealed class FieldReader(LanguageData data)
{
    /// <summary>A smaller bare number is more often a count than an amount.</summary>
    private const decimal SmallestBareAmount = 100;

    private readonly Dates dates = new(data);
    private readonly Moments moments = new(data);
    private readonly Validities validities = new(data);
    private readonly Ranges ranges = new(data);
    private readonly Recurrences recurrences = new(data);
    private readonly Amounts amounts = new(data);
    private readonly Numbers numbers = new(data);
    private readonly ProposalRefs proposals = new(data);
    private readonly Calendars calendars = new(data);
    private readonly Times times = new(data);
    private readonly Lists lists = new(data);

    public People People { get; } = new(data);

    public TaskTexts Tasks { get; } = new(data);

    /// <param name="expected">The field was asked for or introduced, so a bare "10" or "48" is enough.</param>
    public Found<object>? At(Tokens line, int index, FieldDefinition field, LineContext context, bool expected)
    {
        var found = Value(line, index, field, context, expected);
        return found is not null && IsOneOfTwo(line, found, field, context) ? null : found;
    }

    /// <summary>"Tomorrow or Friday", "48k or 50k": neither was decided on.</summary>
    private bool IsOneOfTwo(Tokens line, Found<object> found, FieldDefinition field, LineContext context)
    {
        if (field.Kind is not (FieldKind.Date or FieldKind.When or FieldKind.Money or FieldKind.Validity or FieldKind.Range))
            return false;
        var or = data.Skip("or", line, found.End);
        return data.Words("or").At(line, found.First - 1) is not null || (or > found.End && Value(line, or, field, context, expected: true) is not null);
    }

    private Found<object>? Value(Tokens line, int index, FieldDefinition field, LineContext context, bool expected) => field.Kind switch
    {
        FieldKind.Proposal => Boxed(proposals.At(line, index)),
        FieldKind.Number => Boxed(numbers.At(line, index)),
        FieldKind.Money => Amount(line, index, context, expected),
        FieldKind.Date => Boxed(dates.At(line, index, context, field.Direction, expected)),
        FieldKind.When => Boxed(moments.At(line, index, context, field.Direction, expected)),
        FieldKind.Validity => Boxed(validities.At(line, index, context, expected)),
        FieldKind.Range => Boxed(ranges.At(line, index, context, field.Direction)),
        FieldKind.Recurrence => Boxed(recurrences.At(line, index)),
        FieldKind.Word => field.WordList is { } list ? Boxed(data.WordList(list)?.At(line, index)) : null,
        FieldKind.Calendar => Boxed(calendars.At(line, index, expected)),
        FieldKind.Zone => Boxed(data.Zones.At(line, index) ?? Zones.At(line, index)),
        FieldKind.Language => Boxed(data.Languages.At(line, index)),
        FieldKind.Phone => Boxed(Phones.At(line, index)),
        FieldKind.Time => Boxed(times.At(line, index, expected)),
        FieldKind.Numbers => Boxed(lists.Numbers(line, index)),
        FieldKind.Weekdays => Boxed(lists.Weekdays(line, index)),
        _ => null,
    };

    private Found<object>? Amount(Tokens line, int index, LineContext context, bool expected)
    {
        if (amounts.At(line, index, context) is not { } found)
            return null;
        var clear = expected || found.Value.Currency is not null || Math.Abs(found.Value.Amount) >= SmallestBareAmount;
        return clear && !(line.Is(found.End, "%")) ? Boxed(found) : null;
    }

    private static Found<object>? Boxed<T>(Found<T>? found)
        where T : notnull =>
        found is null ? null : new Found<object>(found.Value, found.First, found.End, found.Doubt);
}
