using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace KamBot.BotBuilder.Authentication;

/// <summary>Makes the credential the bot sends with; a new one remembers no token.</summary>
public delegate TokenCredential BotCredentialFactory();

/// <summary>Azure.Core's credentials, as the registration wants them.</summary>
/// <remarks>Source: bot-docs, <c>bot-framework-rest-connector-authentication.md</c>, "Authenticate requests from your bot to the Bot Connector service".</remarks>
internal static class BotCredentials
{
    /// <summary>One more try is enough: who waits for the token has a deadline, and asks again.</summary>
    private const int Retries = 1;

    /// <param name="bot">A registration that was validated.</param>
    /// <param name="transport">What carries the requests; null for the usual one.</param>
    public static TokenCredential Create(BotRegistration bot, HttpPipelineTransport? transport = null)
    {
        if (bot.Type == BotAppType.UserAssignedMSI)
            return new ManagedIdentityCredential(With(new ManagedIdentityCredentialOptions(ManagedIdentityId.FromUserAssignedClientId(bot.AppId)), transport));

        // The authority is the cloud's own and known: nobody is asked whether it is one.
        return bot.CertificatePath is { Length: > 0 } certificate
            ? new ClientCertificateCredential(
                bot.LoginTenant, bot.AppId, certificate,
                With(new ClientCertificateCredentialOptions { AuthorityHost = bot.Cloud.LoginAuthority, DisableInstanceDiscovery = true }, transport))
            : new ClientSecretCredential(
                bot.LoginTenant, bot.AppId, bot.Password,
                With(new ClientSecretCredentialOptions { AuthorityHost = bot.Cloud.LoginAuthority, DisableInstanceDiscovery = true }, transport));
    }

    private static T With<T>(T options, HttpPipelineTransport? transport)
        where T : TokenCredentialOptions
    {
        options.Retry.MaxRetries = Retries;
        if (transport is not null)
            options.Transport = transport;
        return options;
    }
}
