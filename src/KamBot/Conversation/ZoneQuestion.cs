using KamBot.Conversation.Cards;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>
/// The user's device tells another time than the one KamBot keeps for them: they are on the road, or have moved. Nothing changes
/// by itself (R1); they are asked once, and again only when yet another zone shows up.
/// </summary>
public sealed class ZoneQuestion(IEnumerable<ISettingsHour> hours)
{
    /// <summary>The profile after a message that told this zone.</summary>
    public static Profile Told(Profile profile, string? zone, Instant now, string operation)
    {
        if (zone is null || profile.ZoneIsGuess || profile.ZoneAsked?.Zone == zone || Offset(zone, now) == Offset(profile.Zone, now))
            return profile;
        return profile with { ZoneAsked = new AskedZone(zone, operation) };
    }

    /// <summary>The answer, with the question ahead of it where this turn is the one that asks.</summary>
    public Reply With(Turn turn, Reply reply)
    {
        if (turn.Profile.ZoneAsked is not { } asked || asked.By != turn.Context.OperationId)
            return reply;
        var hour = hours.Select(each => each.Of(turn)).DefaultIfEmpty(new LocalTime(9, 0)).First();
        var card = new Card(turn.Text("Zone.Seen", ("seen", City(asked.Zone)), ("time", turn.Reader.Time(hour)), ("zone", City(turn.Profile.Zone))))
            .Button(turn.Text("Zone.Keep"), "settings.zone", new { zone = turn.Profile.Zone }, CardButtonStyle.Positive)
            .Button(turn.Text("Zone.Change", ("seen", City(asked.Zone))), "settings.zone", new { zone = asked.Zone });
        return reply with { Before = [.. reply.Before, card] };
    }

    private static Offset Offset(string zone, Instant now) => DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(now);

    private static string City(string zone) => zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ');
}

/// <summary>When the user's day's reminders are said: what a question about their zone speaks of.</summary>
public interface ISettingsHour
{
    LocalTime Of(Turn turn);
}

/// <summary>A zone that a user was asked about, and the operation that asked.</summary>
public sealed record AskedZone(string Zone, string By);
