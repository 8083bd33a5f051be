using Microsoft.Extensions.Configuration;

namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// Who the bot is to Microsoft. The keys are the Bot Framework's own and stand at the root of the configuration;
/// <see cref="BotRegistrationValidator"/> says in plain words what does not fit together.
/// </summary>
/// <remarks>Source: bot-docs, <c>bot-builder-authentication-types</c>; botbuilder-dotnet, <c>ConfigurationServiceClientCredentialFactory</c>.</remarks>
public sealed class BotRegistration
{
    /// <summary>SingleTenant (default), UserAssignedMSI or MultiTenant. New multi-tenant bots cannot be registered since July 2025; existing ones go on.</summary>
    [ConfigurationKeyName("MicrosoftAppType")]
    public string? TypeSetting { get; set; }

    /// <summary>The application (client) id, a GUID. Without it the bot runs in Development only.</summary>
    [ConfigurationKeyName("MicrosoftAppId")]
    public string? AppId
    {
        get;
        set => field = AsMicrosoftWritesIt(value);
    }

    /// <summary>The client secret; not for UserAssignedMSI, and not together with a certificate.</summary>
    [ConfigurationKeyName("MicrosoftAppPassword")]
    public string? Password { get; set; }

    /// <summary>Instead of a secret: a file with certificate and private key, PEM or PKCS #12 without a password (an Azure web app has it as <c>/var/ssl/private/….p12</c>).</summary>
    [ConfigurationKeyName("MicrosoftAppCertificatePath")]
    public string? CertificatePath { get; set; }

    /// <summary>The tenant the bot is registered in, a GUID; not for MultiTenant.</summary>
    [ConfigurationKeyName("MicrosoftAppTenantId")]
    public string? TenantId
    {
        get;
        set => field = AsMicrosoftWritesIt(value);
    }

    /// <summary>Commercial (default), GCC, GCCHigh or DoD.</summary>
    [ConfigurationKeyName("Bot:Cloud")]
    public string? CloudSetting { get; set; }

    /// <summary>Another address of the cloud's OpenID metadata, https; in Development also this machine. For tests and mirrors.</summary>
    [ConfigurationKeyName("ToBotFromChannelOpenIdMetadataUrl")]
    public string? OpenIdMetadataSetting { get; set; }

    public bool IsRegistered => !string.IsNullOrWhiteSpace(AppId);

    public BotAppType Type => string.IsNullOrWhiteSpace(TypeSetting) ? BotAppType.SingleTenant : Enum.Parse<BotAppType>(TypeSetting, ignoreCase: true);

    public BotCloud Cloud => string.IsNullOrWhiteSpace(CloudSetting) ? BotCloud.Commercial : BotCloud.Named(CloudSetting) ?? throw new InvalidOperationException("The setting was not validated.");

    /// <summary>Where the channel publishes the address of its signing keys.</summary>
    public Uri OpenIdMetadata => string.IsNullOrWhiteSpace(OpenIdMetadataSetting) ? Cloud.OpenIdMetadata : new Uri(OpenIdMetadataSetting);

    /// <summary>The tenant whose tokens the bot sends with.</summary>
    public string LoginTenant => Type == BotAppType.MultiTenant ? Cloud.MultiTenantLogin : TenantId ?? throw new InvalidOperationException("The bot is not registered.");

    /// <summary>An id is the same in capitals, with braces or blanks around it; in tokens it has none of these.</summary>
    private static string? AsMicrosoftWritesIt(string? id) => Guid.TryParse(id, out var guid) ? guid.ToString() : id;
}

/// <summary>How a bot proves who it is.</summary>
public enum BotAppType
{
    /// <summary>By a secret or certificate, to one tenant.</summary>
    SingleTenant,

    /// <summary>By the user-assigned managed identity it runs under: there is no secret.</summary>
    UserAssignedMSI,

    /// <summary>By a secret or certificate, to every tenant.</summary>
    MultiTenant,
}
