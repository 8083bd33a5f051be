using System.Diagnostics.CodeAnalysis;

namespace KamBot.BotBuilder.Turns;

/// <summary>Something that happens around every turn, of the user's accord or the bot's.</summary>
[SuppressMessage("Naming", "CA1716", Justification = "The SDK's parameter name; KamBot is C# throughout.")]
public interface IMiddleware
{
    /// <param name="turnContext">The turn.</param>
    /// <param name="next">The rest of the turn; not calling it ends the turn here.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default);
}

/// <summary>The rest of a turn.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The SDK's name for the same thing.")]
public delegate Task NextDelegate(CancellationToken cancellationToken);

/// <summary>Middleware in the order it was added, itself one.</summary>
public sealed class MiddlewareSet : IMiddleware
{
    private readonly List<IMiddleware> _middleware = [];

    public MiddlewareSet Use(IMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        _middleware.Add(middleware);
        return this;
    }

    public Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default) =>
        RunFromAsync(0, turnContext, next, cancellationToken);

    private Task RunFromAsync(int index, ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken) =>
        index == _middleware.Count
            ? next(cancellationToken)
            : _middleware[index].OnTurnAsync(turnContext, token => RunFromAsync(index + 1, turnContext, next, token), cancellationToken);
}
