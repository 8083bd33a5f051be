using KamBot.BotBuilder.Authentication;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Hosting;

/// <summary>Incoming tokens can be checked. A bot without a registration, which only Development allows, checks none.</summary>
internal sealed class SigningKeyHealth(ISigningKeyHealth keys, IOptions<BotRegistration> registration) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(registration.Value.IsRegistered && keys.Problem is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());
}
