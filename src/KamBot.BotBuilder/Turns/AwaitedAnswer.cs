namespace KamBot.BotBuilder.Turns;

/// <summary>Between a turn and the request that waits for it: given in time, or the request has gone. What comes first counts.</summary>
internal sealed class AwaitedAnswer
{
    private readonly TaskCompletionSource<FinishedTurn> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _out = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the answer.</summary>
    public Task Given => _answer.Task;

    /// <summary>Ends when the turn's answers are out, or wait for their next attempt. What is left then is to write that down.</summary>
    public Task Out => _out.Task;

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

    /// <summary>Whoever waited for the answers to be out need not wait for the turn's end.</summary>
    public void AreOut() => _out.TrySetResult();

    /// <summary>The request waits no longer. What was given to it so far, or null.</summary>
    public FinishedTurn? Leave() => _answer.TrySetCanceled() ? null : _answer.Task.Result;
}
