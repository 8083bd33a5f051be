using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>
/// One turn: the activity that came in, the state that goes with it, and the way to answer.
/// </summary>
/// <remarks>
/// Everything sent, updated or deleted here is <em>buffered</em> and goes out, in order, only after the turn has been
/// committed together with its state. So nothing is told that is not saved, and a <see cref="ResourceResponse"/> from here
/// has no id. A turn can run more than once (lost race, restart): its writes carry <see cref="OperationId"/> so that the
/// second run changes nothing.
/// </remarks>
public interface ITurnContext
{
    BotAdapter Adapter { get; }

    Activity Activity { get; }

    TurnContextStateCollection TurnState { get; }

    /// <summary>True once an answer other than a typing indicator has been buffered.</summary>
    bool Responded { get; }

    /// <summary>Names this turn, the same in every run of it: a hash, without personal data.</summary>
    string OperationId { get; }

    /// <summary>When the activity first arrived, the same in every run.</summary>
    DateTimeOffset ReceivedAt { get; }

    /// <summary>Buffers a line of text.</summary>
    /// <exception cref="InvalidOperationException">The turn is over, or has more answers than a turn may have.</exception>
    Task<ResourceResponse> SendActivityAsync(string text, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SendActivityAsync(string, CancellationToken)"/>
    /// <summary>Buffers an activity; whom it is from and to is filled in.</summary>
    Task<ResourceResponse> SendActivityAsync(Activity activity, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SendActivityAsync(string, CancellationToken)"/>
    /// <summary>Buffers several activities, in order.</summary>
    Task<IReadOnlyList<ResourceResponse>> SendActivitiesAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SendActivityAsync(string, CancellationToken)"/>
    /// <summary>Buffers the replacement of the activity whose <see cref="Activity.Id"/> it bears. If that one is gone it is sent anew.</summary>
    /// <exception cref="ArgumentException">The activity has no id.</exception>
    Task<ResourceResponse> UpdateActivityAsync(Activity activity, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SendActivityAsync(string, CancellationToken)"/>
    /// <summary>Buffers the deletion of an activity of this conversation.</summary>
    Task DeleteActivityAsync(string activityId, CancellationToken cancellationToken = default);
}

/// <summary>What is run in a turn of the bot's own accord.</summary>
public delegate Task BotCallbackHandler(ITurnContext turnContext, CancellationToken cancellationToken);
