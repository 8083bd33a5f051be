using KamBot.Conversation;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>Who is told a reminder: the user it is planned for, or who stands in for them now.</summary>
public interface IRecipients
{
    /// <param name="reminder">As it is planned.</param>
    /// <param name="owner">The user it is planned for, as they are known now.</param>
    /// <param name="now">The moment of telling.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Recipient> OfAsync(Reminder reminder, Profile owner, Instant now, CancellationToken cancellationToken);
}

/// <param name="Profile">Whose chat it goes to, in whose language and outside whose quiet hours.</param>
/// <param name="ForName">The user in whose place they are told; null when it is the user.</param>
public sealed record Recipient(Profile Profile, string? ForName = null)
{
    /// <summary>Nobody is told before this moment, and then all that waited is told together: the user is away and nobody stands in.</summary>
    public Instant? NotBefore { get; init; }
}

/// <summary>Everybody is told their own.</summary>
internal sealed class OwnersAlone : IRecipients
{
    public Task<Recipient> OfAsync(Reminder reminder, Profile owner, Instant now, CancellationToken cancellationToken) => Task.FromResult(new Recipient(owner));
}
