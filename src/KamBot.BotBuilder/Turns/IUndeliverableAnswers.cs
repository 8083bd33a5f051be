using KamBot.BotBuilder.Connector;

namespace KamBot.BotBuilder.Turns;

/// <summary>Hears of answers that will not go out any more, before they are removed: the bot may tell of them when it can.</summary>
public interface IUndeliverableAnswers
{
    /// <summary>Called again for the same answers when the process died in between.</summary>
    /// <param name="answers">Of one conversation, in order.</param>
    /// <param name="result">What the channel made of the first of them.</param>
    /// <param name="cancellationToken">The deadline of the delivery.</param>
    Task DroppedAsync(IReadOnlyList<UndeliverableAnswer> answers, ConnectorResult result, CancellationToken cancellationToken);
}

/// <param name="Answer">What was to be sent, changed or deleted.</param>
/// <param name="CommittedAt">When its turn was committed.</param>
public sealed record UndeliverableAnswer(TurnAnswer Answer, DateTimeOffset CommittedAt);

/// <summary>For a bot that keeps no account of them.</summary>
internal sealed class ForgottenAnswers : IUndeliverableAnswers
{
    public Task DroppedAsync(IReadOnlyList<UndeliverableAnswer> answers, ConnectorResult result, CancellationToken cancellationToken) => Task.CompletedTask;
}
