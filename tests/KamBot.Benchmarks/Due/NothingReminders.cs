using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Benchmarks.Due;

/// <summary>The slice whose reminders say nothing: what is left is claiming and settling them.</summary>
internal sealed class NothingReminders : IReminderSource
{
    private int _asked;

    public const string Prefix = "nothing~";

    public string RowPrefix => Prefix;

    /// <summary>Reminders that were taken up so far.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return Task.FromResult<Telling>(new Telling.Skip("nothing"));
    }

    public Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) => Task.FromResult<ReminderLine?>(null);

    public Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Reminder>>([]);
}
