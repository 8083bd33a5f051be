namespace KamBot.Conversation.Language;

public enum FieldKind { Text, Client, Proposal, Number, Money, Date, When, Validity, Range, Recurrence, Word, Calendar, Zone, Language, People, Colleague, Tasks, Phone, Numbers, Weekdays, Time }

/// <summary>Which of the possible days a date without a year, or a bare weekday, means.</summary>
public enum Direction { Future, Past }

public sealed record FieldDefinition(string Name, FieldKind Kind, bool Required)
{
    public Direction Direction { get; init; }

    /// <summary>The list of the language's data a <see cref="FieldKind.Word"/> is looked up in.</summary>
    public string? WordList { get; init; }

    /// <summary>A text that takes what nothing else in the line explains: "P-9 lost, <i>price</i>".</summary>
    public bool TakesRest { get; init; }
}
