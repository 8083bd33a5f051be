using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KamBot.Platform.Observability;

/// <summary>Stands before every logging provider, so that none of them gets to see what no log may hold.</summary>
/// <param name="inner">The real factory with all its providers.</param>
/// <param name="showsMessages">Development: the messages of exceptions are shown.</param>
internal sealed class ScrubbingLoggerFactory(ILoggerFactory inner, bool showsMessages) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new ScrubbingLogger(inner.CreateLogger(categoryName), showsMessages);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class ScrubbingLogger(ILogger inner, bool showsMessages) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            // The formatter gets no exception: none of the framework's uses it, and a message of it would slip through.
            inner.Log(
                logLevel, eventId, ScrubbedState.Of(state, formatter(state, null)),
                exception is null || showsMessages ? exception : new LoggedException(exception),
                static (scrubbed, _) => scrubbed.ToString());
        }
    }
}

/// <summary>What a developer may switch (section <c>Logging</c>).</summary>
internal sealed class LogScrubbingOptions
{
    /// <summary>Logs hold what exceptions say. Counts in Development only.</summary>
    public bool ExceptionMessages { get; set; }
}

internal static class ScrubbedLogging
{
    public static void ScrubLogs(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LogScrubbingOptions>().BindConfiguration("Logging");
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(services => new ScrubbingLoggerFactory(
            new LoggerFactory(
                services.GetServices<ILoggerProvider>(),
                services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
                services.GetRequiredService<IOptions<LoggerFactoryOptions>>(),
                services.GetService<IExternalScopeProvider>()),
            builder.Environment.IsDevelopment() && services.GetRequiredService<IOptions<LogScrubbingOptions>>().Value.ExceptionMessages)));
    }
}
