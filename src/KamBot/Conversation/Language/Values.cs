using NodaTime;

namespace KamBot.Conversation.Language;

/// <param name="Currency">ISO code; null when it was not said.</param>
public sealed record Money(decimal Amount, string? Currency);

/// <summary>A date, a time, or both.</summary>
/// <param name="WorkingDays">"In 3 working days": the product counts them in the right calendar, so there is no date yet.</param>
public sealed record When(LocalDate? Date, LocalTime? Time, int? WorkingDays = null);

/// <summary>From the first to the last day, both included.</summary>
public sealed record DateRange(LocalDate From, LocalDate To);

/// <summary>What <see cref="Recurrence"/> counts in.</summary>
public enum RecurrenceUnit { Day, WorkingDay, Week, Month, Year }

/// <summary>How often: "every 2 weeks on Monday" is unit Week, interval 2; a quarter is three months. From when it counts, its user says.</summary>
/// <param name="Weekdays">In their order; empty when none was said. With an ordinal: "every first working day" has all five.</param>
/// <param name="Ordinal">Which of these weekdays in the month; -1 for the last.</param>
/// <param name="DayOfMonth">In a month that is shorter its last day is meant.</param>
public sealed record Recurrence(RecurrenceUnit Unit, int Interval, IReadOnlyList<IsoDayOfWeek> Weekdays, int? Ordinal = null, int? DayOfMonth = null)
{
    /// <inheritdoc/>
    public bool Equals(Recurrence? other) =>
        other is not null && (Unit, Interval, Ordinal, DayOfMonth) == (other.Unit, other.Interval, other.Ordinal, other.DayOfMonth) && Weekdays.SequenceEqual(other.Weekdays);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Unit, Interval, Weekdays.Count, Ordinal, DayOfMonth);
}

/// <summary>How long an offer stands, as it was said.</summary>
public abstract record Validity
{
    private Validity() { }

    public sealed record Until(LocalDate Date) : Validity;

    public sealed record Days(int Count) : Validity;

    public sealed record WorkingDays(int Count) : Validity;

    public sealed record Span(Period Period) : Validity;

    /// <param name="Reason">Null when none was given: the product asks for it.</param>
    public sealed record None(string? Reason) : Validity;
}

public enum TaskParty { Us, Client, Vendor }

/// <param name="Who">The person or party in the user's words; null for "I" and "we".</param>
/// <param name="Doubt">About <paramref name="Due"/>; readings are <see cref="LocalDate"/>.</param>
public sealed record TaskText(TaskParty Party, string? Who, string What, LocalDate? Due, Doubt? Doubt = null);
