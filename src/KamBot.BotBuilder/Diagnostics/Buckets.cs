using System.Diagnostics.Metrics;

namespace KamBot.BotBuilder.Diagnostics;

/// <summary>The bounds of histograms, in seconds: without them a collector would take those meant for milliseconds.</summary>
public static class Buckets
{
    /// <summary>Work somebody waits for. Source: OpenTelemetry semantic conventions, HTTP metrics.</summary>
    public static InstrumentAdvice<double> Work { get; } = Of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);

    /// <summary>One call to a store. Source: OpenTelemetry semantic conventions, database metrics.</summary>
    public static InstrumentAdvice<double> Store { get; } = Of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10);

    /// <summary>How late something is.</summary>
    public static InstrumentAdvice<double> Delay { get; } = Of(1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600);

    private static InstrumentAdvice<double> Of(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
