using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Service;

/// <summary>What is done with complaints: write them, plan their reminders by the rules, close the cards they answer, show them.</summary>
public sealed class ComplaintDesk(ComplaintStore store, ReminderRules rules, ReminderPlans plans, Closings closings, ComplaintCards cards)
{
    /// <param name="turn">Whose complaint it becomes.</param>
    /// <param name="account">The client, one of the user's own.</param>
    /// <param name="said">What was said of it; id and account are filled in.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    public async Task<Reply> LogAsync(Turn turn, Account account, ComplaintSaid said, CancellationToken cancellationToken)
    {
        var complaint = new Complaint
        {
            Id = turn.Operation.Step("complaint").Value,
            Account = account.Id,
            What = said.What,
            Who = said.Who,
            SaidOn = said.On,
            NotedOn = turn.Today,
            Link = said.Link,
        };
        var entry = new Entry("complaint.noted", complaint.Row, Accounts.Facts.Of(("what", Fact.Text(ComplaintCards.Title(complaint)))), IsContact: true);
        var saved = await store.AddAsync(turn, account, complaint, entry, cancellationToken);
        return await ShowAsync(turn, saved, turn.Text("Complaint.Noted", ("client", account.Name)), cancellationToken);
    }

    public async Task<Reply> SettleAsync(Turn turn, ComplaintFile file, CancellationToken cancellationToken)
    {
        var entry = new Entry("complaint.settled", file.Complaint.Row, Accounts.Facts.Of(("what", Fact.Text(ComplaintCards.Title(file.Complaint)))));
        var saved = await store.ChangeAsync(turn, file, entry, complaint => complaint.IsOpen ? complaint with { SettledAt = turn.Now, SettledBy = turn.Profile.Name } : null, cancellationToken);
        return await ShowAsync(turn, saved, turn.Text("Complaint.SettledTitle", ("client", file.Account.Name), ("what", ComplaintCards.Title(saved.Complaint))), cancellationToken);
    }

    /// <summary>Moves what is said of the complaint next to that time.</summary>
    public async Task<Reply> PostponeAsync(Turn turn, ComplaintFile file, SnoozeTime to, CancellationToken cancellationToken)
    {
        var entry = new Entry("complaint.postponed", file.Complaint.Row, Accounts.Facts.Of(("what", Fact.Text(ComplaintCards.Title(file.Complaint))), ("date", Fact.Date(to.Day))));
        var saved = await store.ChangeAsync(turn, file, entry, complaint => (complaint.PostponedTo, complaint.PostponedAt) == (to.Day, to.Time) ? null : complaint with { PostponedTo = to.Day, PostponedAt = to.Time }, cancellationToken);
        return await ShowAsync(turn, saved, turn.Text("Complaint.PostponedNow", ("client", file.Account.Name), ("date", to.Text(turn.Reader, turn.Today))), cancellationToken);
    }

    public Task<IReadOnlyList<Reminder>> PlanAsync(Profile profile, Account account, Complaint complaint, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(profile.User, profile.DateTimeZone, complaint.Subject, ComplaintRules.Plan(complaint, rules.Of(profile, account)), now, operation, cancellationToken);

    /// <summary>Its making was undone: nothing more is said of it.</summary>
    public Task<IReadOnlyList<Reminder>> ForgetAsync(Profile profile, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(profile.User, profile.DateTimeZone, subject, [], now, operation, cancellationToken);

    public static ReminderMoment Moment(Turn turn) => new(turn.Now, turn.Profile, turn.Reader);

    private async Task<Reply> ShowAsync(Turn turn, SavedComplaint saved, string headline, CancellationToken cancellationToken)
    {
        var closed = await closings.OwnAsync(turn, await PlanAsync(turn.ProfileOf(saved.Account.Owner), saved.Account, saved.Complaint, turn.Now, turn.Operation, cancellationToken), cancellationToken);
        turn.Memory.Focus = new Focus(saved.Account.Id, saved.Complaint.Row);
        var card = cards.Of(saved.Complaint, saved.Account, Moment(turn), headline, CardTone.Good).Button(turn.Text("Undo.Button"), "undo", ComplaintCards.Data(saved.Complaint));
        return Reply.Show(card).With(closed.Select(reminder => new CardUpdate(reminder.ActivityId!, ComplaintCards.Closed(saved.Complaint, saved.Account, turn.Reader))));
    }
}

/// <summary>A complaint as somebody tells of it.</summary>
/// <param name="What">What is wrong.</param>
/// <param name="Who">Who said so.</param>
/// <param name="On">The day they did.</param>
/// <param name="Link">Teams' link to the message.</param>
public sealed record ComplaintSaid(string What, string? Who, LocalDate On, string? Link = null);
