using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>What tasks answer when one of their reminders is due, listed, postponed or planned anew.</summary>
public sealed class TaskReminders(
    MeetingStore store, MeetingDesk desk, MeetingCards cards, ReminderRules rules, ReminderStore reminders, Profiles profiles) : IReminderSource
{
    public string RowPrefix => MeetingTask.RowPrefix;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder, cancellationToken) is not { Task.IsOpen: true } file)
            return new Telling.Skip("ended");
        if (reminder.Kind == MeetingRules.TaskOverdue && await WasToldTodayAsync(reminder, moment, cancellationToken))
            return new Telling.Move(WorkingDayArithmetic.FirstAfter(moment.Today, rules.Of(moment.Profile).Manager) + reminder.At.TimeOfDay);
        return new Telling.Show(cards.TaskDue(file.Task, file.Account, moment, isOverdue: reminder.Kind == MeetingRules.TaskOverdue));
    }

    public async Task<Card?> ClosedAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { } file ? cards.TaskClosed(file.Task, file.Account, moment.Reader) : null;

    public async Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder, cancellationToken) is not { } file)
            return null;
        var title = moment.Reader.Text($"Meeting.Plan.{reminder.Kind}", ("task", MeetingCards.Title(file.Task)), ("client", file.Account.Name));
        var why = moment.Reader.Text(file.Task.PostponedTo is null ? $"Meeting.Why.{reminder.Kind}" : "Meeting.Why.postponed");
        return new ReminderLine(title, why, new CardButton(moment.Reader.Text("Meeting.Open"), "task.show", MeetingCards.Data(file.Task)), ReminderSetting.Hour.Name);
    }

    public async Task<IReadOnlyList<ReminderSubject>> OpenSubjectsAsync(UserKey user, CancellationToken cancellationToken) =>
        [.. (await store.OpenOfUserAsync(user, cancellationToken)).Select(file => file.Task.Subject)];

    public async Task<DigestRow?> DigestRowAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { } file
            ? new DigestRow(moment.Reader.Text($"Meeting.Plan.{reminder.Kind}", ("task", MeetingCards.Title(file.Task)), ("client", file.Account.Name)))
            {
                Done = new CardButton("", "task.done", MeetingCards.Data(file.Task)),
                Open = new CardButton(moment.Reader.Text("Meeting.Open"), "task.show", MeetingCards.Data(file.Task)),
            }
            : null;

    public async Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return [];
        if (await store.TaskAsync(new AccountKey(user.Tenant, subject.Account), subject.Row, cancellationToken) is not { } file)
        {
            await store.UnindexAsync(user, subject.Row, cancellationToken);
            return await desk.ForgetAsync(profile, subject, now, operation, cancellationToken);
        }

        await store.IndexAsync(user, file.Task, cancellationToken);
        return await desk.PlanAsync(profile, file.Account, file.Task, now, operation, cancellationToken);
    }

    public async Task<Postponement?> PostponeAsync(Turn turn, ReminderSubject subject, SnoozeTime to, CancellationToken cancellationToken)
    {
        var file = await store.TaskAsync(new AccountKey(turn.User.Tenant, subject.Account), subject.Row, cancellationToken);
        if (file is not { Task.IsOpen: true } || !file.Account.IsOpenTo(turn))
            return null;
        var reply = await desk.ChangeAsync(
            turn, file, "task.postponed",
            task => (task.PostponedTo, task.PostponedAt) == (to.Day, to.Time) ? null : task with { PostponedTo = to.Day, PostponedAt = to.Time },
            task => turn.Text("Meeting.TaskPostponed", ("task", MeetingCards.Title(task)), ("date", to.Text(turn.Reader, turn.Today))), cancellationToken);
        var warning = file.Task.Due is { } due && to.Day > due ? turn.Text("Meeting.AfterDue", ("date", turn.Reader.Date(due, turn.Today))) : null;
        return new Postponement(reply, to.Day, warning);
    }

    /// <summary>The day's card came late, on the very day that would call it overdue: one message a day is enough.</summary>
    private async Task<bool> WasToldTodayAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        (await reminders.OfUserAsync(reminder.User, cancellationToken)).Any(each =>
            each.Subject == reminder.Subject && each.Kind == MeetingRules.TaskDue && each.SentAt?.InZone(moment.Profile.DateTimeZone).Date == moment.Today);

    private async Task<TaskFile?> FindAsync(Reminder reminder, CancellationToken cancellationToken) =>
        await store.TaskAsync(new AccountKey(reminder.User.Tenant, reminder.Subject.Account), reminder.Subject.Row, cancellationToken) is { } file
            && file.Account.IsOwnedBy(reminder.User) ? file : null;
}
