using Microsoft.Extensions.Logging;

namespace KamBot.BotBuilder.Diagnostics;

/// <summary>
/// The log events somebody must act on, each at level critical under an id that stays the same: alert rules are made of
/// them, and README says what to do.
/// </summary>
public static class Alarms
{
    /// <summary>The keys that incoming tokens are checked with could not be renewed for long.</summary>
    public static EventId SigningKeysStale { get; } = new(9001, nameof(SigningKeysStale));

    /// <summary>The channel answers 401: the bot's registration or its secret is not what it takes.</summary>
    public static EventId ChannelRefusesToken { get; } = new(9002, nameof(ChannelRefusesToken));

    /// <summary>No token for the channel can be had: expired secret, wrong tenant, identity not assigned.</summary>
    public static EventId NoToken { get; } = new(9003, nameof(NoToken));

    /// <summary>A turn was given up; its row is kept.</summary>
    public static EventId TurnSetAside { get; } = new(9004, nameof(TurnSetAside));

    /// <summary>Reminders go out late: the 95th percentile is over a minute.</summary>
    public static EventId RemindersLate { get; } = new(9005, nameof(RemindersLate));

    /// <summary>A reminder was given up; its row is kept.</summary>
    public static EventId ReminderSetAside { get; } = new(9006, nameof(ReminderSetAside));

    /// <summary>The store does not answer or refuses.</summary>
    public static EventId StoreUnusable { get; } = new(9007, nameof(StoreUnusable));

    /// <summary>The rows of stored reminders did not agree: a defect, or a hand in the store.</summary>
    public static EventId RemindersRepaired { get; } = new(9008, nameof(RemindersRepaired));
}
