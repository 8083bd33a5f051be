using Microsoft.Extensions.Options;
using NodaTime.Text;

namespace KamBot.Platform.Hosting;

/// <summary>Sets the clock in the host's first phase, after the tables are made and before anything reads the time.</summary>
internal sealed class ClockStart(MovableClock clock, IOptions<DevelopmentOptions> options) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!await clock.LoadAsync(cancellationToken) && options.Value.Clock is { Length: > 0 } begins)
            await clock.SetAsync(InstantPattern.ExtendedIso.Parse(begins).GetValueOrThrow(), cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
