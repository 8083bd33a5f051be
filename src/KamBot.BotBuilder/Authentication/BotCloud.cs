namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// One of Microsoft's clouds as a bot sees it: who signs what comes in, where tokens for what goes out are had, and the hosts
/// that may be sent to. A bot lives in one cloud and speaks to no other.
/// </summary>
/// <remarks>
/// Sources: bot-docs, <c>bot-framework-rest-connector-authentication.md</c>; botbuilder-dotnet, <c>AuthenticationConstants</c> and
/// <c>GovernmentAuthenticationConstants</c>; msteams-docs, service URLs of sovereign clouds; Agents-for-net, <c>OutboundHostValidator</c>.
/// </remarks>
public sealed class BotCloud
{
    private BotCloud()
    {
    }

    public static BotCloud Commercial { get; } = new()
    {
        Name = nameof(Commercial),
        TokenIssuer = "https://api.botframework.com",
        OpenIdMetadata = new Uri("https://login.botframework.com/v1/.well-known/openidconfiguration"),
        LoginAuthority = new Uri("https://login.microsoftonline.com/"),
        MultiTenantLogin = "botframework.com",
        OutgoingScope = "https://api.botframework.com/.default",
        ConnectorHosts = ["smba.trafficmanager.net"],
        ConnectorHostSuffixes = [".botframework.com", ".teams.microsoft.com"],
        ConnectorServiceUrl = new Uri("https://smba.trafficmanager.net/teams/"),
        OtherServiceUrl = new Uri("https://smba.infra.gcc.teams.microsoft.com/teams/"), // tenants of GCC use commercial bots
    };

    /// <summary>Government Community Cloud: its own connector, everything else is the commercial cloud's.</summary>
    public static BotCloud GCC { get; } = new()
    {
        Name = nameof(GCC),
        TokenIssuer = Commercial.TokenIssuer,
        OpenIdMetadata = Commercial.OpenIdMetadata,
        LoginAuthority = Commercial.LoginAuthority,
        MultiTenantLogin = Commercial.MultiTenantLogin,
        OutgoingScope = Commercial.OutgoingScope,
        ConnectorHosts = ["smba.infra.gcc.teams.microsoft.com", "smba.trafficmanager.net"],
        ConnectorHostSuffixes = Commercial.ConnectorHostSuffixes,
        ConnectorServiceUrl = new Uri("https://smba.infra.gcc.teams.microsoft.com/teams/"),
        OtherServiceUrl = Commercial.ConnectorServiceUrl,
    };

    public static BotCloud GCCHigh { get; } = new()
    {
        Name = nameof(GCCHigh),
        TokenIssuer = "https://api.botframework.us",
        OpenIdMetadata = new Uri("https://login.botframework.azure.us/v1/.well-known/openidconfiguration"),
        LoginAuthority = new Uri("https://login.microsoftonline.us/"),
        MultiTenantLogin = "MicrosoftServices.onmicrosoft.us",
        OutgoingScope = "https://api.botframework.us/.default",
        ConnectorHosts = ["smba.infra.gov.teams.microsoft.us"],
        ConnectorHostSuffixes = [],
        ConnectorServiceUrl = new Uri("https://smba.infra.gov.teams.microsoft.us/teams/"),
    };

    public static BotCloud DoD { get; } = new()
    {
        Name = nameof(DoD),
        TokenIssuer = GCCHigh.TokenIssuer,
        OpenIdMetadata = GCCHigh.OpenIdMetadata,
        LoginAuthority = GCCHigh.LoginAuthority,
        MultiTenantLogin = GCCHigh.MultiTenantLogin,
        OutgoingScope = GCCHigh.OutgoingScope,
        ConnectorHosts = ["smba.infra.dod.teams.microsoft.us"],
        ConnectorHostSuffixes = [],
        ConnectorServiceUrl = new Uri("https://smba.infra.dod.teams.microsoft.us/teams/"),
    };

    public static IReadOnlyList<BotCloud> All { get; } = [Commercial, GCC, GCCHigh, DoD];

    /// <summary>As it is written in the settings.</summary>
    public required string Name { get; init; }

    /// <summary>The only <c>iss</c> of a token that comes in.</summary>
    public required string TokenIssuer { get; init; }

    /// <summary>Where the channel publishes the address of its signing keys.</summary>
    public required Uri OpenIdMetadata { get; init; }

    /// <summary>Microsoft Entra ID: the tenant follows it in the path.</summary>
    public required Uri LoginAuthority { get; init; }

    /// <summary>The tenant a multi-tenant bot takes its token from.</summary>
    public required string MultiTenantLogin { get; init; }

    /// <summary>What a token that goes out is for.</summary>
    public required string OutgoingScope { get; init; }

    /// <summary>The hosts of the connector, the usual one first.</summary>
    public required IReadOnlyList<string> ConnectorHosts { get; init; }

    /// <summary>Ends of further host names of the channel, each with its leading dot.</summary>
    public required IReadOnlyList<string> ConnectorHostSuffixes { get; init; }

    /// <summary>Where to send when a conversation names no service URL; it ends with a slash.</summary>
    public required Uri ConnectorServiceUrl { get; init; }

    /// <summary>Where some of the cloud's tenants live instead; it ends with a slash.</summary>
    public Uri? OtherServiceUrl { get; init; }

    /// <summary>All service URLs of the cloud that hold for every region.</summary>
    public IEnumerable<Uri> ServiceUrls => OtherServiceUrl is { } other ? [ConnectorServiceUrl, other] : [ConnectorServiceUrl];

    /// <summary>The cloud of that name, or null.</summary>
    public static BotCloud? Named(string name) => All.FirstOrDefault(cloud => string.Equals(cloud.Name, name, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => Name;
}
