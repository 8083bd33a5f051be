using KamBot.Conversation;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Team;

/// <summary>What follows from an absence as reminders of the ordinary engine: asked once, answered once, summed up once, whatever restarts.</summary>
public sealed class AbsencePlans(ReminderRules rules, ReminderPlans plans, Profiles profiles)
{
    public const string RowPrefix = "absence~";

    /// <summary>It is about no client.</summary>
    public const string Account = "team";

    public static ReminderSubject Subject(string id) => new(Account, RowPrefix + id);

    public static string IdOf(ReminderSubject subject) => subject.Row[RowPrefix.Length..];

    /// <summary>Plans both sides anew.</summary>
    /// <returns>Cards of the acting user's that are answered by this.</returns>
    public async Task<IReadOnlyList<Reminder>> PlanAsync(Turn turn, AbsenceOf of, CancellationToken cancellationToken)
    {
        var closed = new List<Reminder>();
        closed.AddRange(await PlanOwnerAsync(of, turn.Now, turn.Operation, cancellationToken));
        if (of.Absence.Deputy is { } deputy && await profiles.FindAsync(new UserKey(of.Owner.User.Tenant, deputy.User), cancellationToken) is { } colleague)
            closed.AddRange(await PlanDeputyAsync(colleague, of.Absence, turn.Now, turn.Operation, cancellationToken));
        return [.. closed.Where(reminder => reminder.User == turn.User)];
    }

    public Task<IReadOnlyList<Reminder>> PlanOwnerAsync(AbsenceOf of, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(of.Owner.User, of.Owner.DateTimeZone, Subject(of.Absence.Id), AbsenceRules.OfOwner(of.Absence, of.Owner.DateTimeZone, rules.Of(of.Owner)), now, operation, cancellationToken);

    public Task<IReadOnlyList<Reminder>> PlanDeputyAsync(Profile deputy, Absence absence, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(deputy.User, deputy.DateTimeZone, Subject(absence.Id), AbsenceRules.OfDeputy(absence, deputy.User, deputy.DateTimeZone), now, operation, cancellationToken);

    /// <summary>Another colleague was asked instead; who had accepted hears of it.</summary>
    public async Task ReleaseAsync(Turn turn, string id, Deputy before, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(new UserKey(turn.User.Tenant, before.User), cancellationToken) is { } colleague)
        {
            PlannedReminder[] plan = before.HasAccepted ? [AbsenceRules.OverAt(turn.Now, colleague.DateTimeZone)] : [];
            await plans.PlanAsync(colleague.User, colleague.DateTimeZone, Subject(id), plan, turn.Now, turn.Operation, cancellationToken);
        }
    }

    /// <summary>It is gone: nothing more is said of it to this user.</summary>
    public Task<IReadOnlyList<Reminder>> ForgetAsync(Profile user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        plans.PlanAsync(user.User, user.DateTimeZone, subject, [], now, operation, cancellationToken);
}
