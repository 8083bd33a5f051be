using KamBot.BotBuilder.Hosting;
using Quartz;

namespace KamBot.Reminders;

/// <summary>One beat: turns that a crash left behind, answers that could not go out, reminders that are due.</summary>
public sealed class Pulse(CloudAdapter adapter, ReminderSweep sweep, TimeProvider clock)
{
    /// <summary>When the latest beat ended without an exception (UTC); null before the first. For /readyz.</summary>
    public DateTimeOffset? LastBeat { get; private set; }

    public async Task<int> BeatAsync(CancellationToken cancellationToken)
    {
        await adapter.ResumeUnfinishedAsync(cancellationToken);
        var told = await sweep.RunAsync(cancellationToken);
        LastBeat = clock.GetUtcNow();
        return told;
    }
}

/// <summary>Quartz only ticks: no user's time sits in a trigger, and a missed tick is made good by the next.</summary>
[DisallowConcurrentExecution]
public sealed class PulseJob(Pulse pulse) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await pulse.BeatAsync(cancellationToken);
}
