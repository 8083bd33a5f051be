using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Team;

/// <summary>The question and its answer, as reminders.</summary>
public sealed class StandingDeputyReminders(StandingDeputies deputies, ReminderPlans plans, Profiles profiles) : IReminderSource
{
    public string RowPrefix => StandingDeputies.RowPrefix;

    public bool IsPersonal => true;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await FindAsync(reminder, cancellationToken) is { StandingDeputy: { } deputy } owner
            ? (reminder.Kind, deputy) switch
            {
                (StandingDeputies.Ask, { Answer: DeputyAnswer.Asked }) when deputy.Is(reminder.User) => new Telling.Show(StandingDeputies.AskCard(owner, moment.Reader)),
                (StandingDeputies.Answered, { AnsweredAt: not null }) => new Telling.Show(StandingDeputies.AnsweredCard(deputy, moment.Reader)),
                _ => new Telling.Skip("ended"),
            }
            : new Telling.Skip("ended");

    public async Task<Card?> ClosedAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        reminder.Kind == StandingDeputies.Ask && await FindAsync(reminder, cancellationToken) is { } owner ? StandingDeputies.AnsweredByDeputy(owner, moment.Reader) : null;

    public async Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        reminder.Kind == StandingDeputies.Ask && await FindAsync(reminder, cancellationToken) is { } owner
            ? new ReminderLine(moment.Reader.Text("Standing.AskTitle", ("owner", owner.Name)), moment.Reader.Text("Standing.Why"))
            : null;

    public async Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(user, cancellationToken) is not { } profile)
            return [];
        if (await deputies.FindAsync(user, subject.Row[RowPrefix.Length..], cancellationToken) is not { } owner)
            return await plans.PlanAsync(user, profile.DateTimeZone, subject, [], now, operation, cancellationToken);
        return owner.User == user
            ? await deputies.PlanAsync(owner, null, now, operation, cancellationToken)
            : await deputies.PlanForAsync(profile, owner, now, operation, cancellationToken);
    }

    private Task<Profile?> FindAsync(Reminder reminder, CancellationToken cancellationToken) => deputies.FindAsync(reminder.User, reminder.Subject.Row[RowPrefix.Length..], cancellationToken);
}
