using System.Text.Json.Serialization;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>A reminder of the user's own: once or again and again, about a client or not. Yearly dates of a client are reminders too.</summary>
public sealed record OwnReminder
{
    public const string RowPrefix = "own~";

    public required string Id { get; init; }

    /// <summary>The client it is about, or the user's own drawer.</summary>
    public required string Account { get; init; }

    /// <summary>False: it lies in the user's drawer.</summary>
    public bool HasClient { get; init; }

    public required string Owner { get; init; }

    /// <summary>What to be reminded of, in the user's words.</summary>
    public required string What { get; init; }

    /// <summary>The day that was named, or the one that the rule counts from.</summary>
    public required LocalDate Anchor { get; init; }

    /// <summary>Null: once.</summary>
    public Recurrence? Every { get; init; }

    /// <summary>The very time that was named; null: in the morning, when the day's reminders come (R2).</summary>
    public LocalTime? Time { get; init; }

    public WhenOff OnDayOff { get; init; }

    /// <summary>A yearly date that is announced rather than done: "Today: contract anniversary".</summary>
    public bool IsDate { get; init; }

    /// <summary>The named day up to which all is answered, or that counting begins after.</summary>
    public LocalDate? Through { get; init; }

    /// <summary>"Remind me tomorrow".</summary>
    public LocalDate? PostponedTo { get; init; }

    public Instant? EndedAt { get; init; }

    [JsonIgnore]
    public bool IsOpen => EndedAt is null;

    [JsonIgnore]
    public string Row => RowPrefix + Id;

    [JsonIgnore]
    public ReminderSubject Subject => new(Account, Row);

    [JsonIgnore]
    public RecurrenceRule Rule => new(Anchor, Every, OnDayOff);

    public bool IsOf(UserKey user) => string.Equals(Owner, user.Id, StringComparison.Ordinal);
}
