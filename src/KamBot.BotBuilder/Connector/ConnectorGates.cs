using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Connector;

/// <summary>The bounds of the gates.</summary>
internal static class GateBounds
{
    /// <summary>Calls of one tenant that may wait at once; more are told to come again.</summary>
    public const int MostWaiting = 1_000;

    /// <summary>Conversations remembered over all tenants: about ten megabytes.</summary>
    public const int MostLines = 50_000;

    /// <summary>Fewer than this are not worth looking through for idle ones.</summary>
    public const int FewLines = 1_000;

    /// <summary>A channel that asks for more is asked again after this long.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
}

/// <summary>
/// Lets calls out at the rate Teams allows, before Teams has to refuse them. Time is the monotonic clock's, so that a clock
/// that is set changes nothing.
/// </summary>
/// <remarks>Source: msteams-docs, <c>rate-limit.md</c>.</remarks>
public sealed class ConnectorGates : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Tenant> _tenants = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly TeamsRateLimits _limits;
    private readonly ILogger<ConnectorGates> _logger;
    private readonly long _start;
    private int _lines;
    private int _roomFor = GateBounds.FewLines;
    private long _passed;
    private long _waited;
    private long _turnedAway;
    private long _throttled;
    private TimeSpan _waitedFor;

    public ConnectorGates(TimeProvider time, IHostEnvironment environment, IOptions<ConnectorOptions> options, ILogger<ConnectorGates> logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        (_time, _logger) = (time, logger);
        _limits = TeamsRateLimits.SharedBy(options.Value.Instances);
        _start = time.GetTimestamp();
        // The Playground has no limits, and moving the clock there sends a month's reminders at once.
        IsOpen = !(options.Value.Pace ?? !environment.IsDevelopment());
    }

    /// <summary>True when nothing is held back.</summary>
    public bool IsOpen { get; }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>How the gates stand, for whoever watches.</summary>
    public GateReadings Read()
    {
        lock (_lock)
            return new GateReadings(_tenants.Values.Sum(tenant => tenant.Line.Waiting), _lines, _passed, _waited, _waitedFor, _turnedAway, _throttled);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var tenant in _tenants.Values)
                tenant.Alarm.Dispose();
        }
    }

    /// <summary>Comes back when the call may begin; or with the time to come again after, when that is more than <paramref name="longestWait"/>.</summary>
    internal async ValueTask<Passage> EnterAsync(GateKey key, CallPriority priority, TimeSpan longestWait, CancellationToken cancellationToken)
    {
        if (IsOpen)
            return default;
        WaitingCall call;
        TimeSpan arrived;
        lock (_lock)
        {
            if (_lines >= _roomFor)
                MakeRoom();
            var tenant = TenantOf(key.Tenant);
            arrived = Now;
            var wait = tenant.Line.EarliestAt(key.Thread, key.Kind, arrived) - arrived;
            if (wait > longestWait || tenant.Line.Waiting >= GateBounds.MostWaiting)
            {
                _turnedAway++;
                return Passage.NotBefore(wait);
            }

            call = Enqueue(tenant, key, priority);
            LetGo(tenant);
        }

        if (!call.MayGo.IsCompleted)
            return await WaitAsync(key, call, arrived, longestWait, cancellationToken);
        return new Passage(WentAtOnce: call.TurnAt);
    }

    /// <summary>
    /// What the channel made of a call. For one refused for the rate: how long nothing more goes there. One that went without
    /// waiting counts from now on: the first after a rest open their connections and come in late, and those that waited
    /// behind them must not meet them within their window. What waited itself counts from its leaving, at no cost to the rate.
    /// </summary>
    internal TimeSpan? Report(GateKey key, Passage passage, int status, TimeSpan? retryAfter)
    {
        if (IsOpen)
            return retryAfter;
        lock (_lock)
        {
            var line = TenantOf(key.Tenant).Line;
            if (passage.WentAtOnce is { } went)
                line.Leaves(key.Thread, key.Kind, went, Now);
            if (status == 0)
                return retryAfter;
            if (status != 429)
            {
                line.Accepted(key.Thread, key.Kind);
                return retryAfter;
            }

            _throttled++;
            var before = line.Lines;
#pragma warning disable CA5394 // Jitter is no secret.
            var pause = line.Throttled(key.Thread, key.Kind, Now, retryAfter, Random.Shared.NextDouble());
#pragma warning restore CA5394
            _lines += line.Lines - before;
            _logger.LogWarning("Teams throttles; a conversation is left alone for {Pause}.", pause);
            return pause;
        }
    }

    private async Task<Passage> WaitAsync(GateKey key, WaitingCall call, TimeSpan arrived, TimeSpan longestWait, CancellationToken cancellationToken)
    {
        try
        {
            await call.MayGo.WaitAsync(longestWait, _time, cancellationToken);
            lock (_lock)
                TenantOf(key.Tenant).Line.Leaves(key.Thread, key.Kind, call.TurnAt, Now); // a busy machine wakes it late
            return default;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
            {
                if (call.MayGo.IsCompleted)
                    return default; // its turn came at this very moment, and is counted
                var tenant = TenantOf(key.Tenant);
                tenant.Line.Abandon(key.Thread, key.Kind, call);
                LetGo(tenant);
                if (e is OperationCanceledException)
                    throw;
                _turnedAway++;
                return Passage.NotBefore(tenant.Line.EarliestAt(key.Thread, key.Kind, Now) - Now);
            }
        }
        finally
        {
            lock (_lock)
            {
                _waited++;
                _waitedFor += Now - arrived;
            }
        }
    }

    private WaitingCall Enqueue(Tenant tenant, GateKey key, CallPriority priority)
    {
        var before = tenant.Line.Lines;
        var call = tenant.Line.Enqueue(key.Thread, key.Kind, priority);
        _lines += tenant.Line.Lines - before;
        return call;
    }

    /// <summary>Everybody whose turn it is goes; the alarm is set for the next turn.</summary>
    private void LetGo(Tenant tenant)
    {
        TimeSpan? again;
        while (tenant.Line.TakeNext(Now, out again) is { } call)
        {
            _passed++;
            call.Go();
        }

        tenant.Alarm.Change(again is { } at ? Ahead(at - Now) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Timers count whole milliseconds: rounded up, so that none wakes for nothing.</summary>
    private static TimeSpan Ahead(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds)));

    private Tenant TenantOf(string id)
    {
        if (_tenants.TryGetValue(id, out var known))
            return known;
        return _tenants[id] = new Tenant(this);
    }

    private void Wake(Tenant tenant)
    {
        lock (_lock)
            LetGo(tenant);
    }

    /// <summary>Forgets what is idle, each time there is twice as much as was left the time before; at the bound also what was used longest ago.</summary>
    private void MakeRoom()
    {
        var now = Now;
        foreach (var (id, tenant) in _tenants)
        {
            tenant.Line.DropIdle(now);
            if (tenant.Line.IsIdle(now))
            {
                tenant.Alarm.Dispose();
                _tenants.Remove(id);
            }
        }

        if (CountLines() >= GateBounds.MostLines)
        {
            foreach (var tenant in _tenants.Values)
                tenant.Line.DropOldest(tenant.Line.Lines / 10 + 1);
        }

        _lines = CountLines();
        _roomFor = Math.Clamp(_lines * 2, GateBounds.FewLines, GateBounds.MostLines);
    }

    private int CountLines() => _tenants.Values.Sum(tenant => tenant.Line.Lines);

    private sealed class Tenant
    {
        public Tenant(ConnectorGates gates)
        {
            Line = new TenantLine(gates._limits);
            Alarm = gates._time.CreateTimer(_ => gates.Wake(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public TenantLine Line { get; }

        public ITimer Alarm { get; }
    }
}

/// <summary>What a call is counted for.</summary>
/// <param name="Tenant">The tenant; empty where the call names none.</param>
/// <param name="Thread">The conversation, or the person one is opened with.</param>
/// <param name="Kind">Writing or reading.</param>
internal readonly record struct GateKey(string Tenant, string Thread, CallKind Kind);

/// <summary>What the gates said to a call. The default: it went when its turn came.</summary>
/// <param name="ComeAgain">It may not go; how long to stay away.</param>
/// <param name="WentAtOnce">When it went, on the gates' own clock, if it had not to wait.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Passage(TimeSpan? ComeAgain = null, TimeSpan? WentAtOnce = null)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static Passage NotBefore(TimeSpan wait) => new(ComeAgain: wait > Shortest ? wait : Shortest);
}

/// <summary>How the gates stand.</summary>
/// <param name="Waiting">Calls that wait now.</param>
/// <param name="Conversations">Conversations remembered.</param>
/// <param name="Passed">Calls let through so far.</param>
/// <param name="Waited">How many calls had to wait so far.</param>
/// <param name="WaitedFor">How long they did, together.</param>
/// <param name="TurnedAway">Calls told to come again later so far.</param>
/// <param name="Throttled">Answers 429 so far: what the gates are there to prevent.</param>
public sealed record GateReadings(int Waiting, int Conversations, long Passed, long Waited, TimeSpan WaitedFor, long TurnedAway, long Throttled);
