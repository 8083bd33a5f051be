using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KamBot.BotBuilder.Hosting;

/// <summary>Knows the turns under way, so that a stopping process lets them end; what does not end in time is left to its lease.</summary>
internal sealed class RunningTurns(ILogger<RunningTurns> logger) : IHostedService
{
    private readonly ConcurrentDictionary<Task, bool> _turns = new();

    public Task Track(Task turn)
    {
        _turns.TryAdd(turn, true);
        _ = turn.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return turn;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var turns = Task.WhenAll(_turns.Keys);
        await Task.WhenAny(turns, Task.Delay(Timeout.Infinite, cancellationToken));
        if (!turns.IsCompleted)
            logger.LogWarning("{Count} turns are left to the next process.", _turns.Count);
    }

    private void Forget(Task turn)
    {
        _turns.TryRemove(turn, out _);
        if (turn.Exception?.InnerException is { } cause and not Turns.TurnFailedException)
            logger.LogError(cause, "A turn stopped half-way and stays pending.");
    }
}
