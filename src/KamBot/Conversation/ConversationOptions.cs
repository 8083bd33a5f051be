using System.ComponentModel.DataAnnotations;

namespace KamBot.Conversation;

/// <summary>What KamBot takes for a user until it knows better (section <c>Conversation</c>); always shown and confirmed (R1).</summary>
public sealed class ConversationOptions
{
    /// <summary>Characters of one message that are read; a longer one is refused with this limit named.</summary>
    public const int LongestLine = 8_000;

    /// <summary>IANA zone where the device tells none and the locale none either.</summary>
    [Required]
    public string Zone { get; set; } = "Europe/Madrid";

    /// <summary>Zones that a language all but settles.</summary>
    public Dictionary<string, string> ZoneByLanguage { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ca"] = "Europe/Madrid",
        ["pl"] = "Europe/Warsaw",
        ["ro"] = "Europe/Bucharest",
    };

    [Required]
    public string Calendar { get; set; } = "ES";

    [Required]
    public string Locale { get; set; } = "en-GB";

    /// <summary>Languages that KamBot speaks; anybody else is addressed in the first.</summary>
    [MinLength(1)]
    public string[]? Languages { get; set; }

    public string ZoneOf(string? locale) => locale is not null && ZoneByLanguage.TryGetValue(Two(locale), out var zone) ? zone : Zone;

    public string LanguageOf(string? locale) =>
        locale is not null && (Languages ?? ["en"]).Contains(Two(locale), StringComparer.OrdinalIgnoreCase) ? Two(locale) : "en";

    private static string Two(string locale) => locale.Split('-')[0].ToLowerInvariant();
}
