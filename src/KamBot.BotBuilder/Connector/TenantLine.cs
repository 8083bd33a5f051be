namespace KamBot.BotBuilder.Connector;

/// <summary>
/// All that waits to be sent into one tenant, and whose turn it is: answers before reminders, and among equals the
/// conversation that had its last turn longest ago, so that one person's hundred never hold up another's first. Pure; time
/// is an argument. Not thread-safe.
/// </summary>
internal sealed class TenantLine(TeamsRateLimits limits)
{
    /// <summary>So many conversations refused within so long: it is not they who are throttled but the tenant (the answer does not say which).</summary>
    private const int ConversationsOfAThrottledTenant = 3;

    private static readonly TimeSpan ThrottledTogether = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(string Thread, CallKind Kind), CallLine> _lines = [];
    private readonly HashSet<CallLine> _busy = [];
    private readonly RateWindows _windows = new(limits.Tenant);
    private readonly List<(TimeSpan At, CallLine Line, TimeSpan Until)> _throttled = [];
    private TimeSpan _pausedUntil = TimeSpan.MinValue;
    private long _turns;
    private long _arrivals;

    /// <summary>Calls that wait now.</summary>
    public int Waiting { get; private set; }

    /// <summary>Conversations remembered.</summary>
    public int Lines => _lines.Count;

    /// <summary>When a call that arrives now could go at the earliest, others that wait not counted.</summary>
    public TimeSpan EarliestAt(string thread, CallKind kind, TimeSpan now)
    {
        var tenant = TenantAt(now);
        return _lines.TryGetValue((thread, kind), out var line) && line.EarliestAt(now) is var at && at > tenant ? at : tenant;
    }

    public WaitingCall Enqueue(string thread, CallKind kind, CallPriority priority)
    {
        var line = LineOf(thread, kind);
        var call = new WaitingCall(priority, _arrivals++);
        line.Add(call);
        _busy.Add(line);
        Waiting++;
        return call;
    }

    /// <summary>The call does not wait any longer.</summary>
    public void Abandon(string thread, CallKind kind, WaitingCall call)
    {
        if (!_lines.TryGetValue((thread, kind), out var line))
            return;
        line.Remove(call);
        Left(line);
    }

    /// <summary>Takes the call whose turn it is now and counts it as begun; or says when to look again (null: nobody waits).</summary>
    public WaitingCall? TakeNext(TimeSpan now, out TimeSpan? again)
    {
        again = null;
        if (_busy.Count == 0)
            return null;
        if (TenantAt(now) is var tenant && tenant > now)
        {
            again = tenant;
            return null;
        }

        CallLine? next = null;
        foreach (var line in _busy)
        {
            var at = line.EarliestAt(now);
            if (at > now)
                again = again is { } earlier && earlier < at ? earlier : at;
            else if (next is null || GoesBefore(line, next))
                next = line;
        }

        if (next?.Head is not { } call)
            return null;
        next.Remove(call);
        next.Pass(now, ++_turns);
        _windows.Add(now);
        call.TurnAt = now;
        Left(next);
        return call;
    }

    /// <summary>A call that was counted at one moment counts from a later one on: it left late, or came in late.</summary>
    public void Leaves(string thread, CallKind kind, TimeSpan counted, TimeSpan now)
    {
        _windows.Move(counted, now);
        if (_lines.TryGetValue((thread, kind), out var line))
            line.Move(counted, now);
    }

    /// <summary>The channel refused a call of this conversation for the rate.</summary>
    /// <returns>How long nothing goes there.</returns>
    public TimeSpan Throttled(string thread, CallKind kind, TimeSpan now, TimeSpan? asked, double jitter)
    {
        var line = LineOf(thread, kind);
        var pause = line.Throttle(now, asked, jitter);
        _throttled.RemoveAll(earlier => earlier.Line == line || earlier.At + ThrottledTogether <= now);
        _throttled.Add((now, line, now + pause));
        if (_throttled.Count >= ConversationsOfAThrottledTenant)
        {
            _pausedUntil = _throttled.Max(each => each.Until);
            _throttled.Clear();
        }

        return pause;
    }

    public void Accepted(string thread, CallKind kind)
    {
        if (_lines.TryGetValue((thread, kind), out var line))
            line.Accepted();
    }

    /// <summary>Forgets conversations of which nothing matters any more.</summary>
    public void DropIdle(TimeSpan now)
    {
        foreach (var (key, line) in _lines)
        {
            if (line.IsIdle(now))
                _lines.Remove(key);
        }
    }

    /// <summary>Forgets the conversations that were used longest ago, though their hour is not over: the bound on memory comes first.</summary>
    public void DropOldest(int count)
    {
        foreach (var (key, _) in _lines.Where(each => !each.Value.HasWaiting).OrderBy(each => each.Value.LastUsed).Take(count).ToList())
            _lines.Remove(key);
    }

    public bool IsIdle(TimeSpan now) => _lines.Count == 0 && _pausedUntil <= now && _windows.IsEmpty(now);

    private static bool GoesBefore(CallLine a, CallLine b)
    {
        var byPriority = a.Head!.Priority.CompareTo(b.Head!.Priority);
        if (byPriority != 0)
            return byPriority < 0;
        var byTurn = a.LastTurn.CompareTo(b.LastTurn);
        return byTurn != 0 ? byTurn < 0 : a.Head.Order < b.Head.Order;
    }

    private TimeSpan TenantAt(TimeSpan now) => _windows.EarliestAt(now) is var at && at > _pausedUntil ? at : _pausedUntil;

    private CallLine LineOf(string thread, CallKind kind)
    {
        if (!_lines.TryGetValue((thread, kind), out var line))
            _lines[(thread, kind)] = line = new CallLine(limits.Of(kind));
        return line;
    }

    private void Left(CallLine line)
    {
        Waiting--;
        if (!line.HasWaiting)
            _busy.Remove(line);
    }
}
