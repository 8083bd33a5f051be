using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KamBot.Benchmarks.Hosts;

/// <summary>How often the program warned of what.</summary>
internal sealed class WarningCount : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>One line per kind of warning, with its number; empty when all went well.</summary>
    public string Summary => string.Join('\n', _counts.Select(each => $"{each.Value} x {each.Key}"));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var template = (state as IReadOnlyList<KeyValuePair<string, object?>>)?.FirstOrDefault(each => each.Key == "{OriginalFormat}").Value as string;
        _counts.AddOrUpdate($"{template} {exception?.GetBaseException().Message}".TrimEnd(), 1, (_, count) => count + 1);
    }

    public void Dispose()
    {
    }
}
