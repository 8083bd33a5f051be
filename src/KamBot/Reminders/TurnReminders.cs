using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>The reminders that a user asks about: their own, and those of colleagues they act for.</summary>
public sealed class TurnReminders(ReminderStore store, ReminderSources sources)
{
    /// <summary>By their time.</summary>
    public async Task<List<Reminder>> OfAsync(Turn turn, CancellationToken cancellationToken)
    {
        var all = (await store.OfUserAsync(turn.User, cancellationToken)).ToList();
        foreach (var owner in turn.Covered)
            all.AddRange((await store.OfUserAsync(owner.User, cancellationToken)).Where(each => sources.Of(each.Subject) is { IsPersonal: false } && IsOfDeputy(turn, owner, each)));
        return turn.Covered.Count == 0 ? all : [.. all.OrderBy(each => each.At)];
    }

    /// <summary>As the one who acts reads it, by the hours of the one whose it is.</summary>
    public async Task<ReminderLine?> DescribeAsync(Turn turn, Reminder reminder, CancellationToken cancellationToken)
    {
        var moment = new ReminderMoment(turn.Now, turn.ProfileOf(reminder.User.Id), turn.Reader);
        var line = await sources.DescribeAsync(reminder, moment, cancellationToken);
        return line is not null && turn.CoveredOf(reminder.User.Id) is { } owner ? line with { Title = $"{line.Title} · {turn.Text("Covered.For", ("owner", owner.Name))}" } : line;
    }

    /// <summary>A deputy sees what comes while they act and what they were told, and no card that stands in their colleague's own chat.</summary>
    private static bool IsOfDeputy(Turn turn, Profile owner, Reminder reminder) =>
        reminder.ToldTo == turn.User || reminder.State == ReminderState.Planned && !(reminder.Day > Covering.AbsenceOf(owner, turn.Now)?.To);
}
