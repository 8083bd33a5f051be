using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KamBot.Platform.Hosting;

/// <summary>
/// Answers <c>/readyz</c>: 200 or 503. The operator, on this machine or with <c>Health:Details</c>, learns which part is not
/// well and why; a stranger gets one word, and no more often than every two seconds a fresh one.
/// </summary>
internal sealed class Readiness(HealthCheckService checks, IConfiguration configuration)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task<bool>? _latest;
    private long _askedAt;

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (LoopbackOnly.IsLocal(context.Request) || configuration.GetValue("Health:Details", false))
        {
            var report = await checks.CheckHealthAsync(context.RequestAborted);
            await WriteAsync(context.Response, IsOk(report), Details(report));
        }
        else
        {
            await WriteAsync(context.Response, await LatestAsync(), details: null);
        }
    }

    /// <summary>One look for all who ask within two seconds: asking costs the store nothing.</summary>
    private Task<bool> LatestAsync()
    {
        lock (_gate)
        {
            // Whether this process is well is a matter of real time, whatever the clock was moved to.
            if (_latest is null || TimeProvider.System.GetElapsedTime(_askedAt) > Fresh)
                (_latest, _askedAt) = (Task.Run(LookAsync), TimeProvider.System.GetTimestamp());
            return _latest;
        }
    }

    private async Task<bool> LookAsync() => IsOk(await checks.CheckHealthAsync(CancellationToken.None));

    private static bool IsOk(HealthReport report) => report.Status == HealthStatus.Healthy;

    /// <summary>Names each check and what is wrong; nothing in it is anybody's data.</summary>
    private static JsonObject Details(HealthReport report)
    {
        var details = new JsonObject();
        foreach (var (name, entry) in report.Entries)
        {
            details[name] = entry.Status == HealthStatus.Healthy
                ? new JsonObject { ["status"] = "ok" }
                : new JsonObject { ["status"] = "failed", ["reason"] = entry.Description ?? "No answer in time." };
        }

        return details;
    }

    private static Task WriteAsync(HttpResponse response, bool isOk, JsonObject? details)
    {
        var answer = new JsonObject { ["status"] = isOk ? "ok" : "failed" };
        if (details is not null)
            answer["checks"] = details;
        response.StatusCode = isOk ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return response.WriteAsJsonAsync(answer);
    }
}
