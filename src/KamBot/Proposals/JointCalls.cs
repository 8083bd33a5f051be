using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Reminders;

namespace KamBot.Proposals;

/// <summary>E9: who has two offers at one client does not call twice. Calls that are due together are one call, told by the lowest number.</summary>
public sealed class JointCalls(ReminderStore reminders, ProposalStore store)
{
    /// <summary>Why a reminder was not told: another one said it.</summary>
    public const string Together = "together";

    /// <summary>More offers than this to one client on one day are several calls.</summary>
    private const int Most = 20;

    /// <summary>The client's other open offers whose reminder of this kind belongs to the same hour, by number.</summary>
    public async Task<IReadOnlyList<ProposalFile>> WithAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var others = (await reminders.OfAccountAsync(reminder.User, reminder.Subject.Account, cancellationToken)).Where(other =>
            other.Kind == reminder.Kind && other.Subject != reminder.Subject && (other.DueDay, other.DueTime) == (reminder.DueDay, reminder.DueTime)
            && other is { State: ReminderState.Planned or ReminderState.Sending or ReminderState.Sent } or { State: ReminderState.Dropped, Why: Together });
        var call = others.Select(other => other.Subject.Row).Append(reminder.Subject.Row).Order(StringComparer.Ordinal).Chunk(Most).First(rows => rows.Contains(reminder.Subject.Row));
        var files = new List<ProposalFile>();
        foreach (var row in call.Where(row => row != reminder.Subject.Row))
        {
            if (await store.FindAsync(new AccountKey(reminder.User.Tenant, reminder.Subject.Account), row, cancellationToken) is { Proposal: { IsOpen: true, CalledAt: null, ConfirmedAt: null } } file)
                files.Add(file);
        }

        return files;
    }

    /// <summary>The same of the call of an offer that was told, or would have been.</summary>
    public async Task<IReadOnlyList<ProposalFile>> WithCallOfAsync(UserKey user, ReminderSubject subject, CancellationToken cancellationToken)
    {
        var call = (await reminders.OfSubjectAsync(user, subject, cancellationToken)).Select(row => row.Reminder)
            .Where(each => each is { Kind: ProposalRules.Call, State: not ReminderState.Withdrawn }).MaxBy(each => each.DueDay);
        return call is { State: not ReminderState.Planned } ? await WithAsync(call, cancellationToken) : [];
    }

    /// <summary>Those that a card's button names beside its own.</summary>
    public async Task<IReadOnlyList<ProposalFile>> NamedAsync(Turn turn, ProposalFile file, CommandInput input, CancellationToken cancellationToken)
    {
        var files = new List<ProposalFile>();
        foreach (var name in (input.Press?.Text("also") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(Most))
        {
            if (Proposal.NumberOf(name) is { } number && number != file.Proposal.Number
                && await store.FindAsync(turn.User, number, cancellationToken) is { Proposal.IsOpen: true } other && other.Account.Id == file.Account.Id)
                files.Add(other);
        }

        return files;
    }
}
