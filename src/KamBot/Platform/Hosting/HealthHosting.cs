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
            .AddCheck<SettingsHealth>("settings", timeout: Deadline)
            .AddCheck<SigningKeyHealth>("keys", timeout: Deadline)
            .AddCheck<TeamsHealth>("teams", timeout: Deadline);
        builder.Services.AddSingleton<Readiness>();
        return builder;
    }

    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Json(new { status = "ok" }));
        app.MapGet("/readyz", (HttpContext context, Readiness readiness) => readiness.AnswerAsync(context));
        return app;
    }
}
