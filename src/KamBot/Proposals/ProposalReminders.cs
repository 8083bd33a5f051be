using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>What offers answer when one of their reminders is due, listed, postponed or planned anew.</summary>
public sealed class ProposalReminders(
    ProposalStore store, ProposalDesk desk, ReminderRules rules, ProposalCards cards, ReminderStore reminders, Profiles profiles)
    : IReminderSource, IAccountListener
{
    public string RowPrefix => Proposal.RowPrefix;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FactsAsync(reminder, moment, cancellationToken) is not { Proposal.IsOpen: true } facts)
            return new Telling.Skip("ended");
        if (await IsSaidByAnotherAsync(reminder, moment, cancellationToken))
            return new Telling.Skip("together");
        switch (reminder.Kind)
        {
            case ProposalRules.Call:
                return new Telling.Show(cards.Call(facts, moment.Late, reminder.At));
            case ProposalRules.Unanswered:
                // R4: the card of the morning changes where it stands; without one there is nothing to change.
                return await CallCardAsync(reminder, cancellationToken) is { ActivityId: { } card, IsInDigest: false }
                    ? new Telling.Replace(card, cards.Call(facts, isLate: false, reminder.At, isUnanswered: true))
                    : new Telling.Skip("no card");
            case ProposalRules.Overdue:
                return await OverdueAsync(reminder, facts, cancellationToken);
            case ProposalRules.Interim:
                return new Telling.Show(cards.Interim(facts));
            case ProposalRules.Expired:
            // Put off to a day after the end (story 7.5): there are no days left to speak of.
            case ProposalRules.Postponed when facts.Proposal.Current.ValidUntil < facts.Today:
                return new Telling.Show(cards.Expired(facts));
            default:
                return new Telling.Show(cards.Nudge(facts, isPostponed: reminder.Kind == ProposalRules.Postponed));
        }
    }

    public async Task<Card?> ClosedAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FactsAsync(reminder, moment, cancellationToken) is { } facts ? cards.Closed(facts) : null;

    public async Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FactsAsync(reminder, moment, cancellationToken) is not { } facts)
            return null;
        var (proposal, account, _, _, _) = facts;
        // What follows only if nothing is done about the call is no promise of its own.
        if (reminder is { Kind: ProposalRules.Unanswered, State: ReminderState.Planned }
            || reminder is { Kind: ProposalRules.Overdue, State: ReminderState.Planned } && cards.CallStillToCome(facts) is not null)
            return null;
        var title = cards.PlanLabel(reminder.Kind, reminder.DueDay, facts);
        return new ReminderLine($"{title} · {proposal.Name} · {account.Name}", Why(reminder, facts), new CardButton(proposal.Name, "proposal.show", ProposalCards.Data(proposal)));
    }

    public async Task<IReadOnlyList<ReminderSubject>> OpenSubjectsAsync(UserKey user, CancellationToken cancellationToken) =>
        [.. (await store.OpenOfUserAsync(user, cancellationToken)).Select(file => file.Proposal.Subject)];

    public async Task<DigestRow?> DigestRowAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FactsAsync(reminder, moment, cancellationToken) is not { } facts)
            return null;
        var data = ProposalCards.Data(facts.Proposal);
        var isCall = reminder.Kind is ProposalRules.Call or ProposalRules.Overdue or ProposalRules.Interim;
        return new DigestRow($"{facts.Account.Name} · {facts.Proposal.Name} · {cards.PlanLabel(reminder.Kind, reminder.DueDay, facts)}")
        {
            Amount = facts.Proposal.Current.Amount,
            Done = isCall ? new CardButton("", "proposal.called", data) : null,
            Open = new CardButton(facts.Proposal.Name, "proposal.show", data),
        };
    }

    public async Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return [];
        var file = await store.FindAsync(new AccountKey(user.Tenant, subject.Account), subject.Row, cancellationToken);
        if (file is null)
            return await desk.ForgetAsync(profile, subject, now, operation, cancellationToken);
        await store.IndexAsync(user, file.Proposal, cancellationToken);
        return await desk.PlanAsync(profile, file.Account, file.Proposal, now, operation, cancellationToken);
    }

    /// <summary>"Remind me on Thursday": an open call moves to that day, anything else gets a day of its own.</summary>
    public async Task<Postponement?> PostponeAsync(Turn turn, ReminderSubject subject, LocalDate to, CancellationToken cancellationToken)
    {
        var file = await store.FindAsync(new AccountKey(turn.User.Tenant, subject.Account), subject.Row, cancellationToken);
        if (file is not { Proposal.IsOpen: true } || !file.Account.IsOpenTo(turn))
            return null;
        var settings = rules.Of(turn.ProfileOf(file.Account.Owner), file.Account);
        var callIsOpen = file.Proposal.ConfirmedAt is null && file.Proposal.CalledAt is null;
        var movesCall = callIsOpen && ProposalRules.CallDay(file.Proposal, settings) <= to;
        var day = movesCall ? WorkingDayArithmetic.OnOrAfter(to, settings.Manager, settings.Client) : WorkingDayArithmetic.OnOrAfter(to, settings.Manager);
        var facts = Accounts.Facts.Of(("name", Fact.Text(file.Proposal.Name)), ("date", Fact.Date(day)));
        var reply = await desk.ChangeAsync(
            turn, file, new Entry("proposal.postponed", file.Proposal.Row, facts),
            proposal => movesCall ? proposal with { CallOn = day } : proposal with { PostponedTo = day },
            (_, after) => turn.Text("Proposal.PostponedNow", ("name", after.Name), ("date", turn.Reader.Date(day, turn.Today))), cancellationToken);
        var warning = file.Proposal.Current.ValidUntil is { } until && day > until
            ? turn.Text("Proposal.AfterEnd", ("name", file.Proposal.Name), ("until", turn.Reader.Date(until, turn.Today)))
            : null;
        return new Postponement(reply, day, warning);
    }

    public async Task<int> ChangedAsync(Turn turn, Account account, CancellationToken cancellationToken)
    {
        var moved = 0;
        foreach (var proposal in await store.OfClientAsync(new AccountKey(turn.User.Tenant, account.Id), cancellationToken))
        {
            if (!proposal.IsOpen)
                continue;
            var owner = turn.ProfileOf(account.Owner);
            var before = await PlannedAsync(owner.User, proposal, cancellationToken);
            await desk.PlanAsync(owner, account, proposal, turn.Now, turn.Operation.Step(proposal.Name), cancellationToken);
            moved += (await PlannedAsync(owner.User, proposal, cancellationToken)).Except(before).Count();
        }

        return moved;
    }

    private async Task<List<(string Kind, LocalDateTime At)>> PlannedAsync(UserKey user, Proposal proposal, CancellationToken cancellationToken) =>
        [.. (await reminders.OfSubjectAsync(user, proposal.Subject, cancellationToken)).Select(row => row.Reminder)
            .Where(reminder => reminder.State == ReminderState.Planned).Select(reminder => (reminder.Kind, reminder.At))];

    /// <summary>Several reminders of one offer fall together: only the weightiest is told, and its card says what the others would.</summary>
    private async Task<bool> IsSaidByAnotherAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        var local = moment.Now.InZone(moment.Profile.DateTimeZone).LocalDateTime;
        return (await reminders.OfSubjectAsync(reminder.User, reminder.Subject, cancellationToken)).Select(row => row.Reminder).Any(other =>
            ProposalRules.Outweighs(other, reminder) && other.State switch
            {
                ReminderState.Planned => other.At <= local && local <= other.UsefulUntil,
                ReminderState.Sent => moment.Now - other.SentAt < NodaTime.Duration.FromHours(1),
                _ => false,
            });
    }

    /// <summary>The call of an earlier day was told and not answered, or came too late to be told; told today, it is not overdue yet.</summary>
    private async Task<Telling> OverdueAsync(Reminder reminder, ProposalFacts facts, CancellationToken cancellationToken)
    {
        var settings = rules.Of(facts.Profile, facts.Account);
        var call = await CallCardAsync(reminder, cancellationToken);
        if (call?.SentAt is { } sent && sent.InZone(facts.Profile.DateTimeZone).Date == facts.Today)
            return new Telling.Move(WorkingDayArithmetic.FirstAfter(facts.Today, settings.Manager) + reminder.At.TimeOfDay);
        return new Telling.Show(cards.Overdue(facts, call?.DueDay ?? ProposalRules.CallDay(facts.Proposal, settings)));
    }

    private async Task<Reminder?> CallCardAsync(Reminder reminder, CancellationToken cancellationToken) =>
        (await reminders.OfSubjectAsync(reminder.User, reminder.Subject, cancellationToken)).Select(row => row.Reminder)
            .Where(each => each.Kind == ProposalRules.Call && each.State is not ReminderState.Withdrawn).MaxBy(each => each.DueDay);

    private string Why(Reminder reminder, ProposalFacts facts)
    {
        var settings = rules.Of(facts.Profile, facts.Account);
        var holidays = reminder.Kind == ProposalRules.Call
            ? ProposalTexts.Holidays(ProposalRules.DaysOffBefore(reminder.At.Date, facts.Proposal, settings), facts.Reader)
            : null;
        var why = ProposalRules.Why(reminder.Kind, settings, facts.Reader);
        return holidays is null ? why : $"{why} {holidays}";
    }

    private async Task<ProposalFacts?> FactsAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        var file = await store.FindAsync(new AccountKey(reminder.User.Tenant, reminder.Subject.Account), reminder.Subject.Row, cancellationToken);
        return file is null || !file.Account.IsOwnedBy(reminder.User)
            ? null
            : new ProposalFacts(file.Proposal, file.Account, moment.Reader, moment.Profile, moment.Now);
    }
}
