using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>What is done with reminders of one's own: write them, plan them by the rules, close the cards they answer, show them.</summary>
public sealed class OwnDesk(RecurringStore store, ReminderRules rules, ReminderPlans plans, OwnCards cards)
{
    public async Task<Reply> AddAsync(Turn turn, OwnReminder own, Account? account, CancellationToken cancellationToken)
    {
        var saved = await ChangeAsync(turn, own, new Entry("own.added", own.Row, What(own)), now => now is null ? own : null, cancellationToken);
        return await ShowAsync(turn, saved, account, turn.Text("Own.Added", ("what", OwnCards.Title(own))), cancellationToken);
    }

    /// <summary>Other days or another time for it.</summary>
    public async Task<Reply> RetimeAsync(Turn turn, OwnReminder timed, Account? account, CancellationToken cancellationToken)
    {
        var saved = await ChangeAsync(turn, timed, new Entry("own.changed", timed.Row, What(timed)), now => now is { IsOpen: true } ? timed : null, cancellationToken);
        return await ShowAsync(turn, saved, account, turn.Text("Own.Changed", ("what", OwnCards.Title(saved))), cancellationToken);
    }

    /// <summary>The occurrence that a card stands for is done, or else the one that is open or comes next; what is said once has then ended.</summary>
    public async Task<Reply> DoneAsync(Turn turn, OwnReminder own, Account? account, LocalDate? day, CancellationToken cancellationToken)
    {
        var (open, next) = OwnRules.Around(own, rules.Of(turn.Profile, account), turn.Profile.DateTimeZone, turn.Now);
        var through = day ?? (own.PostponedTo is null ? (open ?? next)?.Nominal : open?.Nominal) ?? own.Through;
        var saved = await ChangeAsync(turn, own, new Entry("own.done", own.Row, What(own)), now => now switch
        {
            { IsOpen: true, Every: null } => now with { EndedAt = turn.Now, PostponedTo = null },
            { IsOpen: true } when through > (now.Through ?? LocalDate.MinIsoValue) || now.PostponedTo is not null =>
                now with { Through = Later(now.Through, through), PostponedTo = null },
            _ => null,
        }, cancellationToken);
        return await ShowAsync(turn, saved, account, turn.Text("Own.Done", ("what", OwnCards.Title(own))), cancellationToken);
    }

    public async Task<Reply> StopAsync(Turn turn, OwnReminder own, Account? account, CancellationToken cancellationToken)
    {
        var saved = await ChangeAsync(turn, own, new Entry("own.stopped", own.Row, What(own)), now => now is { IsOpen: true } ? now with { EndedAt = turn.Now, PostponedTo = null } : null, cancellationToken);
        return await ShowAsync(turn, saved, account, turn.Text("Own.Stopped", ("what", OwnCards.Title(own))), cancellationToken);
    }

    /// <summary>The occurrence that is open, or the next one, is said on that day instead; the ones after it come as ever.</summary>
    public async Task<Reply> PostponeAsync(Turn turn, OwnReminder own, Account? account, LocalDate day, CancellationToken cancellationToken)
    {
        var (open, next) = OwnRules.Around(own, rules.Of(turn.Profile, account), turn.Profile.DateTimeZone, turn.Now);
        var through = (own.PostponedTo is null ? open ?? next : open)?.Nominal ?? own.Through;
        var facts = Accounts.Facts.Of(("what", Fact.Text(OwnCards.Title(own))), ("date", Fact.Date(day)));
        var saved = await ChangeAsync(
            turn, own, new Entry("own.postponed", own.Row, facts),
            now => now is { IsOpen: true } && now.PostponedTo != day ? now with { Through = Later(now.Through, through), PostponedTo = day } : null, cancellationToken);
        return await ShowAsync(turn, saved, account, turn.Text("Own.PostponedNow", ("what", OwnCards.Title(own)), ("date", turn.Reader.Date(day, turn.Today))), cancellationToken);
    }

    public Task<IReadOnlyList<Reminder>> PlanAsync(Profile profile, OwnReminder own, Account? account, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(profile.User, profile.DateTimeZone, own.Subject, OwnRules.Plan(own, rules.Of(profile, account), profile.DateTimeZone, now), now, operation, cancellationToken);

    /// <summary>Its making was undone: nothing more is said of it.</summary>
    public Task<IReadOnlyList<Reminder>> ForgetAsync(Profile profile, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(profile.User, profile.DateTimeZone, subject, [], now, operation, cancellationToken);

    public static ReminderMoment Moment(Turn turn) => new(turn.Now, turn.Profile, turn.Reader);

    /// <summary>The place where a reminder lies.</summary>
    public static AccountKey KeyOf(Turn turn, OwnReminder own) => new(turn.User.Tenant, own.Account);

    private async Task<OwnReminder> ChangeAsync(Turn turn, OwnReminder own, Entry entry, Func<OwnReminder?, OwnReminder?> change, CancellationToken cancellationToken)
    {
        var saved = await store.WriteAsync(turn, KeyOf(turn, own), own.Row, entry, change, cancellationToken);
        var now = saved.Value ?? own with { EndedAt = turn.Now };
        await store.IndexAsync(turn.User, now.Account, now.Row, now.IsOpen, cancellationToken);
        return now;
    }

    private async Task<Reply> ShowAsync(Turn turn, OwnReminder own, Account? account, string headline, CancellationToken cancellationToken)
    {
        var closed = await PlanAsync(turn.Profile, own, account, turn.Now, turn.Operation, cancellationToken);
        turn.Memory.Focus = new Focus(own.Account, own.Row);
        var card = cards.Of(own, account, Moment(turn), headline, CardTone.Good).Button(turn.Text("Undo.Button"), "undo", OwnCards.Data(own));
        return Reply.Show(card).With(closed.Select(reminder => new CardUpdate(reminder.ActivityId!, cards.Closed(own, account, Moment(turn)))));
    }

    private static LocalDate? Later(LocalDate? one, LocalDate? other) => one is { } a && other is { } b ? LocalDate.Max(a, b) : one ?? other;

    private static IReadOnlyDictionary<string, string> What(OwnReminder own) => Accounts.Facts.Of(("what", Fact.Text(OwnCards.Title(own))));
}
