using System.Runtime.CompilerServices;
using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>Which slice answers for a subject. A slice may ask this in turn, so all of them are made at the first question.</summary>
public sealed class ReminderSources(Func<IEnumerable<IReminderSource>> all)
{
    private readonly Lazy<IReadOnlyList<IReminderSource>> _sources = new(() => [.. all()]);

    /// <summary>Null for a subject of a slice that is no more.</summary>
    public IReminderSource? Of(ReminderSubject subject) =>
        _sources.Value.FirstOrDefault(source => subject.Row.StartsWith(source.RowPrefix, StringComparison.Ordinal));

    /// <summary>What the user has open, of all slices.</summary>
    public async IAsyncEnumerable<ReminderSubject> OpenAsync(UserKey user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var source in _sources.Value)
        {
            foreach (var subject in await source.OpenSubjectsAsync(user, cancellationToken))
                yield return subject;
        }
    }

    /// <summary>What the reminder's slice says of it in one line; null when its subject is gone.</summary>
    public Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        Of(reminder.Subject)?.DescribeAsync(reminder, moment, cancellationToken) ?? Task.FromResult<ReminderLine?>(null);
}
