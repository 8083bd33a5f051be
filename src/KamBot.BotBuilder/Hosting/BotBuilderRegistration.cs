using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Diagnostics;
using KamBot.BotBuilder.Turns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Hosting;

/// <summary>The door of this library.</summary>
public static class BotBuilderRegistration
{
    /// <summary>
    /// Registers the adapter, the connector and the gate. The host brings an <see cref="IBot"/> and an <see cref="ITurnLedger"/>.
    /// Settings: those of <see cref="AuthenticationRegistration"/>, <c>Bot:Turns</c>, <c>Bot:Connector</c>, <c>Bot:Endpoint</c>.
    /// </summary>
    public static IHostApplicationBuilder AddBotBuilder(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<TurnOptions>().BindConfiguration("Bot:Turns").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BotEndpointOptions>().BindConfiguration("Bot:Endpoint").ValidateDataAnnotations().ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.AddBotDiagnostics();
        services.TryAddSingleton<IFaultPoints, NoFaultPoints>();
        services.AddSingleton<RequestAdmission>();
        services.AddBotAuthentication();
        services.AddConnector();

        services.TryAddSingleton<IUndeliverableAnswers, ForgottenAnswers>();
        services.AddSingleton<AnswerDelivery>();
        services.AddSingleton<TurnRunner>();
        services.AddSingleton<TurnIntake>();
        services.AddSingleton<TurnResumption>();
        services.AddSingleton<RunningTurns>();
        services.AddHostedService(provider => provider.GetRequiredService<RunningTurns>());
        services.AddSingleton(provider => new CloudAdapter(
            provider.GetRequiredService<RequestAdmission>(),
            provider.GetRequiredService<TurnIntake>(),
            provider.GetRequiredService<TurnResumption>(),
            provider.GetRequiredService<TurnRunner>(),
            provider.GetRequiredService<RunningTurns>(),
            provider.GetRequiredService<ITurnLedger>(),
            provider.GetRequiredService<IFaultPoints>(),
            provider.GetRequiredService<IBot>)); // asked for when a turn is taken up: a bot may need its adapter
        services.AddSingleton<BotAdapter>(provider => provider.GetRequiredService<CloudAdapter>());
        return builder;
    }

    /// <summary>Opens the endpoint the channel posts to. Every method is routed here, so that each gets the status HTTP has for it.</summary>
    public static IEndpointConventionBuilder MapBotMessages(this IEndpointRouteBuilder endpoints, string pattern = "/api/messages")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        // A plain delegate: one with parameters would have to be made up and compiled when the process starts.
        return endpoints.Map(pattern, static context =>
        {
            var services = context.RequestServices;
            return services.GetRequiredService<CloudAdapter>().ProcessAsync(context.Request, context.Response, services.GetRequiredService<IBot>(), context.RequestAborted);
        });
    }
}
