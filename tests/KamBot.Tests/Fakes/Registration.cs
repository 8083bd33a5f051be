namespace KamBot.Tests.Fakes;

/// <summary>A bot registration as an operator sets it: the Playground's bot, in its tenant.</summary>
internal static class Registration
{
    public const string AppId = "22222222-2222-4222-8222-222222222222";

    public const string TenantId = "11111111-1111-4111-8111-111111111111";

    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["MicrosoftAppId"] = AppId,
        ["MicrosoftAppTenantId"] = TenantId,
        ["MicrosoftAppPassword"] = "no secret",
    };

    /// <summary>The same for the command line.</summary>
    public static string[] Arguments => [.. Settings.Select(setting => $"--{setting.Key}={setting.Value}")];
}
