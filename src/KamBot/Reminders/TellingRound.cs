using System.Collections.Concurrent;
using KamBot.Conversation;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>What one look of a sweep has read already. Not kept longer: it lasts seconds.</summary>
internal sealed class TellingRound(Profiles profiles)
{
    private readonly ConcurrentDictionary<UserKey, Profile?> _profiles = new();

    public async Task<Profile?> ProfileAsync(UserKey user, CancellationToken cancellationToken) =>
        _profiles.TryGetValue(user, out var known) ? known : _profiles[user] = await profiles.FindAsync(user, cancellationToken);

    /// <summary>Something happened to them that changed their row.</summary>
    public void Forget(UserKey user) => _profiles.TryRemove(user, out _);
}

/// <summary>What came of what was told a user in one go. The default: it is settled without a message, or put off.</summary>
/// <param name="Messages">How many reached the chat.</param>
/// <param name="IsFull">The chat takes nothing more now: the user's other reminders wait too.</param>
/// <param name="RetryAfter">How long, where the channel said so.</param>
internal readonly record struct Told(int Messages, bool IsFull = false, Duration? RetryAfter = null)
{
    public Told And(Told other) => new(Messages + other.Messages, IsFull || other.IsFull, other.RetryAfter ?? RetryAfter);
}
