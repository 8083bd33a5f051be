using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>What a reminder says as one of several: its slice's words, and the guard's (R11).</summary>
public sealed class DigestRows(ContactGuard guard)
{
    /// <returns>Null when the slice has nothing to say of it any more.</returns>
    public async Task<DigestRow?> OfAsync(IReminderSource source, Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        return await source.DigestRowAsync(reminder, moment, cancellationToken) is { } row
            ? row with { Warning = await guard.WarningAsync(source, reminder, moment, cancellationToken) }
            : null;
    }
}
