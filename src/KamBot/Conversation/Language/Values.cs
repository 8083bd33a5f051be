using NodaTime;

namespace KamBot.Conversation.Language;

/// <param name="Currency">ISO code; null when it was not said.</param>
public sealed record Money(decimal Amount, string? Currency);

/// <summary>A date, a time, or both.</summary>
/// <param name="WorkingDays">"In 3 working days": the product counts them in the right calendar, so there is no date yet.</param>
public sealed record When(LocalDate? Date, LocalTime? Time, int? WorkingDays = null);

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
