namespace KamBot.BotBuilder.Turns;

/// <summary>What answers activities. One instance serves every turn at once.</summary>
public interface IBot
{
    /// <param name="turnContext">The turn.</param>
    /// <param name="cancellationToken">Ends when the turn's own deadline is over or the process stops.</param>
    Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default);
}
