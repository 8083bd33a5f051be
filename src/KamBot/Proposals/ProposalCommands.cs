using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>What can be said of an offer once it is out. Every one of these is a line and a button alike.</summary>
public sealed class ProposalCommands(
    ProposalDesk desk, ProposalChoice choice, ProposalCards cards, ReminderRules rules, Validities validities, Currencies currencies, ProposalOverview overview,
    AppLinks links, ProposalStore store, ContactDesk contacts, ContactGuard guard, JointCalls joint) : ICommandSet
{
    private static readonly int[] UsualExtensions = [14, 30];

    public IEnumerable<Command> Commands =>
    [
        new("proposal.confirmed", OnOpenAsync(Confirm)),
        new("proposal.called", CalledAsync),
        new("proposal.callnow", OnOpenAsync(CallNow)),
        new("proposal.noanswer", OnOpenAsync(NoAnswer)),
        new("proposal.extend", OnOpenAsync(Extend)),
        new("proposal.newversion", OnOpenAsync(NewVersion)),
        new("proposal.won", OnOpenAsync(Won)),
        new("proposal.lost", OnOpenAsync(Lost)),
        new("proposal.withdraw", OnOpenAsync(Withdraw)),
        new("proposal.show", OnAnyAsync(Show)),
        new("proposal.history", OnAnyAsync(overview.HistoryAsync)),
        new("proposal.list", overview.ListAsync),
    ];

    private delegate Task<Reply> OnProposal(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken);

    private Func<Turn, CommandInput, CancellationToken, Task<Reply>> OnAnyAsync(OnProposal action) => async (turn, input, cancellationToken) =>
    {
        var (file, instead) = await choice.ResolveAsync(turn, input, cancellationToken);
        return file is null ? instead! : await action(turn, file, input, cancellationToken);
    };

    /// <summary>An old card of an offer that ended meanwhile is answered with what happened since.</summary>
    private Func<Turn, CommandInput, CancellationToken, Task<Reply>> OnOpenAsync(OnProposal action) => OnAnyAsync((turn, file, input, cancellationToken) =>
        file.Proposal.IsOpen ? action(turn, file, input, cancellationToken) : Task.FromResult(Ended(turn, file)));

    private Reply Ended(Turn turn, ProposalFile file)
    {
        var facts = desk.Facts(turn, file.Proposal, file.Account);
        return Reply.Show(cards.Offer(facts, turn.Text("Proposal.EndedAlready", ("name", file.Proposal.Name), ("state", ProposalCards.State(facts)))));
    }

    private Task<Reply> Confirm(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken)
    {
        var entry = new Entry("proposal.confirmed", file.Proposal.Row, Names(file), IsContact: true);
        var call = PlannedCall(turn, file);
        return desk.ChangeAsync(
            turn, file, entry,
            proposal => proposal.ConfirmedAt is null && proposal.CalledAt is null ? proposal with { ConfirmedAt = turn.Now, CallOn = null, CallAt = null } : null,
            (_, after) => call is { } day
                ? turn.Text("Proposal.ConfirmedCancelled", ("name", after.Name), ("date", turn.Reader.Date(day, turn.Today)))
                : turn.Text("Proposal.ConfirmedNow", ("name", after.Name)),
            cancellationToken);
    }

    /// <summary>"Called Vila Nord" is the call about its offer; where none waits for one, it is a contact of its own.</summary>
    private async Task<Reply> CalledAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input is { Client: { } client, ProposalNumber: null, Press: null or { Verb: Router.Command } })
        {
            var offers = await store.OfClientAsync(new AccountKey(turn.User.Tenant, client.Id), cancellationToken);
            // The first run of this very turn may have noted the call.
            if (!offers.Any(offer => offer.IsOpen && (offer.CalledAt is null || offer.CalledAt == turn.Now)))
                return await contacts.NoteAsync(turn, client, ContactDesk.Called, input.Text("note"), cancellationToken);
        }

        return await OnOpenAsync(Call)(turn, input, cancellationToken);
    }

    /// <summary>PRP-15 to 18: the four answers, from the card; the agreed date becomes the next reminder by itself.</summary>
    private async Task<Reply> Call(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken)
    {
        var answers = CallAnswersOf.Press(input, turn);
        var also = await joint.NamedAsync(turn, file, input, cancellationToken);
        if (answers.Problem is { } problem)
            return Reply.Show(cards.Call(desk.Facts(turn, file.Proposal, file.Account), isLate: false, default, also: [.. also.Select(other => other.Proposal)]).Line(problem, CardTone.Attention));
        if (answers.Answers.Received == false)
            return await NotReceived(turn, file, answers.Answers, also, cancellationToken);

        var entry = new Entry("proposal.called", file.Proposal.Row, Names(turn, file, also), IsContact: true, IsOutgoing: true);
        var reply = await desk.ChangeAsync(
            turn, file, entry,
            proposal => proposal.CalledAt is null || answers.Interim is not null
                ? proposal with
                {
                    CalledAt = proposal.CalledAt ?? turn.Now,
                    ConfirmedAt = proposal.ConfirmedAt ?? turn.Now,
                    Answers = answers.Answers,
                    Interim = answers.Interim is { } said ? turn.OnClockOf(file.Account.Owner, said) : proposal.Interim,
                    CallOn = null,
                    CallAt = null,
                    PostponedTo = null,
                    PostponedAt = null,
                }
                : null,
            (_, _) => answers.Interim is { } interim
                ? turn.Text("Proposal.CalledNext", ("client", file.Account.Name), ("by", turn.Profile.Name), ("when", turn.Reader.DateTime(interim, turn.Today)))
                : turn.Text("Proposal.CalledNow", ("client", file.Account.Name), ("by", turn.Profile.Name)),
            cancellationToken, also);
        // The card it was pressed on may be older than the contacts since.
        reply.Card?.Line(await guard.RemarkAsync(turn, file.Account.Id, cancellationToken), CardTone.Warning);
        return reply;
    }

    /// <summary>The four questions, to be asked on the telephone; the card that led here may be older than the contacts since.</summary>
    private async Task<Reply> CallNow(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken)
    {
        var card = cards.Call(desk.Facts(turn, file.Proposal, file.Account), isLate: false, default);
        return Reply.Show(card.Line(await guard.WarningAsync(turn, file.Account.Id, cancellationToken), CardTone.Warning));
    }

    private Task<Reply> NotReceived(Turn turn, ProposalFile file, CallAnswers answers, IReadOnlyList<ProposalFile> also, CancellationToken cancellationToken)
    {
        var again = NextJointDay(turn, file);
        return desk.ChangeAsync(
            turn, file, new Entry("proposal.notreceived", file.Proposal.Row, Names(turn, file, also), IsContact: true, IsOutgoing: true),
            proposal => proposal with { Answers = answers, CallOn = again, CallAt = null },
            (_, after) => turn.Text("Proposal.NotReceived", ("name", after.Name), ("date", turn.Reader.Date(again, turn.Today))), cancellationToken, also);
    }

    private async Task<Reply> NoAnswer(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken)
    {
        var again = NextJointDay(turn, file);
        var also = await joint.NamedAsync(turn, file, input, cancellationToken);
        return await desk.ChangeAsync(
            turn, file, new Entry("proposal.noanswer", file.Proposal.Row, Names(turn, file, also)),
            proposal => proposal.CalledAt is null && proposal.ConfirmedAt is null && proposal.CallOn != again
                ? proposal with { Unanswered = proposal.Unanswered + 1, CallOn = again, CallAt = null }
                : null,
            (_, _) => turn.Text("Proposal.NoAnswerNoted", ("client", file.Account.Name), ("date", turn.Reader.Date(again, turn.Today))), cancellationToken, also);
    }

    private async Task<Reply> Extend(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.Value<Validity>("until") is not { } validity)
            return AskForDate(turn, file, null);
        var reading = validities.Read(turn, validity, LocalDate.Max(turn.Today, file.Proposal.Current.ValidUntil ?? turn.Today));
        if (reading.Value is not Expiry expiry)
            return AskForDate(turn, file, reading.Problem);
        if (expiry.Until is { } until && until < turn.Today)
            return AskForDate(turn, file, turn.Text("Proposal.PastDate", ("date", turn.Reader.Date(until, turn.Today))));
        return await NewVersionAsync(turn, file, file.Proposal.Current.Amount, expiry, "proposal.extended", cancellationToken);
    }

    private async Task<Reply> NewVersion(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken)
    {
        var amount = input.Value<Money>("amount");
        var validity = input.Value<Validity>("validity");
        if (amount is null && validity is null)
            return AskForVersion(turn, file, null);
        var expiry = new Expiry(file.Proposal.Current.ValidUntil, file.Proposal.Current.NoExpiryReason);
        if (validity is not null)
        {
            var reading = validities.Read(turn, validity, turn.Today);
            if (reading.Value is not Expiry read)
                return AskForVersion(turn, file, reading.Problem);
            expiry = read;
        }

        if (amount is { Amount: <= 0 })
            return AskForVersion(turn, file, turn.Text("Proposal.AmountPositive"));
        var money = amount is null ? file.Proposal.Current.Amount : amount with { Currency = amount.Currency ?? file.Proposal.Current.Amount.Currency ?? currencies.Of(turn.Profile.Calendar) };
        return await NewVersionAsync(turn, file, money, expiry, "proposal.newversion", cancellationToken);
    }

    private Task<Reply> NewVersionAsync(Turn turn, ProposalFile file, Money amount, Expiry expiry, string kind, CancellationToken cancellationToken)
    {
        var current = file.Proposal.Current;
        var facts = Accounts.Facts.Of(
            ("name", Fact.Text(file.Proposal.Name)), ("version", Fact.Text($"v{current.Number + 1}")),
            ("amount", Fact.Money(amount)), ("until", expiry.Until is { } until ? Fact.Date(until) : Fact.Text("–")));
        return desk.ChangeAsync(
            turn, file, new Entry(kind, file.Proposal.Row, facts),
            proposal => proposal.Current.Amount == amount && proposal.Current.ValidUntil == expiry.Until && proposal.Current.NoExpiryReason == expiry.NoExpiryReason
                ? null
                : proposal with
                {
                    Versions = [.. proposal.Versions, new(proposal.Current.Number + 1, amount, expiry.Until, expiry.NoExpiryReason, turn.Today, turn.Profile.Name)],
                    PostponedTo = null,
                    PostponedAt = null,
                },
            (_, after) => turn.Text(
                expiry.Until is null ? "Proposal.NewVersionNoEnd" : kind == "proposal.extended" ? "Proposal.Extended" : "Proposal.NewVersionNoted",
                ("name", after.Name), ("version", after.Current.Number), ("until", after.Current.Validity(turn.Reader, turn.Today))),
            cancellationToken);
    }

    private Task<Reply> Won(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken) =>
        EndAsync(turn, file, ProposalState.Won, null, cancellationToken);

    private async Task<Reply> Lost(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken) =>
        input.Text("reason") is { Length: > 0 } reason
            ? await EndAsync(turn, file, ProposalState.Lost, reason, cancellationToken)
            : AskForReason(turn, file);

    private Task<Reply> Withdraw(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken) =>
        EndAsync(turn, file, ProposalState.Withdrawn, null, cancellationToken);

    private Task<Reply> EndAsync(Turn turn, ProposalFile file, ProposalState state, string? reason, CancellationToken cancellationToken)
    {
        var facts = Accounts.Facts.Of(("name", Fact.Text(file.Proposal.Name)), ("reason", Fact.Text(reason)));
        return desk.ChangeAsync(
            turn, file, new Entry($"proposal.{state.ToString().ToLowerInvariant()}", file.Proposal.Row, facts),
            proposal => proposal.IsOpen ? proposal with { State = state, EndedOn = turn.Today, EndReason = reason } : null,
            (_, after) => turn.Text($"Proposal.Ended.{state}", ("name", after.Name), ("client", file.Account.Name)), cancellationToken);
    }

    private Task<Reply> Show(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken)
    {
        turn.Memory.Focus = new Focus(file.Account.Id, file.Proposal.Row, file.Proposal.Number);
        return Task.FromResult(Reply.Show(cards.Offer(desk.Facts(turn, file.Proposal, file.Account)).Note(AppLinks.Line(turn, links.Offer(file.Proposal.Name)))));
    }

    private static Reply AskForDate(Turn turn, ProposalFile file, string? problem)
    {
        var from = LocalDate.Max(turn.Today, file.Proposal.Current.ValidUntil ?? turn.Today);
        var choices = UsualExtensions.Select(days => Choices.Of(
            turn.Reader.Date(from.PlusDays(days), turn.Today), "proposal.extend",
            new { proposal = file.Proposal.Name, until = NodaTime.Text.LocalDatePattern.Iso.Format(from.PlusDays(days)) }));
        var card = new Card(turn.Text("Proposal.UntilWhen", ("name", file.Proposal.Name), ("client", file.Account.Name))).Line(problem, CardTone.Warning);
        var reply = Reply.Ask(card, [.. choices]);
        card.Form(turn.Text("Proposal.OtherDate"), [Inputs.Date("until", turn.Text("Proposal.ValidUntil"))], new CardButton(turn.Text("Proposal.Extend"), "proposal.extend", ProposalCards.Data(file.Proposal), CardButtonStyle.Positive));
        return reply.Wanting(ProposalCards.Data(file.Proposal), "until");
    }

    private static Reply AskForVersion(Turn turn, ProposalFile file, string? problem) => Reply.Show(
        new Card(turn.Text("Proposal.NewVersionHow", ("name", file.Proposal.Name), ("client", file.Account.Name))).Line(problem, CardTone.Warning)
            .Input(Inputs.Text("amount", turn.Text("Proposal.Amount"), turn.Reader.Money(file.Proposal.Current.Amount)))
            .Input(Inputs.Date("validity", turn.Text("Proposal.ValidUntil"), file.Proposal.Current.ValidUntil))
            .Button(turn.Text("Proposal.NewVersion"), "proposal.newversion", ProposalCards.Data(file.Proposal), CardButtonStyle.Positive)).Wanting(ProposalCards.Data(file.Proposal), "amount", "validity");

    private static Reply AskForReason(Turn turn, ProposalFile file)
    {
        var choices = turn.Text("Proposal.LossReasons").Split('|').Select(reason => Choices.Of(reason, "proposal.lost", new { proposal = file.Proposal.Name, reason }));
        var card = new Card(turn.Text("Proposal.WhyLost", ("name", file.Proposal.Name), ("client", file.Account.Name)));
        var reply = Reply.Ask(card, [.. choices]);
        card.Form(turn.Text("Proposal.OtherReason"), [Inputs.Text("reason", turn.Text("Proposal.Reason"))], new CardButton(turn.Text("Proposal.Lost"), "proposal.lost", ProposalCards.Data(file.Proposal)));
        return reply.Wanting(ProposalCards.Data(file.Proposal), "reason");
    }

    private LocalDate NextJointDay(Turn turn, ProposalFile file)
    {
        var settings = rules.Of(turn.ProfileOf(file.Account.Owner), file.Account);
        return WorkingDayArithmetic.FirstAfter(turn.Today, settings.Manager, settings.Client);
    }

    private LocalDate? PlannedCall(Turn turn, ProposalFile file) => cards.CallStillToCome(desk.Facts(turn, file.Proposal, file.Account));

    private static IReadOnlyDictionary<string, string> Names(Turn turn, ProposalFile file, IReadOnlyList<ProposalFile> also) =>
        Accounts.Facts.Of(("name", Fact.Text(turn.Reader.List([file.Proposal.Name, .. also.Select(other => other.Proposal.Name)]))));

    private static IReadOnlyDictionary<string, string> Names(ProposalFile file) => Accounts.Facts.Of(("name", Fact.Text(file.Proposal.Name)));
}
