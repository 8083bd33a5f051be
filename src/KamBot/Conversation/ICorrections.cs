namespace KamBot.Conversation;

/// <summary>A slice that lets "no, Tuesday at 10" change what was saved a moment ago. Not a command: such words say what, but not of what.</summary>
public interface ICorrections
{
    /// <param name="turn">Who and when.</param>
    /// <param name="words">What follows the word of correction.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    /// <returns>What is true now, or why it stays; null when nothing of this slice was saved last.</returns>
    Task<Reply?> CorrectAsync(Turn turn, string words, CancellationToken cancellationToken);
}
