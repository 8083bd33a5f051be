using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Hosting;

/// <summary>The settings pass the checks they passed at start, also after a file was changed.</summary>
internal sealed class SettingsHealth(IStartupValidator validator) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        try
        {
            validator.Validate();
            return HealthCheckResult.Healthy();
        }
        catch (OptionsValidationException exception)
        {
            return HealthCheckResult.Unhealthy(string.Join(" ", exception.Failures), exception);
        }
    }
}
