using KamBot.Platform.Tables;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KamBot.Platform.Hosting;

/// <summary>The store answers.</summary>
internal sealed class StorageHealth(ITableStore tables) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await tables.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (TableStoreException exception)
        {
            return HealthCheckResult.Unhealthy("The store does not answer.", exception);
        }
    }
}
