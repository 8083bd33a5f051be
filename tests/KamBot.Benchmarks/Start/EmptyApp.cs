using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace KamBot.Benchmarks.Start;

/// <summary>The peer of the start benchmark: ASP.NET Core with one route, as a process of its own.</summary>
internal static class EmptyApp
{
    public const string Name = "empty-app";

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/healthz", () => "ok");
        app.MapPost("/api/messages", () => "ok");
        await app.RunAsync();
        return 0;
    }
}
