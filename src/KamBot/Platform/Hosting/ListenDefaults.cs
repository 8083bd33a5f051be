using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace KamBot.Platform.Hosting;

/// <summary>Where KamBot listens when nobody said anything: the port that every bot's documentation uses.</summary>
public static class ListenDefaults
{
    public const string Url = "http://localhost:3978";

    private static readonly string[] Keys = ["urls", "http_ports", "https_ports"];

    public static WebApplicationBuilder AddListenDefaults(this WebApplicationBuilder builder)
    {
        if (Array.TrueForAll(Keys, key => string.IsNullOrEmpty(builder.Configuration[key])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Url);
        builder.Services.AddHostedService<ListenLine>();
        return builder;
    }

    /// <summary>The address this process can reach itself at, once it listens.</summary>
    internal static Uri? LocalAddress(this IServer server)
    {
        foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            var local = address.Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal)
                .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://[::]", "://localhost", StringComparison.Ordinal);
            if (Uri.TryCreate(local, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp)
                return uri;
        }

        return null;
    }

    /// <summary>One line instead of the server's four.</summary>
    private sealed class ListenLine(IServer server, IHostEnvironment environment, IHostApplicationLifetime lifetime, ILogger<ListenLine> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStarted.Register(() => logger.LogInformation(
                "KamBot listens on {Address} ({Environment}).",
                string.Join(", ", server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []), environment.EnvironmentName));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
