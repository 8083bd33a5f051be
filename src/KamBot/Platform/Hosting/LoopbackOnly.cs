using System.Net;

namespace KamBot.Platform.Hosting;

/// <summary>Whoever does not call from this machine, under its own name, finds nothing here.</summary>
internal static class LoopbackOnly
{
    public static RequestDelegate Guard(RequestDelegate next) => context =>
    {
        if (IsLocal(context.Request))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };

    /// <summary>A tunnel or proxy makes any peer look local, and a page in a browser can reach the port under a name of its own.</summary>
    internal static bool IsLocal(HttpRequest request) =>
        request.HttpContext.Connection.RemoteIpAddress is { } peer && IsLoopback(peer)
        && !request.Headers.ContainsKey("X-Forwarded-For") && !request.Headers.ContainsKey("Forwarded")
        && (string.Equals(request.Host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var host) && IsLoopback(host)));

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
