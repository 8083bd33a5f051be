using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>When reminders are said, as "settings" shows it (R2, R9).</summary>
public sealed class ReminderHours(ReminderRules rules) : ISettingsLine
{
    public (string Label, string? Value) Of(Turn turn)
    {
        var settings = rules.Of(turn.Profile);
        return (turn.Text("Settings.Hours"), turn.Text("Settings.HoursNow", ("time", settings.Hour), ("from", settings.Quiet.From), ("until", settings.Quiet.Until)));
    }
}
