using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// Lets unauthenticated activities in only while the bot is being developed, only from this machine, and only when the
/// answers stay on it. Everything else is refused.
/// </summary>
public sealed class DevelopmentGate(IHostEnvironment environment, ILogger<DevelopmentGate> logger) : BotFrameworkAuthentication
{
    private readonly ConcurrentDictionary<string, bool> _logged = new(StringComparer.Ordinal);

    public override ValueTask<AuthenticateRequestResult> AuthenticateRequestAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(Reason(request) is { } reason
            ? AuthenticateRequestResult.Refuse(Refuse(StatusCodes.Status401Unauthorized, reason))
            : new AuthenticateRequestResult(new ClaimsIdentity("Development")));
    }

    public override int? RefuseActivity(ClaimsIdentity caller, Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var serviceUrl) && AllowedHosts.IsLoopback(serviceUrl)
            ? null
            : Refuse(StatusCodes.Status403Forbidden, "the activity's service URL is not on this machine");
    }

    private string? Reason(HttpRequest request)
    {
        if (!environment.IsDevelopment())
            return "requests without a token are for Development only";
        if (request.HttpContext.Connection.RemoteIpAddress is not { } peer || !IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer))
            return "the peer is not on this machine";
        // A tunnel or proxy makes any peer look local, and a page in a browser can reach this port under a name of its own.
        if (request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("Forwarded"))
            return "the request came through a proxy";
        return AllowedHosts.IsLoopbackHost(request.Host.Host) ? null : "the request was made for another host name";
    }

    private int Refuse(int status, string reason)
    {
        if (_logged.TryAdd(reason, true))
            logger.LogWarning("Activities are refused with {Status}: {Reason}.", status, reason);
        return status;
    }
}
