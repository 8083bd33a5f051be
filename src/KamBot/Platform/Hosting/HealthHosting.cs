using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KamBot.Platform.Hosting;

/// <summary>The door to the two questions a platform asks: is the process alive, and may it have traffic.</summary>
public static class HealthHosting
{
    private const string Alive = """{"status":"ok"}""";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public static WebApplicationBuilder AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck<StorageHealth>("storage", timeout: Deadline)
            .AddCheck<PulseHealth>("pulse", timeout: Deadline)
            .AddCheck<SettingsHealth>("settings", timeout: Deadline)
            .AddCheck<SigningKeyHealth>("keys", timeout: Deadline)
            .AddCheck<TeamsHealth>("teams", timeout: Deadline);
        builder.Services.AddSingleton<Readiness>().AddHostedService<StartLeftovers>();
        return builder;
    }

    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", static context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.WriteAsync(Alive, context.RequestAborted);
        });
        app.MapGet("/readyz", static context => context.RequestServices.GetRequiredService<Readiness>().AnswerAsync(context));
        return app;
    }
}
