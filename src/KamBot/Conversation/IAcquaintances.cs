namespace KamBot.Conversation;

/// <summary>Writes down whom KamBot met, so that colleagues can be named. Implemented by Accounts, which the conversation does not know.</summary>
public interface IAcquaintances
{
    /// <summary>A user spoke under a new name, or for the first time. The same again changes nothing.</summary>
    Task MetAsync(Profile profile, CancellationToken cancellationToken);
}
