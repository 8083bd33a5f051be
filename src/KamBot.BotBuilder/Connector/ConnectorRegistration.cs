using KamBot.BotBuilder.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Connector;

/// <summary>The door of this folder.</summary>
internal static class ConnectorRegistration
{
    /// <summary>The way to the channel, with the token that opens it. Settings: <c>Bot:Connector</c>.</summary>
    public static IServiceCollection AddConnector(this IServiceCollection services)
    {
        services.AddOptions<ConnectorOptions>().BindConfiguration("Bot:Connector").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<BotCredentialFactory>(provider => () => BotCredentials.Create(provider.GetRequiredService<IOptions<BotRegistration>>().Value));
        services.AddSingleton<BotTokens>();
        services.AddTransient<BotTokenHandler>();
        services.AddHttpClient(ConnectorClient.HttpClientName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan; // each call has its own deadline
                client.MaxResponseContentBufferSize = ConnectorClient.MaxResponseBytes;
            })
            .RemoveAllLoggers() // its lines have the URL, and with it who talks to whom
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // the token must not follow one
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .AddHttpMessageHandler<BotTokenHandler>();
        services.AddSingleton<ConnectorGates>();
        services.TryAddSingleton<IConnectorClient, ConnectorClient>();
        return services;
    }
}
