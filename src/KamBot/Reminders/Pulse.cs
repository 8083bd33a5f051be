using KamBot.BotBuilder.Hosting;
using KamBot.Platform.Schedule;
using NodaTime;
using Quartz;

namespace KamBot.Reminders;

/// <summary>One beat: turns that a crash left behind, answers that could not go out, reminders that are due.</summary>
public sealed class Pulse(CloudAdapter adapter, ReminderSweep sweep, IEnumerable<IRefreshed> refreshed, IEnumerable<IPulseWork> works, ILogger<Pulse> logger) : IPulse
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>How often the pulse beats.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public DateTimeOffset? LastBeat { get; private set; }

    /// <summary>Whether the process lives is a matter of real time.</summary>
    private static DateTimeOffset RealNow => TimeProvider.System.GetUtcNow();

    public Task<Instant?> NextDueAsync(Instant after, CancellationToken cancellationToken) => sweep.NextDueAsync(after, cancellationToken);

    public Task<int> BeatAsync(CancellationToken cancellationToken) => BeatAsync(Duration.Zero, cancellationToken);

    /// <summary>The same, and what becomes due before the next beat at its very instant.</summary>
    public async Task<int> BeatAsync(Duration ahead, CancellationToken cancellationToken)
    {
        foreach (var each in refreshed)
            await each.RefreshAsync(cancellationToken);
        await adapter.ResumeUnfinishedAsync(cancellationToken);
        await WorkAsync(cancellationToken);
        var sweeping = sweep.RunAsync(ahead, cancellationToken);
        // A thousand reminders take a while, and answers that could not go out do not wait for them.
        while (await Task.WhenAny(sweeping, Task.Delay(BetweenLooks, cancellationToken)) != sweeping && !cancellationToken.IsCancellationRequested)
        {
            await adapter.ResumeUnfinishedAsync(cancellationToken);
            LastBeat = RealNow;
        }

        var told = await sweeping;
        LastBeat = RealNow;
        return told;
    }

    /// <summary>Before the sweep: what moves is moved before it could be said. One work that fails stops neither the others nor the sweep.</summary>
    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        foreach (var work in works)
        {
            try
            {
                await work.RunAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.LogError(exception, "{Work} failed in this beat and is tried again with the next", work.GetType().Name);
            }
        }
    }
}

/// <summary>Quartz only ticks: no user's time sits in a trigger, and a missed tick is made good by the next.</summary>
[DisallowConcurrentExecution]
public sealed class PulseJob(Pulse pulse, PulseGate gate) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using (await gate.EnterAsync(cancellationToken))
            await pulse.BeatAsync(Duration.FromTimeSpan(Pulse.Interval), cancellationToken);
    }
}
