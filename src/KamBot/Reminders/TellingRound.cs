using System.Collections.Concurrent;
using System.Runtime.InteropServices;
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
/// <param name="FullUntil">The chat takes nothing before that: the user's other reminders wait too.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Told(int Messages, Instant? FullUntil = null)
{
    public bool IsFull => FullUntil is not null;

    public Told And(Told other) => new(Messages + other.Messages, other.FullUntil ?? FullUntil);
}
