using System.Runtime.CompilerServices;
using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>Which slice answers for a subject.</summary>
public sealed class ReminderSources(IEnumerable<IReminderSource> sources)
{
    /// <summary>Null for a subject of a slice that is no more.</summary>
    public IReminderSource? Of(ReminderSubject subject) =>
        sources.FirstOrDefault(source => subject.Row.StartsWith(source.RowPrefix, StringComparison.Ordinal));

    /// <summary>What the user has open, of all slices.</summary>
    public async IAsyncEnumerable<ReminderSubject> OpenAsync(UserKey user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            foreach (var subject in await source.OpenSubjectsAsync(user, cancellationToken))
                yield return subject;
        }
    }

    /// <summary>What the reminder's slice says of it in one line; null when its subject is gone.</summary>
    public Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        Of(reminder.Subject)?.DescribeAsync(reminder, moment, cancellationToken) ?? Task.FromResult<ReminderLine?>(null);
}
