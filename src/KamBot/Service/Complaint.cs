using System.Text.Json.Serialization;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Service;

/// <summary>A client's complaint (SVC-2): who said what when; open until it is settled.</summary>
public sealed record Complaint
{
    public const string RowPrefix = "complaint~";

    public required string Id { get; init; }

    public required string Account { get; init; }

    /// <summary>What is wrong, in the words it was noted with.</summary>
    public required string What { get; init; }

    /// <summary>Who of the client's said it; null when nobody was named.</summary>
    public string? Who { get; init; }

    /// <summary>The day the client said it.</summary>
    public required LocalDate SaidOn { get; init; }

    /// <summary>The day it was noted: its reminders count from here.</summary>
    public required LocalDate NotedOn { get; init; }

    /// <summary>Teams' link to the message that it was said in.</summary>
    public string? Link { get; init; }

    /// <summary>"Remind me tomorrow".</summary>
    public LocalDate? PostponedTo { get; init; }

    /// <summary>"In an hour": the minute of that day.</summary>
    public LocalTime? PostponedAt { get; init; }

    public Instant? SettledAt { get; init; }

    public string? SettledBy { get; init; }

    [JsonIgnore]
    public bool IsOpen => SettledAt is null;

    [JsonIgnore]
    public string Row => RowPrefix + Id;

    [JsonIgnore]
    public ReminderSubject Subject => new(Account, Row);
}
