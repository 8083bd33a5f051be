using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Authentication;

/// <summary>Whoever starts the bot reads here what to set. Nothing of a secret is repeated.</summary>
internal sealed class BotRegistrationValidator(IHostEnvironment environment) : IValidateOptions<BotRegistration>
{
    public ValidateOptionsResult Validate(string? name, BotRegistration options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(BotRegistration bot)
    {
        var types = Enum.GetNames<BotAppType>();
        var hasType = string.IsNullOrWhiteSpace(bot.TypeSetting) || types.Contains(bot.TypeSetting, StringComparer.OrdinalIgnoreCase);
        if (!hasType)
            yield return $"MicrosoftAppType is {string.Join(", ", types)}, not “{bot.TypeSetting}”.";
        if (!string.IsNullOrWhiteSpace(bot.CloudSetting) && BotCloud.Named(bot.CloudSetting) is null)
            yield return $"Bot:Cloud is {string.Join(", ", BotCloud.All)}, not “{bot.CloudSetting}”.";
        if (!string.IsNullOrWhiteSpace(bot.OpenIdMetadataSetting) && !IsGoodSource(bot.OpenIdMetadataSetting))
            yield return "ToBotFromChannelOpenIdMetadataUrl is an https address: whoever changes the keys on their way changes who gets in.";
        if (!bot.IsRegistered)
        {
            if (!environment.IsDevelopment())
                yield return "MicrosoftAppId is not set: outside Development KamBot answers registered callers only. Set MicrosoftAppId, MicrosoftAppTenantId and MicrosoftAppPassword of the bot registration, or MicrosoftAppType=UserAssignedMSI for a managed identity.";
            yield break;
        }

        if (!Guid.TryParse(bot.AppId, out _))
            yield return "MicrosoftAppId is a GUID: the application (client) id of the bot registration.";
        if (!hasType)
            yield break;
        foreach (var problem in ProblemsOfType(bot))
            yield return problem;
        if (bot.CertificatePath is { Length: > 0 } path && !File.Exists(path))
            yield return "MicrosoftAppCertificatePath names no file that can be read.";
    }

    private bool IsGoodSource(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (environment.IsDevelopment() && AllowedHosts.IsLoopback(uri)));

    private static IEnumerable<string> ProblemsOfType(BotRegistration bot)
    {
        var hasSecret = !string.IsNullOrWhiteSpace(bot.Password);
        var hasCertificate = !string.IsNullOrWhiteSpace(bot.CertificatePath);
        if (bot.Type != BotAppType.MultiTenant && !Guid.TryParse(bot.TenantId, out _))
            yield return $"MicrosoftAppTenantId is a GUID: {bot.Type} needs the tenant of the bot registration.";
        if (bot.Type == BotAppType.UserAssignedMSI && (hasSecret || hasCertificate))
            yield return "UserAssignedMSI has no secret: remove MicrosoftAppPassword and MicrosoftAppCertificatePath, or set another MicrosoftAppType.";
        if (bot.Type != BotAppType.UserAssignedMSI && hasSecret == hasCertificate)
            yield return $"{bot.Type} needs either MicrosoftAppPassword or MicrosoftAppCertificatePath{(hasSecret ? ", not both" : "")}.";
    }
}
