using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>What is done with an offer: write it, plan its reminders by the rules, close the cards that it answers, show it.</summary>
public sealed class ProposalDesk(
    ProposalStore store, AccountStore accounts, ReminderRules rules, ReminderPlans plans, Closings closings, ProposalCards cards)
{
    public async Task<Reply> SendAsync(Turn turn, ProposalDraft draft, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(new AccountKey(turn.User.Tenant, draft.Client!.Id), cancellationToken) is not { } account || !account.IsOpenTo(turn))
            return Reply.Say(turn.Text("Client.Gone")); // a form outlives the days in which its client was open to a deputy
        var sentOn = draft.SentOn ?? turn.Today;
        var proposal = new Proposal
        {
            Number = await store.NextNumberAsync(turn, account.Id, cancellationToken),
            Account = account.Id,
            Channel = draft.Channel!,
            SentOn = sentOn,
            SteppedOn = turn.Today,
            Versions = [new(1, draft.Amount!, draft.Expiry!.Until, draft.Expiry.NoExpiryReason, sentOn, turn.Profile.Name)],
        };
        var facts = Accounts.Facts.Of(("name", Fact.Text(proposal.Name)), ("amount", Fact.Money(draft.Amount!)), ("channel", Fact.Word($"Proposal.By.{proposal.Channel}")));
        var saved = await store.AddAsync(turn, account, proposal, new Entry("proposal.sent", proposal.Row, facts, IsContact: true, IsOutgoing: true), cancellationToken);
        return await ShowAsync(turn, saved, turn.Text("Proposal.Noted", ("name", proposal.Name), ("client", account.Name)), cancellationToken);
    }

    /// <summary>Writes a change, plans anew and answers with the offer as it now is.</summary>
    /// <param name="turn">Who and when.</param>
    /// <param name="file">The offer as it was read.</param>
    /// <param name="entry">For the client's timeline.</param>
    /// <param name="change">The rule; null where there is nothing to change, because it is so already.</param>
    /// <param name="headline">The news, of the offer before and after.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    /// <param name="also">Further offers of the client to which the same happens (E9).</param>
    public async Task<Reply> ChangeAsync(
        Turn turn, ProposalFile file, Entry entry, Func<Proposal, Proposal?> change, Func<Proposal, Proposal, string> headline, CancellationToken cancellationToken,
        IReadOnlyList<ProposalFile>? also = null)
    {
        var all = await store.ChangeAllAsync(
            turn, [file, .. also ?? []], entry, proposal => change(proposal) is { } after ? after with { SteppedOn = turn.Today } : null, cancellationToken);
        var saved = all[0];
        var title = saved.AlreadyDone ? AlreadyDone(turn, saved.Proposal) : headline(file.Proposal, saved.Proposal);
        var reply = await ShowAsync(turn, saved, title, cancellationToken);
        foreach (var other in all.Skip(1))
        {
            var facts = Facts(turn, other.Proposal, other.Account);
            var answered = await PlanAsync(turn.ProfileOf(other.Account.Owner), other.Account, other.Proposal, turn.Now, turn.Operation, cancellationToken);
            reply = reply.With((await closings.OwnAsync(turn, answered, cancellationToken)).Select(reminder => new CardUpdate(reminder.ActivityId!, cards.Closed(facts))));
            ProposalCards.AddOther(reply.Card!, facts);
        }

        return reply;
    }

    /// <summary>Makes the stored reminders agree with the offer.</summary>
    public Task<IReadOnlyList<Reminder>> PlanAsync(
        Profile profile, Account account, Proposal proposal, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        var plan = ProposalRules.Plan(proposal, rules.Of(profile, account));
        return plans.PlanAsync(profile.User, profile.DateTimeZone, proposal.Subject, plan, now, operation, cancellationToken);
    }

    /// <summary>The offer is gone (its making was undone): nothing more is said of it.</summary>
    public Task<IReadOnlyList<Reminder>> ForgetAsync(
        Profile profile, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(profile.User, profile.DateTimeZone, subject, [], now, operation, cancellationToken);

    public ProposalFacts Facts(Turn turn, Proposal proposal, Account account) => new(proposal, account, turn.Reader, turn.ProfileOf(account.Owner), turn.Now);

    private async Task<Reply> ShowAsync(Turn turn, Saved saved, string headline, CancellationToken cancellationToken)
    {
        var answered = await PlanAsync(turn.ProfileOf(saved.Account.Owner), saved.Account, saved.Proposal, turn.Now, turn.Operation, cancellationToken);
        var closed = await closings.OwnAsync(turn, answered, cancellationToken);
        var facts = Facts(turn, saved.Proposal, saved.Account);
        turn.Memory.Focus = new Focus(saved.Account.Id, saved.Proposal.Row, saved.Proposal.Number);
        return Reply.Show(cards.Offer(facts, headline, saved.AlreadyDone ? CardTone.Plain : CardTone.Good))
            .With(closed.Select(reminder => new CardUpdate(reminder.ActivityId!, cards.Closed(facts))));
    }

    /// <summary>"Already recorded at 09:04": a second tap, or a message that came twice.</summary>
    private static string AlreadyDone(Turn turn, Proposal proposal)
    {
        var since = proposal.CalledAt ?? proposal.ConfirmedAt;
        return since is { } at
            ? turn.Text("Proposal.AlreadyAt", ("name", proposal.Name), ("when", turn.Reader.DateTime(at, turn.Today)))
            : turn.Text("Proposal.Already", ("name", proposal.Name));
    }
}
