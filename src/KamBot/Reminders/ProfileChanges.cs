using KamBot.Accounts;
using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>A changed zone, calendar or rule of the user's moves all that is planned for them; one of a client's, what is about the client.</summary>
public sealed class ProfileChanges(Replanning replanning) : IProfileListener, IAccountListener
{
    public Task<IReadOnlyList<Moved>> ChangedAsync(Turn turn, CancellationToken cancellationToken) => ReplanAsync(turn, turn.Profile, account: null, cancellationToken);

    public Task<IReadOnlyList<Moved>> ChangedAsync(Turn turn, Account account, CancellationToken cancellationToken) => ReplanAsync(turn, turn.ProfileOf(account.Owner), account.Id, cancellationToken);

    private async Task<IReadOnlyList<Moved>> ReplanAsync(Turn turn, Profile owner, string? account, CancellationToken cancellationToken)
    {
        var before = await replanning.PlannedAsync(owner.User, account, cancellationToken);
        await replanning.RunAsync(owner.User, before, turn.Now, turn.Operation, cancellationToken);
        var after = await replanning.PlannedAsync(owner.User, account, cancellationToken);
        return await replanning.MovedAsync(before, after, new ReminderMoment(turn.Now, owner, turn.Reader), cancellationToken);
    }
}
