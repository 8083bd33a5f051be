using KamBot.BotBuilder.Hosting;
using KamBot.Platform.Schedule;
using NodaTime;
using Quartz;

namespace KamBot.Reminders;

/// <summary>One beat: turns that a crash left behind, answers that could not go out, reminders that are due.</summary>
public sealed class Pulse(CloudAdapter adapter, ReminderSweep sweep) : IPulse
{
    public DateTimeOffset? LastBeat { get; private set; }

    public Task<Instant?> NextDueAsync(Instant after, CancellationToken cancellationToken) => sweep.NextDueAsync(after, cancellationToken);

    public async Task<int> BeatAsync(CancellationToken cancellationToken)
    {
        await adapter.ResumeUnfinishedAsync(cancellationToken);
        var told = await sweep.RunAsync(cancellationToken);
        LastBeat = TimeProvider.System.GetUtcNow(); // whether the process lives is a matter of real time
        return told;
    }
}

/// <summary>Quartz only ticks: no user's time sits in a trigger, and a missed tick is made good by the next.</summary>
[DisallowConcurrentExecution]
public sealed class PulseJob(Pulse pulse, PulseGate gate) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using (await gate.EnterAsync(cancellationToken))
            await pulse.BeatAsync(cancellationToken);
    }
}
