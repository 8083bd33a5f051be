namespace KamBot.Conversation;

/// <summary>A slice whose cards hold more than one thing: an answer that would take the place of such a card, or of a part of it, is put right by it.</summary>
public interface IReplyShaper
{
    /// <summary>The answer as it goes out. A second run of the same turn is given the same.</summary>
    Task<Reply> ShapeAsync(Turn turn, Reply reply, CancellationToken cancellationToken);
}
