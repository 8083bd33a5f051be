namespace KamBot.BotBuilder.Connector;

/// <summary>What waits for one conversation, and what that conversation has had lately.</summary>
internal sealed class CallLine(IReadOnlyList<RateLimit> limits)
{
    private readonly List<WaitingCall> _waiting = [];
    private readonly RateWindows _windows = new(limits);
    private TimeSpan _pausedUntil = TimeSpan.MinValue;
    private int _throttled;

    /// <summary>Who goes next here, if anybody waits.</summary>
    public WaitingCall? Head => _waiting.Count > 0 ? _waiting[0] : null;

    /// <summary>When something was let through last, as a count over the tenant: who had least lately goes first.</summary>
    public long LastTurn { get; private set; }

    public TimeSpan LastUsed { get; private set; }

    public void Add(WaitingCall call)
    {
        var behind = _waiting.FindIndex(other => other.Priority > call.Priority);
        _waiting.Insert(behind < 0 ? _waiting.Count : behind, call);
    }

    public void Remove(WaitingCall call) => _waiting.Remove(call);

    public TimeSpan EarliestAt(TimeSpan now) => Later(_pausedUntil, _windows.EarliestAt(now));

    /// <summary>One call goes now.</summary>
    public void Pass(TimeSpan now, long turn)
    {
        _windows.Add(now);
        (LastTurn, LastUsed) = (turn, now);
    }

    public void Move(TimeSpan from, TimeSpan to) => _windows.Move(from, to);

    /// <summary>The channel refused for the rate: nothing goes before it says, or before a pause that doubles where it does not say.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="asked">What the channel asked for.</param>
    /// <param name="jitter">From 0 to 1, so that those who were refused together do not come back together.</param>
    /// <returns>The pause.</returns>
    public TimeSpan Throttle(TimeSpan now, TimeSpan? asked, double jitter)
    {
        var backOff = TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Min(_throttled++, 6))) * (0.5 + jitter));
        var pause = asked ?? backOff;
        pause = pause < GateBounds.LongestPause ? pause : GateBounds.LongestPause;
        _pausedUntil = Later(_pausedUntil, now + pause);
        LastUsed = now;
        return pause;
    }

    public void Accepted() => _throttled = 0;

    /// <summary>Nobody waits and nothing that happened matters any more.</summary>
    public bool IsIdle(TimeSpan now) => _waiting.Count == 0 && _pausedUntil <= now && _windows.IsEmpty(now);

    public bool HasWaiting => _waiting.Count > 0;

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

/// <summary>A call that waits for its turn; the task ends when it may go.</summary>
internal sealed class WaitingCall(CallPriority priority, long order)
{
    private readonly TaskCompletionSource _mayGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CallPriority Priority => priority;

    /// <summary>The order of arrival in the tenant.</summary>
    public long Order => order;

    /// <summary>When its turn came.</summary>
    public TimeSpan TurnAt { get; set; }

    public Task MayGo => _mayGo.Task;

    public void Go() => _mayGo.TrySetResult();
}
