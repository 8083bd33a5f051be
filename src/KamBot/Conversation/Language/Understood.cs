namespace KamBot.Conversation.Language;

/// <summary>
/// A value read from the line. <see cref="Source"/> are the user's own words, with no more of what introduced them than belongs to the value ("on Friday", "valid until 24 April").
/// </summary>
public sealed record FieldValue(object Value, string Source, Doubt? Doubt = null);

/// <summary>
/// Words that can be read in several ways ("date.order", "date.weekday", "money.separator").
/// The first reading is the one taken; the product asks.
/// </summary>
public sealed record Doubt(string Kind, IReadOnlyList<object> Readings)
{
    public Doubt Select(Func<object, object> wrap) => this with { Readings = [.. Readings.Select(wrap)] };
}

/// <summary>What a line says.</summary>
/// <param name="Intent">The command, or null when nothing is understood well enough, or when several commands are as likely and one of them changes data.</param>
/// <param name="Alternatives">With an intent: other intents as good. Without: the tied ones to choose from.</param>
/// <param name="Nearest">Without an intent: up to three for "did you mean".</param>
/// <param name="Rest">The words nothing explains.</param>
/// <param name="Language">The language the line was understood in; the reader's own when it was in none.</param>
public sealed record Understood(
    string? Intent,
    IReadOnlyDictionary<string, FieldValue> Fields,
    double Score,
    IReadOnlyList<string> Alternatives,
    IReadOnlyList<string> Nearest,
    string Rest,
    string Language)
{
    private const double PriceOfASlip = 0.05;

    /// <summary>Below it more was said than the command.</summary>
    private const double NearlyAll = 0.8;

    /// <summary>The line begins with the command, and says little else: an answer in free words hardly sounds like that.</summary>
    public bool IsPlainCommand => Intent is not null && Leads && Score >= NearlyAll;

    /// <summary>Only a value was said, "Friday", that a command happens to be made of: whoever is asked for one answers.</summary>
    public bool IsBareValue => Intent is not null && !HasWords && !Leads;

    internal bool HasWords { get; init; }

    /// <summary>The line begins with words of the command, or with the offer that it is about.</summary>
    internal bool Leads { get; init; }

    /// <summary>Trigger words that were recognised in spite of a slip.</summary>
    internal int Slips { get; init; }

    /// <summary>How far it can compete with a reading in another language: the same word without a slip is likelier.</summary>
    internal double Strength => Score - PriceOfASlip * Slips;

    /// <summary>Understood, or between few.</summary>
    internal bool IsSure => Intent is not null || Alternatives.Count > 0;

    /// <summary>The command, or those between which the user must choose.</summary>
    internal IEnumerable<string> Meanings => Intent is { } intent ? [intent] : Alternatives;
}
