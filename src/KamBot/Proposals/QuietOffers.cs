using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Reminders;

namespace KamBot.Proposals;

/// <summary>Which open offers nobody does anything about (PRP-19), by the client's timeline.</summary>
public sealed class QuietOffers(Journal journal, ReminderRules rules)
{
    /// <summary>Among so many entries the latest step is looked for; older ones are a matter of the offer's own dates.</summary>
    private const int EntriesLookedAt = 30;

    /// <summary>The latest step: what was done about the offer, or a contact with its client.</summary>
    public async Task<TimelineEntry?> LastAsync(AccountKey key, Proposal proposal, CancellationToken cancellationToken) =>
        Last(await journal.TimelineAsync(key, EntriesLookedAt, cancellationToken), proposal);

    /// <summary>The working days without a step, where they are to be flagged; the timeline is read only for an offer whose own steps are that old.</summary>
    public async Task<int?> DaysAsync(Turn turn, Proposal proposal, Account account, CancellationToken cancellationToken) =>
        Days(turn, proposal, account, []) is null
            ? null
            : Days(turn, proposal, account, await journal.TimelineAsync(new AccountKey(turn.User.Tenant, account.Id), EntriesLookedAt, cancellationToken));

    /// <summary>The same from a timeline that was read already.</summary>
    public int? Days(Turn turn, Proposal proposal, Account account, IEnumerable<TimelineEntry> timeline) => proposal.IsOpen
        ? ProposalRules.IdleDays(proposal, Last(timeline, proposal)?.At.InZone(turn.Profile.DateTimeZone).Date, turn.Today, rules.Of(turn.ProfileOf(account.Owner), account))
        : null;

    private static TimelineEntry? Last(IEnumerable<TimelineEntry> timeline, Proposal proposal) =>
        timeline.FirstOrDefault(entry => entry.IsContact || entry.Subject == proposal.Row);
}
