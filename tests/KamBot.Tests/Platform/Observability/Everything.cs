using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using KamBot.Platform.Observability;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KamBot.Tests.Platform.Observability;

/// <summary>
/// Keeps all that a program tells of itself, at the lowest level: log lines with their values and scopes, spans with their
/// tags as they would be exported, figures with theirs. Spans are the process's; figures and lines are the one program's that it was given to.
/// </summary>
internal sealed class Everything : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<LoggedLine> _lines = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<Figure> _figures = new();
    private readonly ActivityListener _spanListener;
    private readonly MeterListener _figureListener = new();
    private IExternalScopeProvider? _scopes;

    public Everything()
    {
        _spanListener = new ActivityListener
        {
            ShouldListenTo = source => OtlpExport.Sources.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_spanListener);
        _figureListener.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _figureListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _figureListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _figureListener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _figureListener.Start();
    }

    public IReadOnlyCollection<LoggedLine> Lines => _lines;

    public IReadOnlyCollection<Activity> Spans => _spans;

    /// <summary>Every text that left the program for somebody who watches it.</summary>
    public IEnumerable<string> Texts =>
    [
        .. _lines.Select(line => line.All),
        .. _spans.SelectMany(span => (string[])[span.DisplayName, span.StatusDescription ?? "", .. span.TagObjects.Select(Text), .. span.Baggage.Select(item => item.Value ?? ""), .. span.Events.SelectMany(e => e.Tags).Select(Text)]),
        .. _figures.SelectMany(figure => figure.Tags).Select(Text),
    ];

    /// <summary>Figures of one program, the observable ones as they are now.</summary>
    public IReadOnlyList<Figure> FiguresOf(IServiceProvider program, string instrument)
    {
        _figureListener.RecordObservableInstruments();
        var factory = program.GetRequiredService<IMeterFactory>();
        return [.. _figures.Where(figure => figure.Instrument.Name == instrument && figure.Instrument.Meter.Scope == factory)];
    }

    /// <summary>Makes a program tell everything, as it does in production but at every level.</summary>
    public void ListenTo(IServiceCollection program) => program
        .AddSingleton<ILoggerProvider>(this)
        .PostConfigure<LogScrubbingOptions>(scrubbing => scrubbing.ExceptionMessages = false)
        .PostConfigure<LoggerFilterOptions>(filter =>
        {
            filter.Rules.Clear();
            filter.MinLevel = LogLevel.Trace;
        });

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        _spanListener.Dispose();
        _figureListener.Dispose();
    }

    private static string Text(KeyValuePair<string, object?> tag) => $"{tag.Key}={tag.Value}";

    private void Keep(Activity span)
    {
        // The fake Teams runs in this process, too, and its requests are not the program's spans.
        if (span.GetTagItem("url.path") is not string path || !path.StartsWith("/v3/", StringComparison.Ordinal))
            _spans.Enqueue(span);
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _figures.Enqueue(new Figure(instrument, value, tags.ToArray()));

    private sealed class Logger(Everything all, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var parts = new List<string> { $"{logLevel} {category} {eventId.Id}: {formatter(state, exception)}", exception?.ToString() ?? "", exception?.Message ?? "" };
            Add(state);
            all._scopes?.ForEachScope((scope, _) => Add(scope), state);
            all._lines.Enqueue(new LoggedLine(logLevel, eventId, string.Join('\n', parts)));

            void Add(object? values)
            {
                parts.Add(values?.ToString() ?? "");
                parts.AddRange((values as IEnumerable<KeyValuePair<string, object?>> ?? []).Select(Text));
            }
        }
    }
}

internal sealed record LoggedLine(LogLevel Level, EventId Event, string All);

internal sealed record Figure(Instrument Instrument, double Value, IReadOnlyList<KeyValuePair<string, object?>> Tags)
{
    public string? Tag(string name) => Tags.FirstOrDefault(tag => tag.Key == name).Value?.ToString();
}
