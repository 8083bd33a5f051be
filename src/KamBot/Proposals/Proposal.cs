using System.Globalization;
using System.Text.Json.Serialization;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>An offer that went out to a client: P-n for everybody in the company.</summary>
public sealed record Proposal
{
    public const string RowPrefix = "proposal~";

    public required int Number { get; init; }

    public required string Account { get; init; }

    /// <summary>Oldest first; an extension or a new price is a new version, the old ones stay (PRP-13).</summary>
    public required IReadOnlyList<ProposalVersion> Versions { get; init; }

    public required string Channel { get; init; }

    public required LocalDate SentOn { get; init; }

    public ProposalState State { get; init; } = ProposalState.Open;

    /// <summary>The client said that it arrived (PRP-15).</summary>
    public Instant? ConfirmedAt { get; init; }

    public Instant? CalledAt { get; init; }

    /// <summary>Calls that nobody answered.</summary>
    public int Unanswered { get; init; }

    /// <summary>The call was moved to this day.</summary>
    public LocalDate? CallOn { get; init; }

    /// <summary>The very minute of that day, where one was named.</summary>
    public LocalTime? CallAt { get; init; }

    /// <summary>What the client answered to the four questions (PRP-15 to 18).</summary>
    public CallAnswers? Answers { get; init; }

    /// <summary>The agreed call on interim results, local time (PRP-18).</summary>
    public LocalDateTime? Interim { get; init; }

    /// <summary>"Remind me on Thursday".</summary>
    public LocalDate? PostponedTo { get; init; }

    /// <summary>"In an hour": the minute of that day.</summary>
    public LocalTime? PostponedAt { get; init; }

    /// <summary>When something was last done about it: sent, called, extended, put off.</summary>
    public LocalDate? SteppedOn { get; init; }

    public LocalDate? EndedOn { get; init; }

    /// <summary>Why it was lost or withdrawn, in the user's words.</summary>
    public string? EndReason { get; init; }

    [JsonIgnore]
    public ProposalVersion Current => Versions[^1];

    [JsonIgnore]
    public string Name => $"P-{Number.ToString(CultureInfo.InvariantCulture)}";

    [JsonIgnore]
    public string Row => RowOf(Number);

    [JsonIgnore]
    public ReminderSubject Subject => new(Account, Row);

    [JsonIgnore]
    public LocalDate LastStep => SteppedOn ?? LocalDate.Max(SentOn, Current.Since);

    [JsonIgnore]
    public bool IsOpen => State == ProposalState.Open;

    /// <summary>The number of "P-12"; null for what is no such name.</summary>
    public static int? NumberOf(string name) =>
        name.StartsWith("P-", StringComparison.Ordinal) && int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static string RowOf(int number) => $"{RowPrefix}{number.ToString("D8", CultureInfo.InvariantCulture)}";
}

/// <param name="ValidUntil">The last day, valid to its end in the manager's zone (R5); null: without expiry, for a reason.</param>
public sealed record ProposalVersion(int Number, Money Amount, LocalDate? ValidUntil, string? NoExpiryReason, LocalDate Since, string ByName);

public sealed record CallAnswers(bool? Received, string? NextSteps, string? Urgency, string? Note);

public enum ProposalState
{
    Open,
    Won,
    Lost,
    Withdrawn,
}
