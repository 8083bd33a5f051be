using System.Text.Json.Serialization;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>Something that was said or written outside of a meeting and belongs to the client's history.</summary>
public sealed record MeetingNote
{
    public const string RowPrefix = "note~";

    public required string Id { get; init; }

    public required string What { get; init; }

    public required LocalDate SaidOn { get; init; }

    /// <summary>Who said it, in the user's words.</summary>
    public string? Who { get; init; }

    /// <summary>Teams' link to the message.</summary>
    public string? Link { get; init; }

    [JsonIgnore]
    public string Row => RowPrefix + Id;
}
