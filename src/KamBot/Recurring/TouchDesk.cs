using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>What is done about keeping in touch: agree on it, note a contact, put it off, stop it.</summary>
public sealed class TouchDesk(RecurringStore store, Entries entries, Contacts contacts, TouchContacts plans, TouchCards cards)
{
    public Task<Reply> SetAsync(Turn turn, Account account, Recurrence every, CancellationToken cancellationToken)
    {
        var touch = new KeepInTouch { Account = account.Id, Owner = account.Owner, Every = every, Since = turn.Today };
        var entry = new Entry("touch.set", touch.Row, Accounts.Facts.None);
        return ChangeAsync(turn, account, entry, now => now is { IsOpen: true } && now.Every == every ? null : touch, () => turn.Text("Touch.Set", ("client", account.Name)), cancellationToken);
    }

    public Task<Reply> StopAsync(Turn turn, Account account, CancellationToken cancellationToken) => ChangeAsync(
        turn, account, new Entry("touch.stopped", KeepInTouch.RowOf(account.Id), Accounts.Facts.None), now => now is { IsOpen: true } ? now with { EndedAt = turn.Now } : null,
        () => turn.Text("Touch.Stopped", ("client", account.Name)), cancellationToken);

    public Task<Reply> PostponeAsync(Turn turn, Account account, LocalDate day, CancellationToken cancellationToken) => ChangeAsync(
        turn, account, new Entry("touch.postponed", KeepInTouch.RowOf(account.Id), Accounts.Facts.Of(("date", Fact.Date(day)))),
        now => now is { IsOpen: true } && now.PostponedTo != day ? now with { PostponedTo = day, PostponedAt = turn.Now } : null,
        () => turn.Text("Touch.PostponedNow", ("client", account.Name), ("date", turn.Reader.Date(day, turn.Today))), cancellationToken);

    /// <summary>They were called, or met by chance: an entry that counts as a contact, whoever listens.</summary>
    public async Task<Reply> ContactAsync(Turn turn, Account account, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, account.Id);
        await entries.WriteAsync(turn, key, new Entry("touch.contact", KeepInTouch.RowOf(account.Id), Accounts.Facts.None, IsContact: true, IsOutgoing: true), [], cancellationToken);
        turn.Memory.Focus = new Focus(account.Id);
        var headline = turn.Text("Touch.Noted", ("client", account.Name));
        var touch = await store.FindAsync<KeepInTouch>(key, KeepInTouch.RowOf(account.Id), cancellationToken);
        var card = touch is { Value: { IsOpen: true } interval }
            ? cards.Of(interval, await contacts.LatestAsync(key, turn.Reader, cancellationToken), account, OwnDesk.Moment(turn), headline)
            : new Card(headline, CardTone.Good);
        return Reply.Show(card.Button(turn.Text("Undo.Button"), "undo", new { account = account.Id }));
    }

    private async Task<Reply> ChangeAsync(Turn turn, Account account, Entry entry, Func<KeepInTouch?, KeepInTouch?> change, Func<string> headline, CancellationToken cancellationToken)
    {
        var key = new AccountKey(turn.User.Tenant, account.Id);
        var saved = await store.WriteAsync(turn, key, KeepInTouch.RowOf(account.Id), entry, change, cancellationToken);
        if (saved.Value is not { } touch)
            return Reply.Say(turn.Text("Touch.None", ("client", account.Name)));
        await store.IndexAsync(account.OwnerIn(key.Tenant), account.Id, touch.Row, touch.IsOpen, cancellationToken);
        var closed = await plans.PlanAsync(turn.ProfileOf(account.Owner), touch, account, turn.Now, turn.Operation, cancellationToken);
        turn.Memory.Focus = new Focus(account.Id, touch.Row);
        var moment = OwnDesk.Moment(turn);
        var card = cards.Of(touch, await contacts.LatestAsync(key, turn.Reader, cancellationToken), account, moment, headline()).Button(turn.Text("Undo.Button"), "undo", new { account = account.Id });
        return Reply.Show(card).With(closed.Select(reminder => new CardUpdate(reminder.ActivityId!, TouchCards.Closed(touch, account, moment))));
    }
}
