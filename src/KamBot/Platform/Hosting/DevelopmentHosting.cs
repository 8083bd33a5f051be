using KamBot.Platform.Tables;
using NodaTime.Text;

namespace KamBot.Platform.Hosting;

/// <summary>The door to what exists in Development only: a clock that can be moved, and the chat window.</summary>
public static class DevelopmentHosting
{
    /// <summary>Before anything that takes the system's clock when there is no other. Outside Development it adds nothing.</summary>
    public static WebApplicationBuilder AddDevelopment(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
            return builder;
        builder.Services.AddOptions<DevelopmentOptions>().BindConfiguration("Development")
            .Validate(options => string.IsNullOrEmpty(options.Clock) || InstantPattern.ExtendedIso.Parse(options.Clock).Success,
                "Development:Clock is a UTC instant like 2026-03-25T15:40:00Z.")
            .ValidateOnStart();
        builder.Services
            .AddTable(MovableClock.Table)
            .AddSingleton<MovableClock>().AddSingleton<TimeProvider>(services => services.GetRequiredService<MovableClock>())
            .AddSingleton<ClockMover>()
            .AddHostedService<ClockStart>();

        builder.Services.AddOptions<PlaygroundOptions>().BindConfiguration("Playground").ValidateDataAnnotations().ValidateOnStart();
        if (builder.Configuration.GetValue("Playground:Start", true))
            builder.Services.AddSingleton<PlaygroundInstall>().AddHostedService<PlaygroundWindow>();
        return builder;
    }

    /// <summary>Opens <c>/dev/*</c>, in Development only.</summary>
    public static WebApplication MapDevelopment(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.MapGroup("/dev").MapClock();
        return app;
    }
}
