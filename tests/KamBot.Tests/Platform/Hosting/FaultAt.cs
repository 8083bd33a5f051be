using KamBot.BotBuilder.Turns;

namespace KamBot.Tests.Platform.Hosting;

/// <summary>Stops a turn at one place, once: all that follows does not happen, as if the process had died there.</summary>
/// <param name="place">One of <see cref="FaultPoint"/>.</param>
/// <param name="after">How often it is passed before.</param>
internal sealed class FaultAt(string place, int after = 0) : IFaultPoints
{
    private int _passed;

    public bool WasHit => _passed > after;

    public ValueTask HitAsync(string name) =>
        name == place && Interlocked.Increment(ref _passed) == after + 1 ? throw new StoppedHereException(name) : ValueTask.CompletedTask;
}

internal sealed class StoppedHereException(string place) : Exception($"Stopped at {place}.");
