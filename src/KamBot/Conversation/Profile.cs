using KamBot.BotBuilder.Schema;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>One user: how KamBot reaches, addresses and times them. Zone and calendar change only by the user's word (R1).</summary>
public sealed record Profile
{
    public required UserKey User { get; init; }

    /// <summary>As the channel gives it, for cards that name who did what.</summary>
    public string Name { get; init; } = "";

    /// <summary>Two letters: en, ca, ro, pl.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The user said so; until then it is the language of the first locale that Teams told.</summary>
    public bool HasChosenLanguage { get; init; }

    /// <summary>As Teams told it last, whatever language it is of.</summary>
    public string? TeamsLocale { get; init; }

    /// <summary>A locale of the language: decides number and date order, e.g. en-GB.</summary>
    public string Locale { get; init; } = "en-GB";

    /// <summary>Languages the user wrote and was offered an answer in, each with the operation that did: nobody is asked twice.</summary>
    public IReadOnlyDictionary<string, string> OfferedLanguages { get; init; } = new Dictionary<string, string>();

    /// <summary>IANA zone.</summary>
    public required string Zone { get; init; }

    /// <summary>No message has told the zone yet: the first that does settles it.</summary>
    public bool ZoneIsGuess { get; init; }

    /// <summary>The operation whose message told the zone: the one that shows it to the user.</summary>
    public string? ZoneTakenBy { get; init; }

    /// <summary>Working calendar of the manager, e.g. ES-CT.</summary>
    public required string Calendar { get; init; }

    /// <summary>The user has seen zone and calendar and said yes, or changed them.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Where the user's personal chat is; null until the first message from it.</summary>
    public ConversationReference? Reference { get; init; }

    /// <summary>The operation that greeted the user; nobody is greeted twice.</summary>
    public string? GreetedBy { get; init; }

    /// <summary>Why nothing can be sent until the user shows up again; null when all is well.</summary>
    public Unreachability? Unreachable { get; init; }

    /// <summary>Something could not be told: the next thing the user does brings it up.</summary>
    public bool Owed { get; init; }

    /// <summary>Answers that never arrived, the latest of them.</summary>
    public IReadOnlyList<MissedAnswer> Missed { get; init; } = [];

    /// <summary>The operation with which the user came back: the one that tells what could not be said meanwhile.</summary>
    public string? CameBackBy { get; init; }

    /// <summary>The zone of the user's device that they were asked about last.</summary>
    public AskedZone? ZoneAsked { get; init; }

    /// <summary>The reminder rules that the user set otherwise than the company, by the setting's name.</summary>
    public IReadOnlyDictionary<string, string>? Rules { get; init; }

    /// <summary>The name under which colleagues find the user; null until it was written down.</summary>
    public string? KnownAs { get; init; }

    /// <summary>Coming and past absences, the oldest first; a few.</summary>
    public IReadOnlyList<Absence> Absences { get; init; } = [];

    /// <summary>Who acts if the user leaves without a word; null: nobody was named.</summary>
    public Deputy? StandingDeputy { get; init; }

    /// <summary>The user left: who has their clients until they are back.</summary>
    public HandedOver? HandedOver { get; init; }

    /// <summary>Whom the user may have to act for.</summary>
    public IReadOnlyList<Cover> Covers { get; init; } = [];

    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeZone DateTimeZone => DateTimeZoneProviders.Tzdb[Zone];
}
