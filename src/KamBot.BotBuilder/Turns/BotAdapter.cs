using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>Runs turns: middleware first, then the bot.</summary>
public abstract class BotAdapter
{
    /// <summary>
    /// Answers a turn that is given up. Called once, in a fresh context, after the last attempt failed; what it sends is the
    /// only answer the user gets. The failure of a pressed button is told by an <see cref="Schema.AdaptiveCardInvokeResponse"/>
    /// in the turn's state. Null: a plain English sentence.
    /// </summary>
    public Func<ITurnContext, Exception, Task>? OnTurnError { get; set; }

    /// <summary>
    /// What is said instead of an invoke's answer that is not there in time, in the sender's language. Called while storage
    /// may hang: it must know by itself. Null: a plain English sentence.
    /// </summary>
    public Func<Activity, TurnDelay, string>? OnTurnDelayed { get; set; }

    /// <summary>
    /// Makes the message that tells what came of a dialog after its sender has been sent away, addressed to where it may be
    /// told: the dialog may have been sent from a chat that the bot is not in. It may be called again for the same dialog.
    /// The message goes out with the turn's other answers; null for nobody to tell. Without this function nothing is told and
    /// the sender is asked to try again.
    /// </summary>
    public Func<Activity, TaskModuleResponseBase, Task<Activity?>>? OnDialogAnsweredLate { get; set; }

    protected MiddlewareSet MiddlewareSet { get; } = new();

    /// <summary>Adds middleware around every turn; call it before the first one.</summary>
    public BotAdapter Use(IMiddleware middleware)
    {
        MiddlewareSet.Use(middleware);
        return this;
    }

    /// <summary>Runs a turn of the bot's own accord in a known conversation. Returns when its answers are out or safely queued.</summary>
    /// <param name="reference">The conversation, as an earlier turn or installation gave it.</param>
    /// <param name="callback">The turn.</param>
    /// <param name="cancellationToken">Ends the callback; a committed turn is still delivered.</param>
    /// <remarks>Turns of one conversation run one after another: called within a turn of the same conversation it would wait for itself.</remarks>
    /// <exception cref="ArgumentException">The reference names no channel or conversation (A7550).</exception>
    public abstract Task ContinueConversationAsync(ConversationReference reference, BotCallbackHandler callback, CancellationToken cancellationToken = default);

    protected Task RunPipelineAsync(ITurnContext turnContext, BotCallbackHandler callback, CancellationToken cancellationToken) =>
        MiddlewareSet.OnTurnAsync(turnContext, token => callback(turnContext, token), cancellationToken);
}
