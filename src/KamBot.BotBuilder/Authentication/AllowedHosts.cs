using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Authentication;

/// <summary>Where the bot may send: its cloud's connector hosts over https, and this machine while it is being developed.</summary>
/// <remarks>Source: microsoft/Agents-for-net, <c>OutboundHostValidator.cs</c>; the hosts stand in <see cref="BotCloud"/>.</remarks>
public sealed class AllowedHosts(IHostEnvironment environment, IOptions<BotRegistration> registration)
{
    private readonly BotCloud _cloud = registration.Value.Cloud;

    /// <summary>The service URL as a base for requests (it ends with a slash), or null when nothing may be sent there.</summary>
    public Uri? Allow(string? serviceUrl)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            return null;
        if (!IsConnector(uri) && !(environment.IsDevelopment() && IsLoopback(uri)))
            return null;
        return uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
    }

    /// <summary>Where the tenants of this cloud live that do not live at this connector (403 InvalidBotApiHost); null where there is one only.</summary>
    public Uri? OtherThan(Uri serviceUrl)
    {
        ArgumentNullException.ThrowIfNull(serviceUrl);
        return IsConnector(serviceUrl) ? _cloud.ServiceUrls.FirstOrDefault(each => !string.Equals(each.IdnHost, serviceUrl.IdnHost, StringComparison.OrdinalIgnoreCase)) : null;
    }

    /// <summary>The token is Microsoft's to see and nobody else's, this machine included.</summary>
    internal bool MayHaveToken(Uri uri) => registration.Value.IsRegistered && IsConnector(uri);

    internal static bool IsLoopback(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && IsLoopbackHost(uri.IdnHost);

    internal static bool IsLoopbackHost(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private bool IsConnector(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort
        && (_cloud.ConnectorHosts.Contains(uri.IdnHost, StringComparer.OrdinalIgnoreCase)
            || _cloud.ConnectorHostSuffixes.Any(suffix => uri.IdnHost.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));
}
