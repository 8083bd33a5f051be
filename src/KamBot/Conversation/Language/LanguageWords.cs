using System.Text.Json;

namespace KamBot.Conversation.Language;

/// <summary>One language's data file, as it is written. What it says of days, times and money stands in <see cref="TimeWords"/>.</summary>
internal sealed record LanguageWords
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Whose figures are meant in a line of this language when nothing else tells: "ca-ES".</summary>
    public required string Locale { get; init; }
    public required Dictionary<string, string[]> Words { get; init; }
    public required Dictionary<string, Dictionary<string, string[]>> WordLists { get; init; }
    public required Dictionary<string, string[]> Languages { get; init; }
    public required Dictionary<string, string[]> Calendars { get; init; }
    public required Dictionary<string, string[]> Parties { get; init; }
    /// <summary>What stands before a person's name and is no part of it: "d'en Joan", "la Maria".</summary>
    public string[] PersonArticles { get; init; } = [];
    public required string[] ThirdPerson { get; init; }
    public required string[] TaskLeads { get; init; }
    public required string[] Fillers { get; init; }
    public required string[] Politeness { get; init; }
    public required string[] AnswerLeads { get; init; }
    public required string[] NotNames { get; init; }
    /// <summary>Legal forms with words that mean something else too ("sp. z o.o.": with, about).</summary>
    public string[] LegalForms { get; init; } = [];
    /// <summary>Cities that the language calls by a name of its own, by IANA zone.</summary>
    public Dictionary<string, string[]> Zones { get; init; } = [];
    public required string[] Possessives { get; init; }
    public required string[] Blockers { get; init; }
    /// <summary>Who says what follows: "Marek wrote that". It is no deed of the user.</summary>
    public string[] Reports { get; init; } = [];
    /// <summary>What turns against what was said before: "but".</summary>
    public string[] Contrasts { get; init; } = [];
    public required string[] Yes { get; init; }
    public required string[] No { get; init; }
    public required string[] Corrections { get; init; }
}
