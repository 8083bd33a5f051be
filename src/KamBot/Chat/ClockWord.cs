using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Chat;

/// <summary>Reads <c>/clock +1d</c>, <c>/clock +2h</c> and <c>/clock 2026-04-07T09:00</c>, by the wall clock of the user's zone.</summary>
internal static partial class ClockWord
{
    public const string Name = "/clock";

    private static readonly LocalDateTimePattern[] Times =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd"),
    ];

    /// <summary>What follows the word; null when the line is something else, empty when nothing follows.</summary>
    public static string? ArgumentOf(string? line) =>
        line is not null && (line.Trim() == Name || line.StartsWith(Name + " ", StringComparison.Ordinal)) ? line.Trim()[Name.Length..].Trim() : null;

    /// <summary>The instant that is meant, or null when it cannot be read.</summary>
    public static Instant? Read(string argument, Instant now, DateTimeZone zone) =>
        Relative(argument) is { } by ? zone.AtLeniently(now.InZone(zone).LocalDateTime + by).ToInstant() : Absolute(argument, zone);

    public static Instant? Absolute(string argument, DateTimeZone zone)
    {
        foreach (var pattern in Times)
        {
            if (pattern.Parse(argument) is { Success: true } local)
                return zone.AtLeniently(local.Value).ToInstant();
        }

        return null;
    }

    private static Period? Relative(string argument)
    {
        if (RelativeWord().Match(argument) is not { Success: true } match)
            return null;
        var number = int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "m" => Period.FromMinutes(number),
            "h" => Period.FromHours(number),
            "d" => Period.FromDays(number),
            _ => Period.FromWeeks(number),
        };
    }

    [GeneratedRegex(@"^\+(?<number>[0-9]{1,6})(?<unit>[mhdw])$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RelativeWord();
}
