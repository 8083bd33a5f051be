using KamBot.Conversation;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>The user's reminder hour (R2), for what speaks of it without knowing the rules.</summary>
public sealed class ReminderHour(ReminderRules rules) : ISettingsHour
{
    public LocalTime Of(Turn turn) => rules.Of(turn.Profile).Hour;
}
