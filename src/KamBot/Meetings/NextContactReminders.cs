using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Meetings;

/// <summary>What a meeting answers about the next contact that was agreed on in it.</summary>
public sealed class NextContactReminders(MeetingStore store, MeetingDesk desk, MeetingCards cards, Profiles profiles) : IReminderSource
{
    public string RowPrefix => Meeting.RowPrefix;

    public bool LeadsToContact(string kind) => true;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { Meeting.Next.IsMet: false } file
            ? new Telling.Show(cards.Next(file.Meeting, file.Account, moment))
            : new Telling.Skip("ended");

    public async Task<Card?> ClosedAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { } file ? cards.NextClosed(file.Meeting, file.Account, moment.Reader) : null;

    public async Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder, cancellationToken) is not { Meeting.Next: { } next } file)
            return null;
        var title = moment.Reader.Text("Meeting.Plan.meeting.next", ("what", next.Words), ("client", file.Account.Name));
        var why = next.PostponedTo is null
            ? moment.Reader.Text("Meeting.Why.meeting.next", ("date", moment.Reader.Date(file.Meeting.When.Day, moment.Today)))
            : moment.Reader.Text("Meeting.Why.postponed");
        return new ReminderLine(title, why, new CardButton(moment.Reader.Text("Meeting.Open"), "meeting.show", new { account = file.Account.Id, row = file.Meeting.Row }), next is { Time: not null, PostponedTo: null } ? null : ReminderSetting.Hour.Name);
    }

    public async Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return [];
        return await store.MeetingAsync(new AccountKey(user.Tenant, subject.Account), subject.Row, cancellationToken) is { } file
            ? await desk.PlanAsync(profile, file.Account, file.Meeting, now, operation, cancellationToken)
            : await desk.ForgetAsync(profile, subject, now, operation, cancellationToken);
    }

    public async Task<Postponement?> PostponeAsync(Turn turn, ReminderSubject subject, SnoozeTime to, CancellationToken cancellationToken)
    {
        var file = await store.MeetingAsync(new AccountKey(turn.User.Tenant, subject.Account), subject.Row, cancellationToken);
        if (file is not { Meeting.Next.IsMet: false } || !file.Account.IsOpenTo(turn))
            return null;
        return new Postponement(await desk.PostponeAsync(turn, file, to, cancellationToken), to.Day, Warning: null);
    }

    private async Task<MeetingFile?> FindAsync(Reminder reminder, CancellationToken cancellationToken) =>
        await store.MeetingAsync(new AccountKey(reminder.User.Tenant, reminder.Subject.Account), reminder.Subject.Row, cancellationToken) is { } file
            && file.Account.IsOwnedBy(reminder.User) ? file : null;
}
