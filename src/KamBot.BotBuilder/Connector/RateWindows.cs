namespace KamBot.BotBuilder.Connector;

/// <summary>So many calls in any stretch of so long.</summary>
internal sealed record RateLimit(int Count, TimeSpan Window);

/// <summary>
/// The calls of the latest past, held against sliding windows: in no stretch of a limit's length do more begin than it
/// allows. Pure; time is an argument, counted from any moment, and only grows.
/// </summary>
internal sealed class RateWindows
{
    private readonly IReadOnlyList<RateLimit> _limits;
    private readonly TimeSpan _longest;
    private readonly int _most;

    /// <summary>A ring: it grows with what happened in the longest window, never beyond the largest limit.</summary>
    private TimeSpan[] _calls = new TimeSpan[8];
    private int _first;
    private int _count;

    /// <param name="limits">At least one.</param>
    public RateWindows(IReadOnlyList<RateLimit> limits)
    {
        _limits = limits;
        _longest = limits.Max(limit => limit.Window);
        _most = limits.Max(limit => limit.Count);
    }

    /// <summary>The earliest moment, now or later, at which one more call may begin.</summary>
    public TimeSpan EarliestAt(TimeSpan now)
    {
        Forget(now);
        var earliest = now;
        foreach (var limit in _limits)
        {
            if (_count >= limit.Count && Call(_count - limit.Count) + limit.Window is var free && free > earliest)
                earliest = free;
        }

        return earliest;
    }

    /// <summary>A call begins.</summary>
    public void Add(TimeSpan at)
    {
        Forget(at);
        if (_count == _calls.Length)
            Grow();
        _calls[(_first + _count) % _calls.Length] = at;
        _count++;
    }

    /// <summary>A call that was counted at one moment began at a later one.</summary>
    public void Move(TimeSpan from, TimeSpan to)
    {
        var index = _count - 1;
        while (index >= 0 && Call(index) != from)
            index--;
        if (index < 0)
            return; // so long ago that it is forgotten
        for (; index + 1 < _count && Call(index + 1) < to; index++)
            _calls[(_first + index) % _calls.Length] = Call(index + 1);
        _calls[(_first + index) % _calls.Length] = to;
    }

    /// <summary>True when nothing that happened matters any more.</summary>
    public bool IsEmpty(TimeSpan now)
    {
        Forget(now);
        return _count == 0;
    }

    private TimeSpan Call(int index) => _calls[(_first + index) % _calls.Length];

    private void Forget(TimeSpan now)
    {
        while (_count > 0 && (_count > _most || Call(0) + _longest <= now))
        {
            _first = (_first + 1) % _calls.Length;
            _count--;
        }
    }

    private void Grow()
    {
        var larger = new TimeSpan[_calls.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = Call(i);
        (_calls, _first) = (larger, 0);
    }
}
