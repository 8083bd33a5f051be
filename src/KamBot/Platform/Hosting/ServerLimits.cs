using KamBot.BotBuilder.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Hosting;

/// <summary>What one connection may take of this process before anybody knows who it is.</summary>
public static class ServerLimits
{
    /// <summary>A request line and its headers have a few kilobytes and one packet or two.</summary>
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(5);

    /// <summary>The largest body is in within two minutes, or its sender is given up (408).</summary>
    private static readonly MinDataRate BodyRate = new(bytesPerSecond: 8 * 1024, gracePeriod: TimeSpan.FromSeconds(3));

    /// <summary>Far more than Teams opens; each costs some kilobytes.</summary>
    private const int Connections = 2_000;

    public static WebApplicationBuilder AddServerLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false; // nobody needs to know what answers
            kestrel.Limits.RequestHeadersTimeout = HeadersWithin;
            kestrel.Limits.MinRequestBodyDataRate = BodyRate;
            kestrel.Limits.MaxConcurrentConnections = Connections;
            kestrel.Limits.MaxRequestBodySize = kestrel.ApplicationServices.GetRequiredService<IOptions<BotEndpointOptions>>().Value.MaxBodyBytes;
        });
        return builder;
    }
}
