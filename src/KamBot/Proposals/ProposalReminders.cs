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
    ProposalStore store, ProposalDesk desk, ReminderRules rules, ProposalCards cards, ReminderStore reminders, Profiles profiles, QuietOffers quiet, JointCalls joint)
    : IReminderSource
{
    public string RowPrefix => Proposal.RowPrefix;

    /// <summary>All of them end in a call; that on interim results was agreed with the client.</summary>
    public bool LeadsToContact(string kind) => kind != ProposalRules.Interim;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FactsAsync(reminder, moment, cancellationToken) is not { Proposal.IsOpen: true } facts)
            return new Telling.Skip("ended");
        if (await IsSaidByAnotherAsync(reminder, moment, cancellationToken))
            return new Telling.Skip(JointCalls.Together);
        IReadOnlyList<JointCall> also = reminder.Kind is ProposalRules.Call or ProposalRules.Overdue ? await joint.WithAsync(reminder, moment.Profile, cancellationToken) : [];
        if (joint.ToldBy(reminder, facts.Proposal.Number, also, moment.Now, moment.Profile) is { } told)
            return told;
        IReadOnlyList<Proposal> others = reminder.Kind == ProposalRules.Unanswered
            ? [.. (await joint.WithCallOfAsync(moment.Profile, reminder.Subject, cancellationToken)).Select(file => file.Proposal)]
            : [.. also.Select(other => other.File.Proposal)];
        switch (reminder.Kind)
        {
            case ProposalRules.Call:
                return new Telling.Show(cards.Call(facts, moment.Late, reminder.At, also: others));
            case ProposalRules.Unanswered:
                // R4: the card of the morning changes where it stands; without one there is nothing to change.
                return await CallCardAsync(reminder, cancellationToken) is { ActivityId: { } card, IsInDigest: false }
                    ? new Telling.Replace(card, cards.Call(facts, isLate: false, reminder.At, isUnanswered: true, others))
                    : new Telling.Skip("no card");
            case ProposalRules.Overdue:
                return await OverdueAsync(reminder, facts, others, cancellationToken);
            case ProposalRules.Idle:
                return await IdleAsync(reminder, facts, cancellationToken);
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
            || reminder is { Kind: ProposalRules.Idle, State: ReminderState.Planned }
            || reminder is { Kind: ProposalRules.Overdue, State: ReminderState.Planned } && cards.CallStillToCome(facts) is not null)
            return null;
        var title = cards.PlanLabel(reminder.Kind, reminder.DueDay, facts);
        return new ReminderLine($"{title} · {proposal.Name} · {account.Name}", Why(reminder, facts), new CardButton(proposal.Name, "proposal.show", ProposalCards.Data(proposal)), ProposalRules.SettingOf(reminder.Kind, proposal)?.Name);
    }

    public async Task<IReadOnlyList<ReminderSubject>> OpenSubjectsAsync(UserKey user, CancellationToken cancellationToken) =>
        [.. (await store.OpenOfUserAsync(user, cancellationToken)).Select(file => file.Proposal.Subject)];

    public async Task<DigestRow?> DigestRowAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FactsAsync(reminder, moment, cancellationToken) is not { } facts)
            return null;
        IReadOnlyList<Proposal> also = reminder.Kind is ProposalRules.Call or ProposalRules.Overdue
            ? [.. (await joint.WithAsync(reminder, moment.Profile, cancellationToken)).Select(other => other.File.Proposal)] : [];
        var data = ProposalCards.Data(facts.Proposal, also);
        var isCall = reminder.Kind is ProposalRules.Call or ProposalRules.Overdue or ProposalRules.Interim;
        return new DigestRow($"{facts.Account.Name} · {ProposalCards.Names(facts, also)} · {cards.PlanLabel(reminder.Kind, reminder.DueDay, facts)}")
        {
            Amount = facts.Proposal.Current.Amount,
            Done = isCall ? new CardButton("", "proposal.called", data) : null,
            Open = new CardButton(facts.Proposal.Name, "proposal.show", ProposalCards.Data(facts.Proposal)),
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

    /// <summary>"Remind me on Thursday", "in an hour": an open call moves there, anything else gets a time of its own.</summary>
    public async Task<Postponement?> PostponeAsync(Turn turn, ReminderSubject subject, SnoozeTime to, CancellationToken cancellationToken)
    {
        var file = await store.FindAsync(new AccountKey(turn.User.Tenant, subject.Account), subject.Row, cancellationToken);
        if (file is not { Proposal.IsOpen: true } || !file.Account.IsOpenTo(turn))
            return null;
        var settings = rules.Of(turn.ProfileOf(file.Account.Owner), file.Account);
        var callIsOpen = file.Proposal.ConfirmedAt is null && file.Proposal.CalledAt is null;
        var movesCall = callIsOpen && ProposalRules.CallDay(file.Proposal, settings) <= to.Day;
        // Whoever says "in an hour" knows whether somebody is there today; another day has to suit the client too.
        var day = movesCall && to.Day > turn.Today ? WorkingDayArithmetic.OnOrAfter(to.Day, settings.Manager, settings.Client) : to.Day;
        var when = to with { Day = day };
        var facts = Accounts.Facts.Of(("name", Fact.Text(file.Proposal.Name)), ("date", Fact.Date(day)));
        IReadOnlyList<ProposalFile> also = movesCall ? await joint.WithCallOfAsync(turn.ProfileOf(file.Account.Owner), subject, cancellationToken) : [];
        var reply = await desk.ChangeAsync(
            turn, file, new Entry("proposal.postponed", file.Proposal.Row, facts),
            proposal => movesCall ? proposal with { CallOn = day, CallAt = to.Time } : proposal with { PostponedTo = day, PostponedAt = to.Time },
            (_, after) => turn.Text("Proposal.PostponedNow", ("name", after.Name), ("date", when.Text(turn.Reader, turn.Today))), cancellationToken, also);
        var warning = file.Proposal.Current.ValidUntil is { } until && day > until
            ? turn.Text("Proposal.AfterEnd", ("name", file.Proposal.Name), ("until", turn.Reader.Date(until, turn.Today)))
            : null;
        return new Postponement(reply, day, warning);
    }

    /// <summary>Several reminders of one offer fall together: only the weightiest is told, and its card says what the others would.</summary>
    private async Task<bool> IsSaidByAnotherAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        var local = moment.Now.InZone(moment.Profile.DateTimeZone).LocalDateTime;
        return (await reminders.OfSubjectAsync(reminder.User, reminder.Subject, cancellationToken)).Select(row => row.Reminder).Any(other =>
            ProposalRules.Outweighs(other, reminder) && other.State switch
            {
                ReminderState.Planned => other.At <= local && local <= other.UsefulUntil,
                // One of its very minute that was not due yet when the other was told was put off by it.
                ReminderState.Sent => moment.Now - other.SentAt < NodaTime.Duration.FromHours(1) && !(reminder.Exact && moment.Profile.DateTimeZone.AtLeniently(reminder.At).ToInstant() > other.SentAt),
                _ => false,
            });
    }

    /// <summary>The call of an earlier day was told and not answered, or came too late to be told; told today, it is not overdue yet.</summary>
    private async Task<Telling> OverdueAsync(Reminder reminder, ProposalFacts facts, IReadOnlyList<Proposal> others, CancellationToken cancellationToken)
    {
        var settings = rules.Of(facts.Profile, facts.Account);
        var call = await CallCardAsync(reminder, cancellationToken);
        if (call?.SentAt is { } sent && sent.InZone(facts.Profile.DateTimeZone).Date == facts.Today)
            return new Telling.Move(WorkingDayArithmetic.FirstAfter(facts.Today, settings.Manager) + reminder.At.TimeOfDay);
        return new Telling.Show(cards.Overdue(facts, call?.DueDay ?? ProposalRules.CallDay(facts.Proposal, settings), others));
    }

    /// <summary>A contact that is no step of this offer ends the quiet too: then it is asked again that much later.</summary>
    private async Task<Telling> IdleAsync(Reminder reminder, ProposalFacts facts, CancellationToken cancellationToken)
    {
        var last = await quiet.LastAsync(new AccountKey(reminder.User.Tenant, facts.Account.Id), facts.Proposal, cancellationToken);
        var contact = last?.At.InZone(facts.Profile.DateTimeZone).Date;
        var settings = rules.Of(facts.Profile, facts.Account);
        if (ProposalRules.IdleDays(facts.Proposal, contact, facts.Today, settings) is { } days)
            return new Telling.Show(cards.Idle(facts, days, last));
        var day = ProposalRules.IdleFrom(facts.Proposal, contact, settings);
        return facts.Proposal.Current.ValidUntil < day ? new Telling.Skip("ended") : new Telling.Move(settings.At(day));
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
