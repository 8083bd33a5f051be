using KamBot.Conversation;

namespace KamBot.Accounts;

/// <summary>A slice that plans by the latest contact with a client: it hears of each one that is logged, by whatever slice, and of each that is taken back.</summary>
public interface IContactListener
{
    /// <summary>A second run of the same operation calls again, and must change nothing.</summary>
    /// <returns>Cards in the user's chat that are answered by the contact.</returns>
    Task<IReadOnlyList<CardUpdate>> ContactedAsync(Turn turn, AccountKey key, CancellationToken cancellationToken);
}
