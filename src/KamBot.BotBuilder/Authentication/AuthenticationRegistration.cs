using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Authentication;

/// <summary>The door of this folder.</summary>
internal static class AuthenticationRegistration
{
    /// <summary>Who the bot is, and who may speak to it. Settings: <c>MicrosoftApp*</c>, <c>Bot:Cloud</c>, <c>Bot:Access</c>, <c>Bot:Limits</c>.</summary>
    public static IServiceCollection AddBotAuthentication(this IServiceCollection services)
    {
        services.AddOptions<BotRegistration>().BindConfiguration("").ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BotRegistration>, BotRegistrationValidator>());
        services.AddOptions<BotAccessOptions>().BindConfiguration("Bot:Access")
            .Validate(access => access.Channels?.Any(string.IsNullOrWhiteSpace) is not true, "Bot:Access:Channels are names like msteams: one is empty.")
            .Validate(access => access.Tenants?.All(tenant => Guid.TryParse(tenant, out _)) is not false, "Bot:Access:Tenants are tenant ids, GUIDs.")
            .ValidateOnStart();
        services.AddOptions<BotLimitOptions>().BindConfiguration("Bot:Limits").ValidateDataAnnotations().ValidateOnStart();

        services.AddSingleton<AllowedHosts>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<ISigningKeyHealth>(provider => provider.GetRequiredService<SigningKeys>());
        services.AddHostedService<SigningKeyRefresh>();
        services.AddHttpClient(SigningKeys.HttpClientName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan; // a fetch has its own deadline
                client.MaxResponseContentBufferSize = SigningKeys.MaxResponseBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        services.AddSingleton<ChannelTokens>();
        services.AddSingleton<ActivityRules>();
        services.AddSingleton<DevelopmentGate>();
        services.AddSingleton<SourceLimits>();
        services.AddSingleton<RefusalLog>();
        services.TryAddSingleton<BotFrameworkAuthentication, ConfigurationBotFrameworkAuthentication>();
        return services;
    }
}
