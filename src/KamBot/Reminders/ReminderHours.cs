using KamBot.Conversation;
using Microsoft.Extensions.Options;

namespace KamBot.Reminders;

/// <summary>When reminders are said, as "settings" shows it (R2, R9).</summary>
public sealed class ReminderHours(IOptions<ReminderOptions> options) : ISettingsLine
{
    public (string Label, string? Value) Of(Turn turn) => (
        turn.Text("Settings.Hours"),
        turn.Text("Settings.HoursNow", ("time", options.Value.At), ("from", options.Value.QuietFromTime), ("until", options.Value.QuietUntilTime)));
}
