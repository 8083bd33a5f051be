using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>Lists: the open offers with days left, and one offer's versions and history.</summary>
public sealed class ProposalOverview(ProposalStore store, Journal journal, ReminderRules rules, QuietOffers quiet)
{
    private const int MostListed = 12;
    private const int MostEntries = 200;

    public async Task<Reply> ListAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var open = (await store.OpenOfAsync(turn, cancellationToken))
            .Where(file => input.Client is null || file.Account.Id == input.Client.Id)
            .OrderBy(file => file.Proposal.Current.ValidUntil ?? LocalDate.MaxIsoValue).ToList();
        if (open.Count == 0)
            return Reply.Show(new Card(input.Client is null ? turn.Text("Proposal.NoneOpen") : turn.Text("Proposal.NoneOpenFor", ("client", input.Client.Name))).Note(turn.Text("Proposal.NoneHint")));
        var card = new Card(turn.Reader.Plural("Proposal.OpenCount", open.Count));
        foreach (var file in open.Take(MostListed))
            AddLine(card, turn, file.Proposal, file.Account, await quiet.DaysAsync(turn, file.Proposal, file.Account, cancellationToken));
        if (open.Count > MostListed)
            card.Note(turn.Text("Proposal.MoreHint", ("more", open.Count - MostListed)));
        return Reply.Show(card);
    }

    /// <summary>One offer as a line: name, money, days left, and for how long nothing was done about it where that is to be flagged; a tap opens it.</summary>
    public void AddLine(Card card, Turn turn, Proposal proposal, Account account, int? idleDays, bool namesClient = true)
    {
        var (text, tone) = DaysLeft(turn, proposal);
        var state = ProposalCards.State(new ProposalFacts(proposal, account, turn.Reader, turn.ProfileOf(account.Owner), turn.Now));
        card.Row(
            (namesClient ? $"{proposal.Name} · {account.Name}" : proposal.Name) + $" · {turn.Reader.Money(proposal.Current.Amount)}", text, idleDays is { } days ? $"{state} · {turn.Reader.Plural("Proposal.Quiet", days)}" : state, tone,
            new CardButton(proposal.Name, "proposal.show", ProposalCards.Data(proposal)));
    }

    public async Task<Reply> HistoryAsync(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken)
    {
        var proposal = file.Proposal;
        var card = new Card(turn.Text("Proposal.HistoryTitle", ("name", proposal.Name), ("client", file.Account.Name)));
        foreach (var version in proposal.Versions.Reverse())
            card.Row($"v{version.Number} · {turn.Reader.Money(version.Amount)} · {version.Validity(turn.Reader, turn.Today)}", turn.Reader.ShortDate(version.Since, turn.Today), version.ByName);
        card.Section(turn.Text("Proposal.WhatHappened"));
        var entries = await journal.TimelineAsync(new AccountKey(turn.User.Tenant, file.Account.Id), MostEntries, cancellationToken);
        foreach (var entry in entries.Where(entry => entry.Subject == proposal.Row).Take(MostListed))
            card.Row(TimelineText.Of(entry, turn.Reader), turn.Reader.ShortDate(entry.At.InZone(turn.Profile.DateTimeZone).Date, turn.Today), TimelineText.Who(entry, turn.Reader));
        return Reply.Show(card.Button(turn.Text("Proposal.Back"), "proposal.show", ProposalCards.Data(proposal)));
    }

    private (string Text, CardTone Tone) DaysLeft(Turn turn, Proposal proposal)
    {
        if (proposal.Current.ValidUntil is not { } until)
            return (turn.Text("Proposal.NoEnd"), CardTone.Plain);
        var left = WorkingDays.WorkingDayArithmetic.Between(turn.Today, until, rules.Of(turn.Profile).Manager);
        if (until < turn.Today)
            return (turn.Text("Proposal.Over", ("date", turn.Reader.ShortDate(until, turn.Today))), CardTone.Attention);
        // Only days off are left, or the day itself: the number would say that it is over.
        if (left == 0)
            return (turn.Text("Proposal.LeftLast", ("date", turn.Reader.Date(WorkingDays.WorkingDayArithmetic.OnOrBefore(until, rules.Of(turn.Profile).Manager), turn.Today))), CardTone.Warning);
        return (turn.Reader.Plural("Proposal.Left", left), left <= 5 ? CardTone.Warning : CardTone.Plain);
    }
}
