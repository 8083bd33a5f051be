using System.Diagnostics;
using System.Diagnostics.Metrics;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Turns;
using Microsoft.Extensions.Logging;

namespace KamBot.BotBuilder.Diagnostics;

/// <summary>
/// What this library tells of itself: spans of turns, calls to the channel and tokens, and their figures. Nobody listening,
/// nothing is measured. No tag holds an id, a name or a text; each has a fixed list of values.
/// </summary>
/// <remarks>Names follow the OpenTelemetry semantic conventions where there is one (HTTP client spans, <c>error.type</c>).</remarks>
public sealed class BotDiagnostics
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "KamBot.BotBuilder";

    /// <summary>What a value outside its fixed list is called, as the conventions do.</summary>
    internal const string Other = "_OTHER";

    private readonly ILogger<BotDiagnostics> _logger;
    private readonly Histogram<double> _turns;
    private readonly Histogram<double> _connector;
    private readonly Histogram<double> _tokens;
    private readonly Histogram<double> _keys;
    private readonly Counter<long> _events;
    private long _running;
    private long _unfinished;

    public BotDiagnostics(IMeterFactory meters, ConnectorGates gates, ILogger<BotDiagnostics> logger)
    {
        ArgumentNullException.ThrowIfNull(meters);
        ArgumentNullException.ThrowIfNull(gates);
        _logger = logger;
        var meter = meters.Create(Name);
        _turns = meter.CreateHistogram("bot.turn.duration", "s", "A turn from received to finished, answers included.", advice: Buckets.Work);
        _connector = meter.CreateHistogram("bot.connector.duration", "s", "One call to the channel.", advice: Buckets.Work);
        _tokens = meter.CreateHistogram("bot.token.duration", "s", "Getting a token for the channel from its issuer.", advice: Buckets.Work);
        _keys = meter.CreateHistogram("bot.keys.duration", "s", "Getting the keys that incoming tokens are checked with.", advice: Buckets.Work);
        _events = meter.CreateCounter<long>("bot.turn.events", "{event}", "What happened to turns besides running.");
        meter.CreateObservableUpDownCounter("bot.turn.running", () => Volatile.Read(ref _running), "{turn}", "Turns under way in this process.");
        meter.CreateObservableGauge("bot.turn.unfinished", () => Volatile.Read(ref _unfinished), "{turn}", "Turns found waiting by the latest look: not run yet, or with answers that are not out.");
        meter.CreateObservableGauge("bot.gate.waiting", () => gates.Read().Waiting, "{call}", "Calls to the channel that wait for their turn.");
        meter.CreateObservableCounter("bot.gate.calls", () => Calls(gates.Read()), "{call}", "Calls to the channel by what its rates made of them.");
        meter.CreateObservableCounter("bot.gate.wait_time", () => gates.Read().WaitedFor.TotalSeconds, "s", "Time that calls have waited for their turn, all together.");
    }

    internal static ActivitySource Source { get; } = new(Name);

    internal bool CountsEvents => _events.Enabled;

    internal bool WatchesConnector => _connector.Enabled || Source.HasListeners();

    /// <summary>A token was asked of its issuer; answers from a cache do not count.</summary>
    /// <param name="duration">How long it took.</param>
    /// <param name="errorType">Null when it came; otherwise one of a few words.</param>
    public void TokenRefreshed(TimeSpan duration, string? errorType = null) => Record(_tokens, duration, errorType);

    /// <summary>The keys of incoming tokens were fetched.</summary>
    /// <inheritdoc cref="TokenRefreshed"/>
    public void KeysRefreshed(TimeSpan duration, string? errorType = null) => Record(_keys, duration, errorType);

    /// <summary>Begins to watch a turn. Every line that is logged until the watch is disposed carries the turn's key.</summary>
    internal TurnWatch Watch(PendingTurn turn)
    {
        Interlocked.Increment(ref _running);
        var scope = _logger.BeginScope(new TurnScope(turn.Key.Turn));
        return new TurnWatch(this, scope, _turns.Enabled || Source.HasListeners() ? turn : null);
    }

    internal void TurnEnded(TurnWatch watch, in TagList tags)
    {
        Interlocked.Decrement(ref _running);
        if (watch.IsObserved)
            _turns.Record(watch.Elapsed.TotalSeconds, tags);
    }

    internal void ConnectorCalled(TimeSpan duration, in TagList tags) => _connector.Record(duration.TotalSeconds, tags);

    internal void Saw(string turnEvent) => _events.Add(1, new KeyValuePair<string, object?>("bot.turn.event", turnEvent));

    internal void FoundUnfinished(int turns) => Volatile.Write(ref _unfinished, turns);

    private static Measurement<long>[] Calls(GateReadings gates) =>
    [
        new(gates.Passed, new KeyValuePair<string, object?>("bot.gate.outcome", "passed")),
        new(gates.Waited, new KeyValuePair<string, object?>("bot.gate.outcome", "waited")),
        new(gates.TurnedAway, new KeyValuePair<string, object?>("bot.gate.outcome", "turned_away")),
        new(gates.Throttled, new KeyValuePair<string, object?>("bot.gate.outcome", "throttled")),
    ];

    private static void Record(Histogram<double> histogram, TimeSpan duration, string? errorType)
    {
        if (errorType is null)
            histogram.Record(duration.TotalSeconds);
        else
            histogram.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("error.type", errorType));
    }
}
