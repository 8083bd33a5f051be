using System.Globalization;
using System.Text.Json.Serialization;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>A meeting that took place: who met, what was said, and when the next contact is (MTG-13 to 20).</summary>
public sealed record Meeting
{
    public const string RowPrefix = "meeting~";

    public required string Id { get; init; }

    public required string Account { get; init; }

    public required MeetingTime When { get; init; }

    /// <summary>Who was there for the client, in the user's words.</summary>
    public IReadOnlyList<string> Theirs { get; init; } = [];

    public IReadOnlyList<string> Ours { get; init; } = [];

    public string? Needs { get; init; }

    public string? Objections { get; init; }

    public string? Agreements { get; init; }

    public NextContact? Next { get; init; }

    /// <summary>How many tasks were agreed on; they lie in rows of their own.</summary>
    public int Tasks { get; init; }

    public bool IsSample { get; init; }

    [JsonIgnore]
    public string Row => RowPrefix + Id;

    [JsonIgnore]
    public ReminderSubject Subject => new(Account, Row);

    /// <summary>The row of the n-th task agreed on in it.</summary>
    public string TaskRow(int number) => string.Create(CultureInfo.InvariantCulture, $"{MeetingTask.RowPrefix}{Id}{number:D2}");
}

/// <param name="Time">Null when only the day was said.</param>
public sealed record MeetingTime(LocalDate Day, LocalTime? Time);

/// <summary>The next contact with the client (PRP-18): in the user's words, with the day and time read out of them.</summary>
/// <param name="Words">As it was said.</param>
/// <param name="Day">Null when the words name no day: then it is only noted.</param>
/// <param name="Time">Null: in the morning, when the day's reminders come.</param>
/// <param name="IsMet">A later meeting has taken its place.</param>
/// <param name="PostponedTo">"Remind me tomorrow".</param>
/// <param name="PostponedAt">"In an hour": the minute of that day.</param>
public sealed record NextContact(string Words, LocalDate? Day, LocalTime? Time, bool IsMet = false, LocalDate? PostponedTo = null, LocalTime? PostponedAt = null);

/// <summary>What somebody promised: ours, the client's or a vendor's.</summary>
public sealed record MeetingTask
{
    public const string RowPrefix = "task~";

    public required string Row { get; init; }

    public required string Account { get; init; }

    /// <summary>The row of the meeting it was agreed on; null when it was noted by itself.</summary>
    public string? Meeting { get; init; }

    /// <summary>Teams' link to the message that it was noted from.</summary>
    public string? Link { get; init; }

    public required TaskParty Party { get; init; }

    /// <summary>The person or party in the user's words; null for "I" and "we".</summary>
    public string? Who { get; init; }

    public required string What { get; init; }

    /// <summary>Null: nobody said when; it is listed, never reminded of.</summary>
    public LocalDate? Due { get; init; }

    /// <summary>"Remind me tomorrow"; the due day stays what was agreed.</summary>
    public LocalDate? PostponedTo { get; init; }

    /// <summary>"In an hour": the minute of that day.</summary>
    public LocalTime? PostponedAt { get; init; }

    public Instant? DoneAt { get; init; }

    public string? DoneBy { get; init; }

    [JsonIgnore]
    public bool IsOpen => DoneAt is null;

    [JsonIgnore]
    public ReminderSubject Subject => new(Account, Row);
}
