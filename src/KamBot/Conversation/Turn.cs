using System.Text.Json.Nodes;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>One turn as the slices see it: who, when, in which language, about what.</summary>
public sealed class Turn
{
    public required ITurnContext Context { get; init; }

    public required OperationId Operation { get; init; }

    public required Profile Profile { get; set; }

    public required Reader Reader { get; set; }

    public required Memory Memory { get; init; }

    /// <summary>When the message first arrived, the same in every run of the turn.</summary>
    public required Instant Now { get; init; }

    /// <summary>A button was pressed: the answer takes the place of its card.</summary>
    public CardPress? Press { get; init; }

    /// <summary>The language of the typed line; null when it was understood in none, or nothing was typed.</summary>
    public string? Written { get; set; }

    /// <summary>The typed line was the answer to what stands on a card.</summary>
    public bool AnswersQuestion { get; set; }

    /// <summary>Cards in the user's chat that change with this turn, whatever its answer is about.</summary>
    public List<CardUpdate> Updates { get; } = [];

    /// <summary>Those whom the user acts for now, as an accepted deputy or because they left: none for nearly everybody.</summary>
    public IReadOnlyList<Profile> Covered { get; init; } = [];

    /// <summary>The user could not be reached before this very message.</summary>
    public bool IsComeback => Profile.CameBackBy == Context.OperationId;

    public UserKey User => Profile.User;

    public LocalDateTime LocalNow => Now.InZone(Profile.DateTimeZone).LocalDateTime;

    public LocalDate Today => LocalNow.Date;

    public LineContext LineContext => new(Profile.Language, Profile.Locale, Today, LocalNow.TimeOfDay);

    /// <summary>The user, and those whom they act for.</summary>
    public IEnumerable<UserKey> ActsFor => Covered.Select(owner => owner.User).Prepend(User);

    /// <summary>Whether what belongs to <paramref name="owner"/> is open to the user now: their own, or of somebody they act for.</summary>
    public bool MayActFor(string owner) => owner == User.Id || CoveredOf(owner) is not null;

    /// <summary>By whose hours, zone and calendar things of <paramref name="owner"/>'s are planned: never the deputy's.</summary>
    public Profile ProfileOf(string owner) => CoveredOf(owner) ?? Profile;

    /// <summary>The profile of <paramref name="owner"/> if the user acts for them; null for the user's own.</summary>
    public Profile? CoveredOf(string owner) => owner == User.Id ? null : Covered.FirstOrDefault(covered => covered.User.Id == owner);

    /// <summary>A wall time as the user said it, on the clock of <paramref name="owner"/> by whose hours it is planned.</summary>
    public LocalDateTime OnClockOf(string owner, LocalDateTime said) => CoveredOf(owner) is { } covered && covered.Zone != Profile.Zone
        ? Profile.DateTimeZone.AtLeniently(said).WithZone(covered.DateTimeZone).LocalDateTime
        : said;

    public string Text(string key, params (string Name, object? Value)[] args) => Reader.Text(key, args);
}

/// <summary>A pressed button: the verb is an intent of the catalogue (or one of the router's own), the data its fields with the card's inputs.</summary>
public sealed record CardPress(string Verb, JsonObject Data)
{
    /// <summary>A text from the data; inputs that were left empty count as absent.</summary>
    public string? Text(string name) => Data[name] switch
    {
        JsonValue value when value.TryGetValue(out string? text) => string.IsNullOrWhiteSpace(text) ? null : text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };
}
