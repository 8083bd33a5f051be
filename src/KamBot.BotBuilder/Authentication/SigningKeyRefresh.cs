using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Authentication;

/// <summary>Has the keys at hand before the first message and keeps them fresh, so that no message waits for them.</summary>
internal sealed class SigningKeyRefresh(SigningKeys keys, IOptions<BotRegistration> registration, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!registration.Value.IsRegistered)
            return;
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
                await keys.RefreshAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
