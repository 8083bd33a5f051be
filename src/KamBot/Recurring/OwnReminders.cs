using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>What reminders of one's own answer when one is due, listed, postponed, planned anew, or goes on to its next occurrence.</summary>
public sealed class OwnReminders(
    RecurringStore store, OwnDesk desk, OwnCards cards, ReminderRules rules, Profiles profiles) : IReminderSource
{
    public string RowPrefix => OwnReminder.RowPrefix;

    public bool IsPersonal => true;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder, cancellationToken) is not { Value: { IsOpen: true } own } kept)
            return new Telling.Skip("ended");
        var (open, _) = OwnRules.Around(own, rules.Of(moment.Profile, kept.Account), moment.Profile.DateTimeZone, moment.Now);
        return open is null && reminder.Kind == OwnRules.Due ? new Telling.Skip("done") : new Telling.Show(cards.Due(own, kept.Account, moment, open?.Nominal ?? own.Through ?? own.Anchor));
    }

    public async Task<PlannedReminder?> NextAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { } kept
            ? OwnRules.Next(kept.Value, reminder, rules.Of(moment.Profile, kept.Account), moment.Profile.DateTimeZone, moment.Now)
            : null;

    public async Task<Card?> ClosedAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { } kept ? cards.Closed(kept.Value, kept.Account, moment) : null;

    public async Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder, cancellationToken) is not { Value: { } own } kept)
            return null;
        var why = reminder.Kind == OwnRules.Postponed ? moment.Reader.Text("Own.Why.postponed")
            : own.Every is { } every ? moment.Reader.Text("Own.Why.again", ("rule", RecurrenceText.Of(moment.Reader, every, own.Time)))
            : moment.Reader.Text("Own.Why.once");
        return new ReminderLine(TitleOf(kept), why, OwnCards.Open(own, moment.Reader));
    }

    public async Task<IReadOnlyList<ReminderSubject>> OpenSubjectsAsync(UserKey user, CancellationToken cancellationToken) =>
        [.. (await store.OfUserAsync<OwnReminder>(user, RowPrefix, cancellationToken)).Where(kept => kept.Value.IsOpen && IsOf(kept, user)).Select(kept => kept.Value.Subject)];

    public async Task<DigestRow?> DigestRowAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { } kept
            ? new DigestRow(TitleOf(kept)) { Done = new CardButton("", "own.done", OwnCards.Data(kept.Value)), Open = OwnCards.Open(kept.Value, moment.Reader) }
            : null;

    public async Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return [];
        if (await store.FindAsync<OwnReminder>(new AccountKey(user.Tenant, subject.Account), subject.Row, cancellationToken) is not { Value: { } own } kept)
        {
            await store.IndexAsync(user, subject.Account, subject.Row, isOpen: false, cancellationToken);
            return await desk.ForgetAsync(profile, subject, now, operation, cancellationToken);
        }

        await store.IndexAsync(user, own.Account, own.Row, own.IsOpen, cancellationToken);
        return await desk.PlanAsync(profile, own, kept.Account, now, operation, cancellationToken);
    }

    public async Task<Postponement?> PostponeAsync(Turn turn, ReminderSubject subject, SnoozeTime to, CancellationToken cancellationToken)
    {
        var kept = await store.FindAsync<OwnReminder>(new AccountKey(turn.User.Tenant, subject.Account), subject.Row, cancellationToken);
        if (kept is not { Value.IsOpen: true } || !IsOf(kept, turn.User))
            return null;
        var day = to.WorkingDay(turn.Today, rules.Of(turn.Profile).Manager);
        return new Postponement(await desk.PostponeAsync(turn, kept.Value, kept.Account, day, cancellationToken), day, Warning: null);
    }

    private static string TitleOf(Kept<OwnReminder> kept) =>
        kept.Account is { } account ? $"{OwnCards.Title(kept.Value)} · {account.Name}" : OwnCards.Title(kept.Value);

    private async Task<Kept<OwnReminder>?> FindAsync(Reminder reminder, CancellationToken cancellationToken) =>
        await store.FindAsync<OwnReminder>(new AccountKey(reminder.User.Tenant, reminder.Subject.Account), reminder.Subject.Row, cancellationToken) is { } kept && IsOf(kept, reminder.User) ? kept : null;

    private static bool IsOf(Kept<OwnReminder> kept, UserKey user) => kept.Value.IsOf(user) && (!kept.Value.HasClient || kept.Account?.IsOwnedBy(user) == true);
}
