namespace KamBot.BotBuilder.Turns;

/// <summary>Between a turn and the request that waits for it: given in time, or the request has gone. What comes first counts.</summary>
internal sealed class AwaitedAnswer
{
    private readonly TaskCompletionSource<FinishedTurn> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the answer.</summary>
    public Task Given => _answer.Task;

    /// <summary>Nobody waits any more: what the turn comes to has to be told in the conversation.</summary>
    public bool IsLate => _answer.Task.IsCanceled;

    /// <summary>The turn is written down: it will be brought to its end whatever happens.</summary>
    public bool IsReceived { get; set; }

    public TypingIndicator Typing { get; } = new();

    /// <summary>For a turn that no request waits for.</summary>
    public static AwaitedAnswer ByNobody()
    {
        var nobody = new AwaitedAnswer();
        nobody.Leave();
        return nobody;
    }

    /// <summary>False when nobody waits any more.</summary>
    public bool TryGive(FinishedTurn finished) => _answer.TrySetResult(finished);

    /// <summary>The request waits no longer. What was given to it so far, or null.</summary>
    public FinishedTurn? Leave() => _answer.TrySetCanceled() ? null : _answer.Task.Result;
}
