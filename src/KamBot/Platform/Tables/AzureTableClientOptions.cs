using Azure.Core;

namespace KamBot.Platform.Tables;

/// <summary>How long and how often the Table service is asked. Every call ends by <see cref="Deadline"/>, retries included.</summary>
public sealed class AzureTableClientOptions : ClientOptions
{
    public AzureTableClientOptions()
    {
        Retry.Mode = RetryMode.Exponential; // With jitter.
        Retry.MaxRetries = 4;
        Retry.Delay = TimeSpan.FromMilliseconds(200);
        Retry.MaxDelay = TimeSpan.FromSeconds(4);
        Retry.NetworkTimeout = TimeSpan.FromSeconds(5);

        // Azure.Core would write the URL, and with it the keys of rows, to logs and traces.
        Diagnostics.IsLoggingEnabled = false;
        Diagnostics.IsDistributedTracingEnabled = false;
        Diagnostics.IsTelemetryEnabled = false;
    }

    /// <summary>Learns from every answer how far this machine's clock is from the service's.</summary>
    /// <param name="time">Where that is kept.</param>
    /// <param name="clock">This machine's clock, asked for with each answer.</param>
    public void FollowTime(StoreTime time, Func<TimeProvider> clock) => AddPolicy(new StoreTimePolicy(time, clock), HttpPipelinePosition.PerRetry);

    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(20);
}
