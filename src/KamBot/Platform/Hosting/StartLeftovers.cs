namespace KamBot.Platform.Hosting;

/// <summary>
/// Gives back, once, what reading languages, calendars and settings has left on the heap. Of itself the runtime would keep it
/// for as long as nothing presses: what has survived the start lies wide apart, and the room between is never used again.
/// </summary>
internal sealed class StartLeftovers : BackgroundService
{
    /// <summary>By then the first questions of the platform, and a first turn, are answered.</summary>
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(AfterStart, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stoppingToken.IsCancellationRequested)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
