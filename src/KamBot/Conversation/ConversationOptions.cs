using System.ComponentModel.DataAnnotations;

namespace KamBot.Conversation;

/// <summary>What KamBot takes for a user until it knows better (section <c>Conversation</c>); always shown and confirmed (R1).</summary>
public sealed class ConversationOptions
{
    /// <summary>Characters of one message that are read; a longer one is refused with this limit named.</summary>
    public const int LongestLine = 8_000;

    /// <summary>Characters of all that was filled in on one card, with what the card itself says.</summary>
    public const int LongestPress = 2 * LongestLine;

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

    /// <summary>Until Teams tells one; and how a user of its language writes dates and figures whose Teams speaks another.</summary>
    [Required]
    public string Locale { get; set; } = "en-GB";

    /// <summary>Languages that KamBot answers in, two letters each; all it knows when none is named.</summary>
    public string[]? Languages { get; set; }

    public string ZoneOf(string? locale) => locale is not null && ZoneByLanguage.TryGetValue(Two(locale), out var zone) ? zone : Zone;

    private static string Two(string locale) => locale.Split('-')[0].ToLowerInvariant();
}
