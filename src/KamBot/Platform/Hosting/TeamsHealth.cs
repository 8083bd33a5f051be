using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KamBot.Platform.Hosting;

/// <summary>Teams takes what this bot sends: there is a token, and it is not refused.</summary>
internal sealed class TeamsHealth(BotTokens tokens, ChannelHealth channel) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Trouble is { } trouble ? HealthCheckResult.Unhealthy(trouble) : HealthCheckResult.Healthy());

    private string? Trouble =>
        tokens.Trouble ?? (channel.RefusesToken ? "Teams answers 401: the bot's registration, its tenant or its secret is not right." : null);
}
