using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KamBot.Platform.Hosting;

/// <summary>The door to the two questions a platform asks: is the process alive, and may it have traffic.</summary>
public static class HealthHosting
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck<StorageHealth>("storage", timeout: Deadline)
            .AddCheck<PulseHealth>("pulse", timeout: Deadline)
            .AddCheck<SettingsHealth>("settings", timeout: Deadline);
        return builder;
    }

    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Json(new { status = "ok" }));
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = WriteAsync });
        return app;
    }

    /// <summary>Names each check and what is wrong; nothing in it is anybody's data.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var checks = new JsonObject();
        foreach (var (name, entry) in report.Entries)
        {
            checks[name] = entry.Status == HealthStatus.Healthy
                ? new JsonObject { ["status"] = "ok" }
                : new JsonObject { ["status"] = "failed", ["reason"] = entry.Description ?? "No answer in time." };
        }

        var ok = report.Status == HealthStatus.Healthy;
        return context.Response.WriteAsJsonAsync(new JsonObject { ["status"] = ok ? "ok" : "failed", ["checks"] = checks });
    }
}
