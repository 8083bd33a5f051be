using System.Text.Json.Serialization;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>How long a client may be left alone (SVC-14): the interval begins anew with each contact that is logged, by whatever slice.</summary>
public sealed record KeepInTouch
{
    public const string RowPrefix = "touch~";

    public required string Account { get; init; }

    public required string Owner { get; init; }

    /// <summary>An interval only: days, weeks, months or years.</summary>
    public required Recurrence Every { get; init; }

    /// <summary>Counting begins here until there is a contact.</summary>
    public required LocalDate Since { get; init; }

    /// <summary>"Remind me tomorrow"; a contact after <see cref="PostponedAt"/> makes it void.</summary>
    public LocalDate? PostponedTo { get; init; }

    public Instant? PostponedAt { get; init; }

    public Instant? EndedAt { get; init; }

    [JsonIgnore]
    public bool IsOpen => EndedAt is null;

    /// <summary>A client has one.</summary>
    [JsonIgnore]
    public string Row => RowOf(Account);

    [JsonIgnore]
    public ReminderSubject Subject => new(Account, Row);

    public static string RowOf(string account) => RowPrefix + account;
}

/// <summary>The latest contact with a client.</summary>
/// <param name="At">When it was logged.</param>
/// <param name="Day">The same on the manager's calendar.</param>
/// <param name="What">What it was, for the reader.</param>
public sealed record Contact(Instant At, LocalDate Day, string What);
