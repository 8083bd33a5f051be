using KamBot.Platform.Schedule;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KamBot.Platform.Hosting;

/// <summary>The pulse beats: reminders go out. An instance that is set not to beat is no less ready for messages.</summary>
internal sealed class PulseHealth(IPulse pulse, IConfiguration configuration) : IHealthCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (!configuration.GetValue("Pulse:Enabled", true))
            return HealthCheckResult.Healthy();
        if (pulse.LastBeat is not { } last)
            return HealthCheckResult.Unhealthy("The pulse has not beaten yet.");
        var silent = TimeProvider.System.GetUtcNow() - last;
        return silent <= Longest
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(FormattableString.Invariant($"The pulse has not beaten for {silent.TotalSeconds:F0} seconds."));
    }
}
