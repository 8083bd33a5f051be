using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KamBot.BotBuilder.Diagnostics;

/// <summary>The door to what this library tells of itself.</summary>
public static class DiagnosticsRegistration
{
    /// <summary>What the library's parts report to.</summary>
    internal static IServiceCollection AddBotDiagnostics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<BotDiagnostics>();
        services.TryAddSingleton<AlarmBell>();
        services.TryAddSingleton<ChannelHealth>();
        return services;
    }

    /// <summary>Watches the connector and the ledger that are registered by now; call it when both are.</summary>
    public static IServiceCollection ObserveBotBuilder(this IServiceCollection services) => services
        .Decorate<IConnectorClient>((inner, provider) => ActivatorUtilities.CreateInstance<ObservedConnectorClient>(provider, inner))
        .Decorate<ITurnLedger>((inner, provider) => ActivatorUtilities.CreateInstance<ObservedTurnLedger>(provider, inner));

    /// <summary>
    /// Puts something around a singleton that is registered already. Whoever made it disposes of it, as before: the container
    /// what it made, a test what it brought along.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such singleton.</exception>
    public static IServiceCollection Decorate<T>(this IServiceCollection services, Func<T, IServiceProvider, T> around)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        var inner = services.LastOrDefault(service => service.ServiceType == typeof(T) && !service.IsKeyedService)
            ?? throw new InvalidOperationException($"No {typeof(T).Name} is registered yet.");
        services.Remove(inner);
        var key = new object();
        services.Add(inner switch
        {
            { ImplementationInstance: { } instance } => new ServiceDescriptor(typeof(T), key, instance),
            { ImplementationFactory: { } make } => new ServiceDescriptor(typeof(T), key, (provider, _) => make(provider), inner.Lifetime),
            _ => new ServiceDescriptor(typeof(T), key, inner.ImplementationType!, inner.Lifetime),
        });
        return services.AddSingleton(provider => around(provider.GetRequiredKeyedService<T>(key), provider));
    }
}
