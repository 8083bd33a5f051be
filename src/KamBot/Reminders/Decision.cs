using KamBot.Conversation.Cards;

namespace KamBot.Reminders;

/// <summary>What is to become of one claimed reminder, before anything is sent.</summary>
internal abstract record Decision
{
    /// <summary>It is said now.</summary>
    /// <param name="Due">As the claim left it.</param>
    /// <param name="Card">What is true now.</param>
    /// <param name="Replaces">The card that it takes the place of; null: a new message.</param>
    /// <param name="MostSingly">How many of a user's come as cards of their own; more are one digest (R8).</param>
    /// <param name="Next">The following occurrence of a recurring one.</param>
    public sealed record Tell(
        DueRow Due, Reminder Reminder, IReminderSource Source, ReminderMoment Moment, Recipient Recipient, Card Card, string? Replaces, int MostSingly, Reminder? Next) : Decision
    {
        /// <summary>What has its very minute, or stands in the chat already, is no row of a digest.</summary>
        public bool MayShare => !Reminder.Exact && Replaces is null;
    }

    /// <summary>It is not said, and why stands in the reminder.</summary>
    /// <param name="IsOwed">The user hears of it when they next write.</param>
    /// <param name="IsSetAside">Tried too often.</param>
    public sealed record Settle(Reminder Reminder, Reminder? Next = null, bool IsOwed = false, bool IsSetAside = false) : Decision;

    /// <summary>Not now: at the time that stands in the reminder.</summary>
    public sealed record PutOff(Reminder Reminder) : Decision;
}
