using System.Diagnostics.Metrics;
using KamBot.BotBuilder.Diagnostics;
using KamBot.Platform.Tables;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace KamBot.Platform.Observability;

/// <summary>The door of this folder.</summary>
public static class ObservabilityHosting
{
    /// <summary>Watches the store, the ledger and the connector, and exports what is seen when a collector is named. Call it when all are registered.</summary>
    public static WebApplicationBuilder AddObservability(this WebApplicationBuilder builder)
    {
        builder.ScrubLogs();
        builder.Services.ConfigureHttpClientDefaults(client => client.RemoveAllLoggers()); // their lines have whole URLs
        builder.Services.ObserveBotBuilder();
        builder.Services.Decorate<ITableStore>((inner, services) =>
            new ObservedTableStore(inner, services.GetRequiredService<IMeterFactory>(), services.GetRequiredService<AlarmBell>));
        if (!string.IsNullOrWhiteSpace(builder.Configuration[OtlpExport.EndpointKey]))
            builder.AddExport();
        return builder;
    }

    private static void AddExport(this WebApplicationBuilder builder)
    {
        if (!Uri.TryCreate(builder.Configuration[OtlpExport.EndpointKey], UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new InvalidOperationException($"{OtlpExport.EndpointKey} is an http or https address like http://localhost:4317.");
        // ASP.NET Core 10 gives its spans the attributes of the conventions only when asked to.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Services.AddHostedService<OtlpExport>();
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeScopes = true;
            logs.IncludeFormattedMessage = true;
            logs.SetResourceBuilder(OtlpExport.Describe(ResourceBuilder.CreateDefault())).AddOtlpExporter();
        });
    }
}
