using System.Reflection;
using KamBot.BotBuilder.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KamBot.Platform.Observability;

/// <summary>
/// Sends traces and figures to a collector while the program runs. Everything is collected in the background, in bounded
/// queues: a collector that is slow or away costs what would have been sent, nothing else.
/// </summary>
internal sealed class OtlpExport(IConfiguration configuration) : IHostedService, IDisposable
{
    /// <summary>The one key that turns it on; the other <c>OTEL_*</c> keys are read beside it.</summary>
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What is left is sent when the program stops, but not for longer.</summary>
    private const int LongestFarewellMilliseconds = 5_000;

    private static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", BotDiagnostics.Name, KamBotDiagnostics.Name];

    private OpenTelemetrySdk? _sdk;

    /// <summary>Whose spans are sent. Those of <c>System.Net.Http</c> are not: their URLs hold ids.</summary>
    internal static string[] Sources { get; } = ["Microsoft.AspNetCore", BotDiagnostics.Name, KamBotDiagnostics.Name];

    /// <summary>Who speaks: a name, a version, an instance, and what <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> say.</summary>
    public static ResourceBuilder Describe(ResourceBuilder resource) => resource
        .AddService("kambot", serviceVersion: typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
        .AddEnvironmentVariableDetector();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sdk = OpenTelemetrySdk.Create(telemetry =>
        {
            telemetry.Services.AddSingleton(configuration);
            telemetry
                .ConfigureResource(resource => Describe(resource))
                .WithTracing(tracing => tracing.AddSource(Sources))
                .WithMetrics(metrics => metrics.AddMeter(Meters))
                .UseOtlpExporter();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _sdk?.TracerProvider.Shutdown(LongestFarewellMilliseconds), cancellationToken),
        Task.Run(() => _sdk?.MeterProvider.Shutdown(LongestFarewellMilliseconds), cancellationToken));

    public void Dispose() => _sdk?.Dispose();
}
