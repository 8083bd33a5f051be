using NodaTime;

namespace KamBot.Conversation;

/// <summary>
/// Days on which a user is away, and who acts for them meanwhile. It lies in the absent user's own profile and nowhere else:
/// one row says who may act, and when that ends no job is needed to end it.
/// </summary>
public sealed record Absence
{
    public required string Id { get; init; }

    public required LocalDate From { get; init; }

    /// <summary>The last day.</summary>
    public required LocalDate To { get; init; }

    /// <summary>Who was asked to act meanwhile; null: reminders wait for the return.</summary>
    public Deputy? Deputy { get; init; }

    /// <summary>Back before the last day.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>Taken back as if it had never been said; kept for a while for whoever still holds a card of it.</summary>
    public Instant? CancelledAt { get; init; }

    /// <summary>The operation that ended or cancelled it, so that a second run of it gives the same answer.</summary>
    public string? EndedBy { get; init; }

    /// <summary>The user is away at this moment, by their own wall clock.</summary>
    public bool IsOn(Instant now, DateTimeZone zone) => CancelledAt is null && now >= Begins(zone) && now < Ends(zone);

    public bool IsOver(Instant now, DateTimeZone zone) => CancelledAt is not null || now >= Ends(zone);

    public Instant Begins(DateTimeZone zone) => zone.AtStartOfDay(From).ToInstant();

    public Instant Ends(DateTimeZone zone)
    {
        var end = zone.AtStartOfDay(To.PlusDays(1)).ToInstant();
        return EndedAt is { } ended && ended < end ? ended : end;
    }
}

/// <summary>A colleague who was asked to act for somebody.</summary>
/// <param name="User">Whose directory id.</param>
/// <param name="Name">As it was when they were asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Answer">Until it is yes, nothing moves.</param>
/// <param name="AnsweredAt">When they said so.</param>
public sealed record Deputy(string User, string Name, Instant AskedAt, DeputyAnswer Answer = DeputyAnswer.Asked, Instant? AnsweredAt = null)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasAccepted => Answer == DeputyAnswer.Accepted;

    public bool Is(UserKey user) => string.Equals(User, user.Id, StringComparison.Ordinal);

    /// <summary>The answer, given at that moment; the same answer again changes nothing.</summary>
    public Deputy With(DeputyAnswer answer, Instant at) => Answer == answer ? this : this with { Answer = answer, AnsweredAt = at };
}

public enum DeputyAnswer
{
    Asked,
    Accepted,
    Declined,
}
