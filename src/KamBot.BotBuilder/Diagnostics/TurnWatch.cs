using System.Diagnostics;
using KamBot.BotBuilder.Turns;

namespace KamBot.BotBuilder.Diagnostics;

/// <summary>One turn as it is watched: its span and its figures, written when it is disposed.</summary>
internal sealed class TurnWatch : IDisposable
{
    private readonly BotDiagnostics _diagnostics;
    private readonly IDisposable? _scope;
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly Activity? _span;
    private readonly TurnKind _kind;
    private string _outcome = "interrupted";
    private string? _errorType;

    /// <param name="diagnostics">Where the figures go.</param>
    /// <param name="scope">Ends with the turn.</param>
    /// <param name="turn">Null when nobody listens.</param>
    public TurnWatch(BotDiagnostics diagnostics, IDisposable? scope, PendingTurn? turn)
    {
        (_diagnostics, _scope, IsObserved) = (diagnostics, scope, turn is not null);
        if (turn is null)
            return;
        _kind = TurnKind.Of(turn.Request);
        _span = BotDiagnostics.Source.StartActivity(_kind.Invoke is null ? $"turn {_kind.Type}" : $"turn {_kind.Invoke}");
        if (_span is not { IsAllDataRequested: true })
            return;
        _span.SetTag("bot.turn.id", turn.Key.Turn); // a hash; the span is found by what the user was shown of it
        _span.SetTag("bot.turn.attempt", turn.Attempt);
    }

    public bool IsObserved { get; }

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begun);

    /// <summary>The turn is committed, and its answers are out or wait in the outbox.</summary>
    public void Finished(FinishedTurn finished) => (_outcome, _errorType) = finished.Failure is null ? ("done", null) : ("given_up", finished.Failure);

    /// <summary>The turn is tried again later.</summary>
    public void PutOff(Exception? cause) => (_outcome, _errorType) = ("put_off", cause?.GetType().FullName);

    public void Dispose()
    {
        var tags = new TagList();
        if (IsObserved)
            Fill(ref tags);
        foreach (var (name, value) in tags)
            _span?.SetTag(name, value);
        if (_outcome != "done")
            _span?.SetStatus(ActivityStatusCode.Error);
        _span?.Dispose();
        _diagnostics.TurnEnded(this, tags);
        _scope?.Dispose();
    }

    private void Fill(ref TagList tags)
    {
        tags.Add("bot.activity.type", _kind.Type);
        if (_kind.Invoke is not null)
            tags.Add("bot.invoke.name", _kind.Invoke);
        tags.Add("bot.turn.outcome", _outcome);
        if (_errorType is not null)
            tags.Add("error.type", _errorType);
    }
}
