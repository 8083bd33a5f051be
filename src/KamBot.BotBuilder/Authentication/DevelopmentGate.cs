using System.Net;
using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// Lets unauthenticated activities in only while the bot is being developed, only from this machine, and only when the
/// answers stay on it. Everything else is refused.
/// </summary>
internal sealed class DevelopmentGate(IHostEnvironment environment, RefusalLog refusals)
{
    public AuthenticateRequestResult Admit(HttpRequest request) => Reason(request) is { } reason
        ? AuthenticateRequestResult.Refuse(refusals.Note(StatusCodes.Status401Unauthorized, reason))
        : new AuthenticateRequestResult(BotCaller.ThisMachine);

    /// <summary>Why the activity may not come in, or null.</summary>
    public static string? Reason(Activity activity) =>
        Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var serviceUrl) && AllowedHosts.IsLoopback(serviceUrl)
            ? null
            : "the activity's service URL is not on this machine";

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
}
