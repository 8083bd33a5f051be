using System.Net;
using Microsoft.Extensions.Hosting;

namespace KamBot.BotBuilder.Authentication;

/// <summary>Where the bot may send: Microsoft's connector hosts over https, and this machine while it is being developed.</summary>
/// <remarks>Sources: microsoft/Agents-for-net, <c>OutboundHostValidator.cs</c>; Bot Framework REST reference, sovereign clouds.</remarks>
public sealed class AllowedHosts(IHostEnvironment environment)
{
    private static readonly string[] Exact =
    [
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    ];

    private static readonly string[] Suffixes = [".botframework.com", ".teams.microsoft.com", ".teams.microsoft.us"];

    /// <summary>The service URL as a base for requests (it ends with a slash), or null when nothing may be sent there.</summary>
    public Uri? Allow(string? serviceUrl)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            return null;
        if (!IsMicrosoft(uri) && !(environment.IsDevelopment() && IsLoopback(uri)))
            return null;
        return uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
    }

    internal static bool IsLoopback(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && IsLoopbackHost(uri.IdnHost);

    internal static bool IsLoopbackHost(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsMicrosoft(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort
        && (Exact.Contains(uri.IdnHost, StringComparer.OrdinalIgnoreCase)
            || Suffixes.Any(suffix => uri.IdnHost.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));
}
