using System.Text.Json.Serialization;
using KamBot.Conversation;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>What a reminder is about: one row of one client's partition (a proposal, a task, a meeting).</summary>
public readonly record struct ReminderSubject(string Account, string Row)
{
    public string Key => $"{Account}~{Row}";
}

/// <summary>
/// What a slice wants said, as pure rules computed it. <see cref="At"/> is the user's wall time; the instant follows from
/// the zone and is never the truth.
/// </summary>
/// <param name="Kind">Which of the slice's reminders, e.g. <c>proposal.call</c>; with subject and due day it is said once.</param>
/// <param name="At">Local date and time in the user's zone.</param>
/// <param name="UsefulUntil">Local end of its use: later than this it is not said any more (R6).</param>
/// <param name="Exact">The user named this very time: quiet hours do not move it (R9 is for KamBot's own choice of hours).</param>
public sealed record PlannedReminder(string Kind, LocalDateTime At, LocalDateTime UsefulUntil, bool Exact = false)
{
    /// <summary>When news of that moment are told, which is at once: a plan keeps nothing whose time has come.</summary>
    public static LocalDateTime JustAfter(Instant at, DateTimeZone zone) => at.InZone(zone).LocalDateTime.With(TimeAdjusters.TruncateToSecond).PlusSeconds(1);
}

/// <summary>The truth row of a reminder. The due row that the sweep finds it by is only an index.</summary>
public sealed record Reminder
{
    public required UserKey User { get; init; }

    public required ReminderSubject Subject { get; init; }

    public required string Kind { get; init; }

    /// <summary>The day it was planned for at first: part of its identity, unmoved by a postponement.</summary>
    public required LocalDate DueDay { get; init; }

    /// <summary>The minute it was planned for at first, where the user named it ("in an hour"): part of its identity too.</summary>
    public LocalTime? DueTime { get; init; }

    public required LocalDateTime At { get; init; }

    public required string Zone { get; init; }

    public required LocalDateTime UsefulUntil { get; init; }

    public bool Exact { get; init; }

    public ReminderState State { get; init; }

    /// <summary>Changes with each plan of this reminder; with the due instant it is the due row's key.</summary>
    public required string Version { get; init; }

    /// <summary>When it was planned so, and by which operation; null for what follows an occurrence.</summary>
    public Instant? PlannedAt { get; init; }

    public string? PlannedBy { get; init; }

    /// <summary>Where the due row of this version lies (UTC ticks decide); null once there is none.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>The message in the user's chat, once it is there.</summary>
    public string? ActivityId { get; init; }

    /// <summary>That message is a digest, in which this reminder is one row of several (R8).</summary>
    public bool IsInDigest { get; init; }

    /// <summary>Who got the message in the user's place (a deputy); null: the user.</summary>
    public UserKey? ToldTo { get; init; }

    public Instant? SentAt { get; init; }

    /// <summary>Why it was not said, in a code the texts know.</summary>
    public string? Why { get; init; }

    /// <summary>The operation that withdrew it, so that a second run of that operation withdraws it again.</summary>
    public string? WithdrawnBy { get; init; }

    [JsonIgnore]
    public string RowKey => ReminderKeys.Row(User, Subject, Kind, DueDay, DueTime);

    [JsonIgnore]
    public LocalDate Day => At.Date;

    /// <summary>When it was promised to be said, whatever tries came since.</summary>
    [JsonIgnore]
    public Instant PromisedAt => DateTimeZoneProviders.Tzdb[Zone].AtLeniently(At).ToInstant();
}

public enum ReminderState
{
    /// <summary>Waiting for its time, or being told right now.</summary>
    Planned,

    /// <summary>In the user's chat, waiting for the user's answer.</summary>
    Sent,

    /// <summary>No longer wanted: answered, or its subject moved on. Kept so that the card in the chat can be closed.</summary>
    Withdrawn,

    /// <summary>Not said and not to be said: too late, or nothing left to say.</summary>
    Dropped,

    /// <summary>Could not be delivered; the user is told when they next write.</summary>
    Undelivered,

    /// <summary>Of a kind that is sent at most once, and nobody can say whether it was: the user is asked in the next digest.</summary>
    Uncertain,
}
