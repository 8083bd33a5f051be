using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Service;

/// <summary>What complaints answer when one of their reminders is due, listed, postponed or planned anew.</summary>
public sealed class ComplaintReminders(ComplaintStore store, ComplaintDesk desk, ComplaintCards cards, Profiles profiles) : IReminderSource
{
    public string RowPrefix => Complaint.RowPrefix;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { Complaint.IsOpen: true } file
            ? new Telling.Show(cards.Due(file.Complaint, file.Account, moment, isNeglected: reminder.Kind == ComplaintRules.StillOpen))
            : new Telling.Skip("ended");

    public async Task<Card?> ClosedAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { } file ? ComplaintCards.Closed(file.Complaint, file.Account, moment.Reader) : null;

    public async Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder, cancellationToken) is not { } file)
            return null;
        var title = moment.Reader.Text($"Complaint.Plan.{reminder.Kind}", ("what", ComplaintCards.Title(file.Complaint)), ("client", file.Account.Name));
        var why = moment.Reader.Text(reminder.Kind == ComplaintRules.Open && file.Complaint.PostponedTo is not null ? "Complaint.Why.postponed" : $"Complaint.Why.{reminder.Kind}");
        return new ReminderLine(title, why, new CardButton(moment.Reader.Text("Complaint.Open"), "complaint.show", ComplaintCards.Data(file.Complaint)), ReminderSetting.Hour.Name);
    }

    public async Task<IReadOnlyList<ReminderSubject>> OpenSubjectsAsync(UserKey user, CancellationToken cancellationToken) =>
        [.. (await store.OpenOfUserAsync(user, cancellationToken)).Select(file => file.Complaint.Subject)];

    public async Task<DigestRow?> DigestRowAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { } file
            ? new DigestRow(moment.Reader.Text($"Complaint.Plan.{reminder.Kind}", ("what", ComplaintCards.Title(file.Complaint)), ("client", file.Account.Name)))
            {
                Done = new CardButton("", "complaint.settled", ComplaintCards.Data(file.Complaint)),
                Open = new CardButton(moment.Reader.Text("Complaint.Open"), "complaint.show", ComplaintCards.Data(file.Complaint)),
            }
            : null;

    public async Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return [];
        if (await store.FindAsync(new AccountKey(user.Tenant, subject.Account), subject.Row, cancellationToken) is not { } file)
        {
            await store.UnindexAsync(user, subject.Row, cancellationToken);
            return await desk.ForgetAsync(profile, subject, now, operation, cancellationToken);
        }

        await store.IndexAsync(user, file.Complaint, cancellationToken);
        return await desk.PlanAsync(profile, file.Account, file.Complaint, now, operation, cancellationToken);
    }

    public async Task<Postponement?> PostponeAsync(Turn turn, ReminderSubject subject, SnoozeTime to, CancellationToken cancellationToken)
    {
        var file = await store.FindAsync(new AccountKey(turn.User.Tenant, subject.Account), subject.Row, cancellationToken);
        if (file is not { Complaint.IsOpen: true } || !file.Account.IsOpenTo(turn))
            return null;
        return new Postponement(await desk.PostponeAsync(turn, file, to, cancellationToken), to.Day, Warning: null);
    }

    private async Task<ComplaintFile?> FindAsync(Reminder reminder, CancellationToken cancellationToken) =>
        await store.FindAsync(new AccountKey(reminder.User.Tenant, reminder.Subject.Account), reminder.Subject.Row, cancellationToken) is { } file
            && file.Account.IsOwnedBy(reminder.User) ? file : null;
}
