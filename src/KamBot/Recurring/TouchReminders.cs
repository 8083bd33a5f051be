using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>What keeping in touch answers when it is due, listed, postponed or planned anew.</summary>
public sealed class TouchReminders(
    RecurringStore store, TouchDesk desk, TouchContacts plans, ReminderRules rules, Contacts contacts, ReminderPlans reminderPlans, Readers readers, Profiles profiles)
    : IReminderSource
{
    public string RowPrefix => KeepInTouch.RowPrefix;

    public bool LeadsToContact(string kind) => true;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder.User, reminder.Subject, cancellationToken) is not { Value.IsOpen: true, Account: { } account } kept)
            return new Telling.Skip("ended");
        var last = await contacts.LatestAsync(new AccountKey(reminder.User.Tenant, account.Id), moment.Reader, cancellationToken);
        // A contact may have been logged a moment ago, while this one was on its way.
        var plan = TouchRules.Plan(kept.Value, last, rules.Of(moment.Profile, account), moment.Profile.DateTimeZone, moment.Now);
        return plan.Any(each => each.Kind == reminder.Kind && each.At.Date == reminder.DueDay)
            ? new Telling.Show(TouchCards.Due(kept.Value, last, account, moment))
            : new Telling.Skip("contact");
    }

    public async Task<PlannedReminder?> NextAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder.User, reminder.Subject, cancellationToken) is not { Account: { } account } kept)
            return null;
        var last = await contacts.LatestAsync(new AccountKey(reminder.User.Tenant, account.Id), readers.For(moment.Profile), cancellationToken);
        return TouchRules.Next(kept.Value, last, reminder, rules.Of(moment.Profile, account), moment.Profile.DateTimeZone, moment.Now);
    }

    public async Task<IReadOnlyList<ReminderSubject>> OpenSubjectsAsync(UserKey user, CancellationToken cancellationToken) =>
        [.. (await store.OfUserAsync<KeepInTouch>(user, RowPrefix, cancellationToken)).Where(kept => kept.Value.IsOpen && kept.Account?.IsOwnedBy(user) == true).Select(kept => kept.Value.Subject)];

    public async Task<DigestRow?> DigestRowAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder.User, reminder.Subject, cancellationToken) is { Account: { } account } kept
            ? new DigestRow(moment.Reader.Text("Touch.Plan", ("client", account.Name)))
            {
                Done = new CardButton("", "touch.contact", TouchCards.Data(kept.Value)),
                Open = new CardButton(moment.Reader.Text("Own.Open"), "dossier", new { client = $"#{account.Id}" }),
            }
            : null;

    public async Task<Card?> ClosedAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder.User, reminder.Subject, cancellationToken) is { Account: { } account } kept ? TouchCards.Closed(kept.Value, account, moment) : null;

    public async Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder.User, reminder.Subject, cancellationToken) is not { Account: { } account } kept)
            return null;
        var why = reminder.Kind == TouchRules.Postponed ? moment.Reader.Text("Own.Why.postponed") : moment.Reader.Text("Touch.Why", ("rule", RecurrenceText.Of(moment.Reader, kept.Value.Every, time: null)));
        return new ReminderLine(moment.Reader.Text("Touch.Plan", ("client", account.Name)), why, new CardButton(moment.Reader.Text("Own.Open"), "dossier", new { client = $"#{account.Id}" }));
    }

    public async Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return [];
        var kept = await FindAsync(user, subject, cancellationToken);
        await store.IndexAsync(user, subject.Account, subject.Row, kept?.Value.IsOpen == true, cancellationToken);
        return kept is null
            ? await reminderPlans.PlanAsync(user, profile.DateTimeZone, subject, [], now, operation, cancellationToken)
            : await plans.PlanAsync(profile, kept.Value, kept.Account, now, operation, cancellationToken);
    }

    public async Task<Postponement?> PostponeAsync(Turn turn, ReminderSubject subject, SnoozeTime to, CancellationToken cancellationToken)
    {
        if (await store.FindAsync<KeepInTouch>(new AccountKey(turn.User.Tenant, subject.Account), subject.Row, cancellationToken) is not { Value.IsOpen: true, Account: { } account } || !account.IsOpenTo(turn))
            return null;
        var day = to.WorkingDay(turn.Today, rules.Of(turn.ProfileOf(account.Owner)).Manager);
        return new Postponement(await desk.PostponeAsync(turn, account, day, cancellationToken), day, Warning: null);
    }

    private async Task<Kept<KeepInTouch>?> FindAsync(UserKey user, ReminderSubject subject, CancellationToken cancellationToken) =>
        await store.FindAsync<KeepInTouch>(new AccountKey(user.Tenant, subject.Account), subject.Row, cancellationToken) is { Account: { } account } kept && account.IsOwnedBy(user) ? kept : null;
}
