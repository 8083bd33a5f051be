using KamBot.BotBuilder.Turns;

namespace KamBot.Tests.Platform.Hosting;

/// <summary>Stops a turn at one place, once: all that follows does not happen, as if the process had died there.</summary>
internal sealed class FaultAt(string place) : IFaultPoints
{
    private int _hit;

    public bool WasHit => _hit > 0;

    public ValueTask HitAsync(string name) =>
        name == place && Interlocked.Exchange(ref _hit, 1) == 0 ? throw new StoppedHereException(name) : ValueTask.CompletedTask;
}

internal sealed class StoppedHereException(string place) : Exception($"Stopped at {place}.");
