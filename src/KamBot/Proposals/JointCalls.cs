using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Reminders;
using NodaTime;

namespace KamBot.Proposals;

/// <summary>
/// E9: who has two offers at one client does not call twice. Calls that are due together are one call, told by the lowest number.
/// So many that they would be a digest (R8) are rows of it instead.
/// </summary>
public sealed class JointCalls(ReminderStore reminders, ProposalStore store, ReminderRules rules)
{
    /// <summary>Why a reminder was not told: another one said it.</summary>
    public const string Together = "together";

    private const int MostNamed = 50;

    private static readonly Period Wait = Period.FromMinutes(2);

    /// <summary>The client's other open offers whose reminder of this kind belongs to the same hour, by number.</summary>
    public async Task<IReadOnlyList<JointCall>> WithAsync(Reminder reminder, Profile profile, CancellationToken cancellationToken)
    {
        var others = (await reminders.OfAccountAsync(reminder.User, reminder.Subject.Account, cancellationToken)).Where(other =>
            other.Kind == reminder.Kind && other.Subject != reminder.Subject && (other.DueDay, other.DueTime) == (reminder.DueDay, reminder.DueTime)
            && other is { State: ReminderState.Planned or ReminderState.Sent } or { State: ReminderState.Dropped, Why: Together });
        List<Reminder> rows = [.. others.OrderBy(other => other.Subject.Row, StringComparer.Ordinal)];
        if (rows.Count >= rules.Of(profile).DigestAbove)
            return [];
        var files = new List<JointCall>();
        foreach (var row in rows)
        {
            if (await store.FindAsync(new AccountKey(reminder.User.Tenant, reminder.Subject.Account), row.Subject.Row, cancellationToken) is { Proposal: { IsOpen: true, CalledAt: null, ConfirmedAt: null } } file)
                files.Add(new JointCall(file, row));
        }

        return files;
    }

    /// <summary>What is told of a call instead of itself where one of a lower number tells it too; null where it is told itself.</summary>
    /// <param name="reminder">The call's.</param>
    /// <param name="number">Its offer's.</param>
    /// <param name="joint">See <see cref="WithAsync"/>.</param>
    /// <param name="moment">When it is looked at.</param>
    /// <param name="profile">Whose.</param>
    public Telling? ToldBy(Reminder reminder, int number, IReadOnlyList<JointCall> joint, Instant moment, Profile profile)
    {
        var lower = joint.Where(other => other.File.Proposal.Number < number).ToList();
        if (lower.Exists(other => other.Reminder.State != ReminderState.Planned))
            return new Telling.Skip(Together);
        // The other one may fail: only when it is told this one is let go, and it waits once.
        var planned = reminder.DueTime is { } time ? reminder.DueDay + time : rules.Of(profile).At(reminder.DueDay);
        return lower.Count > 0 && reminder.At == planned ? new Telling.Move(moment.InZone(profile.DateTimeZone).LocalDateTime + Wait) : null;
    }

    /// <summary>The same of the call of an offer that was told, or would have been.</summary>
    public async Task<IReadOnlyList<ProposalFile>> WithCallOfAsync(Profile profile, ReminderSubject subject, CancellationToken cancellationToken)
    {
        var call = (await reminders.OfSubjectAsync(profile.User, subject, cancellationToken)).Select(row => row.Reminder)
            .Where(each => each is { Kind: ProposalRules.Call, State: not ReminderState.Withdrawn }).MaxBy(each => each.DueDay);
        return call is { State: not ReminderState.Planned } ? [.. (await WithAsync(call, profile, cancellationToken)).Select(other => other.File)] : [];
    }

    /// <summary>Those that a card's button names beside its own.</summary>
    public async Task<IReadOnlyList<ProposalFile>> NamedAsync(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken)
    {
        var files = new List<ProposalFile>();
        foreach (var name in (input.Press?.Text("also") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostNamed))
        {
            if (Proposal.NumberOf(name) is { } number && number != file.Proposal.Number
                && await store.FindAsync(turn.User, number, cancellationToken) is { Proposal.IsOpen: true } other && other.Account.Id == file.Account.Id)
                files.Add(other);
        }

        return files;
    }
}

/// <summary>A further offer of one call, with its own reminder of it.</summary>
public sealed record JointCall(ProposalFile File, Reminder Reminder);
