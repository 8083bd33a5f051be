using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Team;

/// <summary>What an absence answers when something of it is due to its manager or to the colleague who covers.</summary>
public sealed class AbsenceReminders(AbsenceBook book, AbsencePlans plans, AbsenceCards cards, ReturnSummary summary, Profiles profiles) : IReminderSource
{
    public string RowPrefix => AbsencePlans.RowPrefix;

    public bool IsPersonal => true;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder, cancellationToken) is not { } of || of.Absence.CancelledAt is not null && reminder.Kind != AbsenceRules.Ended)
            return new Telling.Skip("ended");
        var (owner, absence) = of;
        var isOver = absence.IsOver(moment.Now, owner.DateTimeZone);
        return reminder.Kind switch
        {
            AbsenceRules.Ask when !isOver && absence.Deputy is { Answer: DeputyAnswer.Asked } asked && asked.Is(reminder.User) => new Telling.Show(AbsenceCards.Ask(owner, absence, moment.Reader, moment.Today)),
            AbsenceRules.Ended => new Telling.Show(AbsenceCards.Ended(owner, moment.Reader)),
            AbsenceRules.Answered when !isOver && absence.Deputy?.AnsweredAt is not null => new Telling.Show(cards.Answered(owner, absence, moment.Reader, moment.Now)),
            AbsenceRules.Unanswered when !isOver && absence.Deputy is { HasAccepted: false } => new Telling.Show(cards.Unanswered(owner, absence, moment.Reader, moment.Now)),
            AbsenceRules.Return => new Telling.Show(await summary.CardAsync(owner, absence, moment.Reader, moment.Now, cancellationToken)),
            _ => new Telling.Skip("ended"),
        };
    }

    public async Task<Card?> ClosedAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { } of && reminder.Kind == AbsenceRules.Ask
            ? of.Absence.Deputy is { Answer: not DeputyAnswer.Asked } deputy && deputy.Is(reminder.User)
                ? AbsenceCards.AnsweredByDeputy(of.Owner, of.Absence, moment.Reader, moment.Today)
                : AbsenceCards.Ended(of.Owner, moment.Reader)
            : null;

    public async Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await FindAsync(reminder, cancellationToken) is not { Absence.CancelledAt: null } of)
            return null;
        var days = AbsenceCards.Days(of.Absence, moment.Reader, moment.Today);
        var title = reminder.Kind is AbsenceRules.Ask or AbsenceRules.Ended
            ? moment.Reader.Text($"Absence.Plan.{reminder.Kind}", ("days", days), ("owner", of.Owner.Name))
            : moment.Reader.Text($"Absence.Plan.{reminder.Kind}", ("days", days));
        return new ReminderLine(title, moment.Reader.Text("Absence.Why"), new CardButton(moment.Reader.Text("Absence.Show"), "absence.who", AbsenceCards.Data(of.Absence)));
    }

    /// <summary>The user's own absences and those they were asked to cover; of past ones there is nothing to plan.</summary>
    public async Task<IReadOnlyList<ReminderSubject>> OpenSubjectsAsync(UserKey user, CancellationToken cancellationToken) =>
        await profiles.FindAsync(user, cancellationToken) is { } profile
            ? [.. profile.Absences.Where(each => each.CancelledAt is null).Select(each => each.Id).Concat(profile.Covers.Select(cover => cover.Request)).Distinct(StringComparer.Ordinal).Select(AbsencePlans.Subject)]
            : [];

    public async Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return [];
        if (await book.FindAsync(user, AbsencePlans.IdOf(subject), cancellationToken) is not { } of)
            return await plans.ForgetAsync(profile, subject, now, operation, cancellationToken);
        return of.Owner.User == user
            ? await plans.PlanOwnerAsync(of, now, operation, cancellationToken)
            : await plans.PlanDeputyAsync(profile, of.Absence, now, operation, cancellationToken);
    }

    private Task<AbsenceOf?> FindAsync(Reminder reminder, CancellationToken cancellationToken) => book.FindAsync(reminder.User, AbsencePlans.IdOf(reminder.Subject), cancellationToken);
}
