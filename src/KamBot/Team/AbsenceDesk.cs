using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Team;

/// <summary>What is done with absences: write them, plan what is said to whom, answer. The same operation again changes nothing.</summary>
public sealed class AbsenceDesk(AbsenceBook book, AbsencePlans plans, AbsenceCards cards, ReturnSummary summary)
{
    /// <summary>Names a new absence within its operation.</summary>
    public const string Step = "absence";

    public async Task<Reply> AddAsync(Turn turn, DateRange days, Profile? deputy, string? replaces, CancellationToken cancellationToken)
    {
        if (replaces is not null && turn.Profile.Absences.FirstOrDefault(each => each.Id == replaces) is { } old)
            await CancelAsync(turn, old, cancellationToken);
        var absence = new Absence
        {
            Id = turn.Operation.Step(Step).Value,
            From = days.From,
            To = days.To,
            Deputy = deputy is null ? null : new Deputy(deputy.User.Id, deputy.Name, turn.Now),
        };
        turn.Profile = await book.AddAsync(turn.User, absence, turn.Now, cancellationToken);
        return await ShowAsync(turn, absence.Id, (stored, reader) => reader.Text("Absence.Noted", ("days", AbsenceCards.Days(stored, reader, turn.Today))), cancellationToken);
    }

    /// <summary>Asks a colleague, in place of another perhaps.</summary>
    public async Task<Reply> AskAsync(Turn turn, Absence absence, Profile deputy, CancellationToken cancellationToken)
    {
        var before = absence.Deputy;
        if (before is { Answer: not DeputyAnswer.Declined } && before.Is(deputy.User) && before.AskedAt != turn.Now)
            return Reply.Show(cards.Own(turn.Profile, absence, turn.Reader, turn.Now, turn.Text("Absence.Already")));
        turn.Profile = await book.ChangeAsync(turn.User, absence.Id, each => each with { Deputy = new Deputy(deputy.User.Id, deputy.Name, turn.Now) }, cancellationToken);
        if (before is not null && !before.Is(deputy.User))
            await plans.ReleaseAsync(turn, absence.Id, before, cancellationToken);
        return await ShowAsync(turn, absence.Id, (stored, reader) => reader.Text("Absence.AskedNow", ("deputy", stored.Deputy!.Name)), cancellationToken);
    }

    public async Task<Reply> CancelAsync(Turn turn, Absence absence, CancellationToken cancellationToken)
    {
        turn.Profile = await book.ChangeAsync(turn.User, absence.Id, each => each.CancelledAt is null ? each with { CancelledAt = turn.Now, EndedBy = turn.Operation.Value } : each, cancellationToken);
        return await ShowAsync(turn, absence.Id, (stored, reader) => reader.Text("Absence.Cancelled", ("days", AbsenceCards.Days(stored, reader, turn.Today))), cancellationToken);
    }

    /// <summary>Back before the last day: the summary at once, and everything comes to the manager again.</summary>
    public async Task<Reply> BackAsync(Turn turn, Absence absence, CancellationToken cancellationToken)
    {
        turn.Profile = await book.ChangeAsync(turn.User, absence.Id, each => each.EndedAt is null ? each with { EndedAt = turn.Now, EndedBy = turn.Operation.Value } : each, cancellationToken);
        var ended = turn.Profile.Absences.First(each => each.Id == absence.Id);
        var closed = await plans.PlanAsync(turn, new AbsenceOf(turn.Profile, ended), cancellationToken);
        var card = await summary.CardAsync(turn.Profile, ended, turn.Reader, turn.Now, cancellationToken);
        return Reply.Show(card).With(Closed(closed, new Card(card.Headline)));
    }

    /// <summary>The colleague's word. From a yes on the manager's reminders of those days are theirs.</summary>
    public async Task<Reply> AnswerAsync(Turn turn, AbsenceOf asked, DeputyAnswer answer, CancellationToken cancellationToken)
    {
        var owner = await book.ChangeAsync(
            asked.Owner.User, asked.Absence.Id, each => each.Deputy is { } deputy && deputy.Is(turn.User) ? each with { Deputy = deputy.With(answer, turn.Now) } : each, cancellationToken);
        var absence = owner.Absences.First(each => each.Id == asked.Absence.Id);
        var closed = await plans.PlanAsync(turn, new AbsenceOf(owner, absence), cancellationToken);
        var card = AbsenceCards.AnsweredByDeputy(owner, absence, turn.Reader, turn.Today);
        return Reply.Show(card).With(Closed(closed, AbsenceCards.AnsweredByDeputy(owner, absence, turn.Reader, turn.Today)));
    }

    private async Task<Reply> ShowAsync(Turn turn, string id, Func<Absence, Reader, string> headline, CancellationToken cancellationToken)
    {
        var stored = turn.Profile.Absences.First(each => each.Id == id);
        var closed = await plans.PlanAsync(turn, new AbsenceOf(turn.Profile, stored), cancellationToken);
        var card = cards.Own(turn.Profile, stored, turn.Reader, turn.Now, headline(stored, turn.Reader), CardTone.Good);
        return Reply.Show(card).With(Closed(closed, new Card(card.Headline)));
    }

    private static IEnumerable<CardUpdate> Closed(IEnumerable<Reminder> reminders, Card card) => reminders.Select(reminder => new CardUpdate(reminder.ActivityId!, card));
}
