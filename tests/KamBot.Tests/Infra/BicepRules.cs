using System.Text.Json;
using System.Text.RegularExpressions;
using KamBot.Tests.Architecture;

namespace KamBot.Tests.Infra;

/// <summary>What the templates must say, beyond being Bicep.</summary>
internal static partial class BicepRules
{
    /// <summary>Storage Table Data Contributor, the only id that stands in the templates.</summary>
    private const string TableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";

    /// <summary>Settings that the web app's host reads, not KamBot.</summary>
    private static readonly string[] HostSettings = ["WEBSITE_RUN_FROM_PACKAGE", "WEBSITES_CONTAINER_STOP_TIME_LIMIT"];

    /// <summary>Names as the reference of each resource type and version gives them (learn.microsoft.com/azure/templates, Azure/bicep-types-az).</summary>
    private static readonly Dictionary<string, HashSet<string>> Known = JsonSerializer.Deserialize<Dictionary<string, HashSet<string>>>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "KamBot.Tests", "Infra", "azure-properties.json")))!;

    private static readonly (string Type, string Property, string Value)[] Expected =
    [
        ("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.allowCrossTenantReplication", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "TLS1_2"),
        ("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", "true"),
        ("Microsoft.Storage/storageAccounts", "properties.defaultToOAuthAuthentication", "true"),
        ("Microsoft.Storage/storageAccounts", "kind", "StorageV2"),
        ("Microsoft.Authorization/roleAssignments", "properties.principalId", "principalId"),
        ("Microsoft.Authorization/roleAssignments", "properties.principalType", "ServicePrincipal"),
        ("Microsoft.Authorization/roleAssignments", "properties.roleDefinitionId", "subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataContributor)"),
        ("Microsoft.Web/serverfarms", "kind", "linux"),
        ("Microsoft.Web/serverfarms", "properties.reserved", "true"),
        ("Microsoft.Web/sites", "kind", "app,linux"),
        ("Microsoft.Web/sites", "identity.type", "UserAssigned"),
        ("Microsoft.Web/sites", "properties.httpsOnly", "true"),
        ("Microsoft.Web/sites", "properties.clientAffinityEnabled", "false"),
        ("Microsoft.Web/sites", "properties.siteConfig.linuxFxVersion", "DOTNETCORE|10.0"),
        ("Microsoft.Web/sites", "properties.siteConfig.appCommandLine", "dotnet KamBot.dll"),
        ("Microsoft.Web/sites", "properties.siteConfig.alwaysOn", "true"),
        ("Microsoft.Web/sites", "properties.siteConfig.http20Enabled", "true"),
        ("Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "1.2"),
        ("Microsoft.Web/sites", "properties.siteConfig.scmMinTlsVersion", "1.2"),
        ("Microsoft.Web/sites", "properties.siteConfig.ftpsState", "Disabled"),
        ("Microsoft.Web/sites", "properties.siteConfig.remoteDebuggingEnabled", "false"),
        ("Microsoft.Web/sites", "properties.siteConfig.healthCheckPath", "/healthz"),
        ("Microsoft.Web/sites/config", "name", "appsettings"),
        ("Microsoft.Web/sites/config", "properties", "union(own, address, password, settings)"),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", "false"),
        ("Microsoft.BotService/botServices", "kind", "azurebot"),
        ("Microsoft.BotService/botServices", "location", "global"),
        ("Microsoft.BotService/botServices", "properties.endpoint", "https://${domain}/api/messages"),
        ("Microsoft.BotService/botServices", "properties.msaAppMSIResourceId", "appType == 'UserAssignedMSI' ? identityId : null"),
        ("Microsoft.BotService/botServices/channels", "name", "MsTeamsChannel"),
        ("Microsoft.BotService/botServices/channels", "properties.channelName", "MsTeamsChannel"),
        ("Microsoft.BotService/botServices/channels", "properties.properties.isEnabled", "true"),
        ("Microsoft.Insights/webtests", "properties.Enabled", "true"),
        ("Microsoft.Insights/webtests", "properties.Request.RequestUrl", "https://${domain}/readyz"),
    ];

    /// <summary>What the deploy page reads after a deployment.</summary>
    private static readonly string[] Outputs = ["siteName", "domain", "appId", "endpoint", "identityPrincipalId"];

    /// <summary>What is looked up, not made: the web app, where its logs are sent on.</summary>
    private static readonly string[] Existing = ["site"];

    public static IEnumerable<string> Problems(BicepReading template) =>
        [.. template.Problems, .. Unknown(template), .. Unexpected(template), .. UnknownSettings(template), .. Secrets(template)];

    private static IEnumerable<string> Unknown(BicepReading template)
    {
        var named = from resource in template.Resources from property in resource.Properties.Keys select (resource.Type, Property: property.Replace(".*", "", StringComparison.Ordinal));
        var read = from asked in template.Reads where asked.Property.Length > 0 select (asked.Type, asked.Property);
        return from use in named.Concat(read)
               where !Known.TryGetValue(use.Type, out var properties) || !properties.Contains(use.Property)
               select $"{use.Type} has no {use.Property}.";
    }

    private static IEnumerable<string> Unexpected(BicepReading template)
    {
        if (!template.Outputs.SequenceEqual(Outputs))
            yield return "The outputs are not what the deploy page reads.";
        if (!template.Resources.Where(resource => resource.Existing).Select(resource => resource.Name).SequenceEqual(Existing))
            yield return "Other resources are looked up than the web app.";
        foreach (var (type, property, value) in Expected)
        {
            var made = template.Resources.Where(resource => !resource.Existing && resource.Type.StartsWith($"{type}@", StringComparison.Ordinal)).ToList();
            if (made.Count == 0 || made.Exists(resource => resource.Properties.GetValueOrDefault(property) != value))
                yield return $"{type}: {property} is not {value}.";
        }
    }

    /// <summary>Every setting is one that README names, or the host's.</summary>
    private static IEnumerable<string> UnknownSettings(BicepReading template) => template.Settings
        .Where(setting => !HostSettings.Contains(setting) && !ReadmeSettings.Names.Contains(setting.Replace("__", ":", StringComparison.Ordinal)))
        .Select(setting => $"{setting} is no setting that README names.");

    /// <summary>No literal that could be a key, a password or somebody's id.</summary>
    private static IEnumerable<string> Secrets(BicepReading template) =>
        from literal in template.Literals
        where literal.Text != TableDataContributor && !literal.Text.StartsWith("Microsoft.", StringComparison.Ordinal) && LooksSecret().IsMatch(literal.Text)
        select $"{literal.Path}: '{literal.Text}' looks like a secret.";

    [GeneratedRegex(
        @"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9+/_~.\-]{34,}|(key|password|secret|signature|token)\s*=|InstrumentationKey",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LooksSecret();
}
