using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>What a person of a client's answers about their birthday.</summary>
public sealed class BirthdayReminders(RecurringStore store, BirthdayDesk desk, ReminderRules rules, Profiles profiles) : IReminderSource
{
    public string RowPrefix => Person.RowPrefix;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder.User, reminder.Subject, cancellationToken) is not { Value.Birthday: not null, Account: { } account } kept)
            return new Telling.Skip("ended");
        return new Telling.Show(desk.Due(kept.Value, account, moment, reminder.DueDay));
    }

    public async Task<PlannedReminder?> NextAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder.User, reminder.Subject, cancellationToken) is { } kept
            ? BirthdayRules.Next(kept.Value.Birthday, reminder, rules.Of(moment.Profile, kept.Account), moment.Profile.DateTimeZone, moment.Now)
            : null;

    public async Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder.User, reminder.Subject, cancellationToken) is { Value.Birthday: { } birthday, Account: { } account } kept
            ? new ReminderLine(
                moment.Reader.Text("Birthday.Plan", ("name", kept.Value.Name), ("client", account.Name)), moment.Reader.Text("Birthday.Why", ("day", moment.Reader.ShortDay(birthday.Anchor))),
                new CardButton(moment.Reader.Text("Own.Open"), "dossier", new { client = $"#{account.Id}" }))
            : null;

    public async Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return [];
        var kept = await FindAsync(user, subject, cancellationToken);
        return await desk.PlanAsync(profile, kept?.Account, subject, kept?.Value.Birthday, now, operation, cancellationToken);
    }

    private async Task<Kept<Person>?> FindAsync(UserKey user, ReminderSubject subject, CancellationToken cancellationToken) =>
        await store.FindAsync<Person>(new AccountKey(user.Tenant, subject.Account), subject.Row, cancellationToken) is { Account: { } account } kept && account.IsOwnedBy(user) ? kept : null;
}
