using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <inheritdoc cref="ITurnContext"/>
public sealed class TurnContext : ITurnContext
{
    /// <summary>More answers than this in one turn is a loop, and would not fit one transaction.</summary>
    public const int MaxAnswers = 50;

    private readonly List<TurnAnswer> _answers = [];
    private bool _closed;

    /// <param name="adapter">The adapter that runs the turn.</param>
    /// <param name="activity">What came in.</param>
    /// <param name="operationId">The turn's name, stable over its runs.</param>
    /// <param name="receivedAt">When it came in, stable over its runs.</param>
    public TurnContext(BotAdapter adapter, Activity activity, string operationId, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentException.ThrowIfNullOrEmpty(operationId);
        (Adapter, Activity, OperationId, ReceivedAt) = (adapter, activity, operationId, receivedAt);
    }

    public BotAdapter Adapter { get; }

    public Activity Activity { get; }

    public TurnContextStateCollection TurnState { get; } = new();

    public bool Responded { get; private set; }

    public string OperationId { get; }

    public DateTimeOffset ReceivedAt { get; }

    /// <summary>What goes out once the turn is committed, in order.</summary>
    public IReadOnlyList<TurnAnswer> BufferedAnswers => _answers;

    public Task<ResourceResponse> SendActivityAsync(string text, CancellationToken cancellationToken = default) =>
        SendActivityAsync(MessageFactory.Text(text), cancellationToken);

    public Task<ResourceResponse> SendActivityAsync(Activity activity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activity);
        activity.Type ??= ActivityTypes.Message;
        Buffer(new TurnAnswer(TurnAnswerKind.Send, activity.ApplyConversationReference(Activity.GetConversationReference())));
        Responded |= activity.Type != ActivityTypes.Typing;
        return Task.FromResult(new ResourceResponse());
    }

    public async Task<IReadOnlyList<ResourceResponse>> SendActivitiesAsync(IReadOnlyList<Activity> activities, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activities);
        var responses = new List<ResourceResponse>(activities.Count);
        foreach (var activity in activities)
            responses.Add(await SendActivityAsync(activity, cancellationToken));
        return responses;
    }

    public Task<ResourceResponse> UpdateActivityAsync(Activity activity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentException.ThrowIfNullOrEmpty(activity.Id, nameof(activity));
        activity.Type ??= ActivityTypes.Message;
        Buffer(new TurnAnswer(TurnAnswerKind.Update, activity.ApplyConversationReference(Activity.GetConversationReference())));
        return Task.FromResult(new ResourceResponse(activity.Id));
    }

    public Task DeleteActivityAsync(string activityId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(activityId);
        Buffer(new TurnAnswer(TurnAnswerKind.Delete, new Activity { Id = activityId }.ApplyConversationReference(Activity.GetConversationReference())));
        return Task.CompletedTask;
    }

    /// <summary>Sends a message to the conversation that it names itself.</summary>
    internal void SendAsAddressed(Activity activity) => Buffer(new TurnAnswer(TurnAnswerKind.Send, activity));

    /// <summary>Ends the turn: what somebody still tries to send through this context is refused instead of being lost quietly.</summary>
    internal void Close() => _closed = true;

    private void Buffer(TurnAnswer answer)
    {
        if (_closed)
            throw new InvalidOperationException("The turn is over. Use BotAdapter.ContinueConversationAsync to write later.");
        if (_answers.Count == MaxAnswers)
            throw new InvalidOperationException($"A turn has at most {MaxAnswers} answers.");
        _answers.Add(answer);
    }
}

/// <summary>One thing a turn does in the conversation once it is committed.</summary>
public sealed record TurnAnswer(TurnAnswerKind Kind, Activity Activity);

public enum TurnAnswerKind
{
    Send,
    Update,
    Delete,
}
