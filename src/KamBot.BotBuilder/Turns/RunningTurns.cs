using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Turns;

/// <summary>
/// Knows the turns under way, so that a stopping process takes no more of them and lets these end. What does not end in time
/// is put off, and what does not even hear that is left to its lease: another process finds it.
/// </summary>
internal sealed class RunningTurns : IHostedService, IDisposable
{
    /// <summary>For a turn that was told to end to be put off.</summary>
    private static readonly TimeSpan PutOffDeadline = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Task, bool> _turns = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TurnOptions _options;
    private readonly ILogger<RunningTurns> _logger;

    public RunningTurns(IHostApplicationLifetime lifetime, IOptions<TurnOptions> options, ILogger<RunningTurns> logger)
    {
        (_lifetime, _options, _logger) = (lifetime, options.Value, logger);
        _lifetime.ApplicationStopping.Register(() => _stop.CancelAfter(_options.DrainDeadline));
    }

    /// <summary>The process is about to end: nothing new begins.</summary>
    public bool IsStopping => _lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Ends the turns that have not ended by themselves in a stopping process.</summary>
    public CancellationToken Stop => _stop.Token;

    public Task Track(Task turn)
    {
        _turns.TryAdd(turn, true);
        _ = turn.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return turn;
    }

    /// <summary>Ends with the turns that are under way now.</summary>
    public Task AllAsync() => Task.WhenAll(_turns.Keys);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var turns = AllAsync();
        await turns.WaitAsync(_options.DrainDeadline + PutOffDeadline, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!turns.IsCompleted)
            _logger.LogWarning("{Count} turns are left to the next process.", _turns.Count);
    }

    public void Dispose() => _stop.Dispose();

    private void Forget(Task turn)
    {
        _turns.TryRemove(turn, out _);
        if (turn.Exception?.InnerException is { } cause and not TurnFailedException)
            _logger.LogError(cause, "A turn stopped half-way and stays pending.");
    }
}
