using KamBot.BotBuilder.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KamBot.Platform.Hosting;

/// <summary>Teams takes what this bot sends: its token is not refused.</summary>
internal sealed class TeamsHealth(ChannelHealth channel) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(channel.RefusesToken
            ? HealthCheckResult.Unhealthy("Teams answers 401: the bot's registration, its tenant or its secret is not right.")
            : HealthCheckResult.Healthy());
}
