using System.Text.Json;

namespace KamBot.Conversation.Language;

/// <summary>One language's data file, as it is written.</summary>
internal sealed record LanguageWords
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Whose figures are meant in a line of this language when nothing else tells: "ca-ES".</summary>
    public required string Locale { get; init; }
    public required string[][] Months { get; init; }
    public required string[][] Weekdays { get; init; }
    public required Dictionary<string, int> RelativeDays { get; init; }
    public required Dictionary<string, decimal> Numbers { get; init; }
    public required Dictionary<string, string[]> Units { get; init; }
    public required Dictionary<string, string> DayTimes { get; init; }
    public required Dictionary<string, string[]> Words { get; init; }
    public required Dictionary<string, decimal> Magnitudes { get; init; }
    public required Dictionary<string, string[]> Currencies { get; init; }
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
    public required string[] Yes { get; init; }
    public required string[] No { get; init; }
    public required string[] Corrections { get; init; }
    public required LanguageFormats Formats { get; init; }
}

/// <summary>How dates are written to the reader; <c>ddd</c>, <c>d</c>, <c>MMM</c>, <c>MMMM</c> and <c>yyyy</c> are filled in.</summary>
internal sealed record LanguageFormats
{
    public required string Date { get; init; }
    public required string DateYear { get; init; }
    public required string ShortDate { get; init; }
    public required string ShortDateYear { get; init; }
    public required string Time { get; init; }
    public required string And { get; init; }
    public required string Today { get; init; }
    public required string Tomorrow { get; init; }
    public required string Yesterday { get; init; }
    public required string[] Weekdays { get; init; }
    public required string[] Months { get; init; }
    public required string[] MonthsShort { get; init; }
}
