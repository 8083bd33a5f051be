using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>
/// Plans a client's keep-in-touch reminder by what is stored: its interval and its latest contact. Hears of each contact. It stands
/// below the journal's writer and must not write with it.
/// </summary>
public sealed class TouchContacts(Journal journal, Contacts contacts, ReminderRules rules, ReminderPlans plans, Readers readers) : IContactListener
{
    public async Task<IReadOnlyList<CardUpdate>> ContactedAsync(Turn turn, AccountKey key, CancellationToken cancellationToken)
    {
        if (await journal.RowAsync(key, KeepInTouch.RowOf(key.Id), cancellationToken) is not { } row || RowJson.Read<KeepInTouch>(row) is not { IsOpen: true } touch || !turn.MayActFor(touch.Owner))
            return [];
        var account = await journal.RowAsync(key, AccountStore.Row, cancellationToken) is { } client ? RowJson.Read<Account>(client) : null;
        var closed = await PlanAsync(turn.ProfileOf(touch.Owner), touch, account, turn.Now, turn.Operation, cancellationToken);
        // A deputy's turn does not reach into the owner's chat.
        if (touch.Owner != turn.User.Id)
            return [];
        return [.. closed.Select(reminder => new CardUpdate(reminder.ActivityId!, TouchCards.InTouch(account?.Name ?? "", turn.Reader)))];
    }

    public async Task<IReadOnlyList<Reminder>> PlanAsync(Profile profile, KeepInTouch touch, Account? account, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        var last = await contacts.LatestAsync(new AccountKey(profile.User.Tenant, touch.Account), readers.For(profile), cancellationToken);
        var plan = TouchRules.Plan(touch, last, rules.Of(profile, account), profile.DateTimeZone, now);
        return await plans.PlanAsync(profile.User, profile.DateTimeZone, touch.Subject, plan, now, operation, cancellationToken);
    }
}
