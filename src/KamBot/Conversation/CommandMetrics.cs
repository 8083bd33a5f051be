using System.Diagnostics;
using System.Diagnostics.Metrics;
using KamBot.BotBuilder.Diagnostics;
using KamBot.Platform.Observability;

namespace KamBot.Conversation;

/// <summary>How often and how long each command runs. The tag is the catalogue's intent, never a word of the line.</summary>
public sealed class CommandMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> _durations = meters.Meter().CreateHistogram(
        "kambot.command.duration", "s", "A command or an opened form, from its words to its reply.", advice: Buckets.Work);

    /// <summary>Runs a command under its name.</summary>
    /// <param name="intent">A command of the catalogue.</param>
    /// <param name="run">What it does.</param>
    public Task<Reply> WatchAsync(string intent, Func<Task<Reply>> run) =>
        _durations.Enabled || KamBotDiagnostics.Source.HasListeners() ? MeasuredAsync(intent, run) : run();

    private async Task<Reply> MeasuredAsync(string intent, Func<Task<Reply>> run)
    {
        using var span = KamBotDiagnostics.Source.StartActivity($"command {intent}");
        var begun = Stopwatch.GetTimestamp();
        var tags = new TagList { { "kambot.intent", intent } };
        try
        {
            return await run();
        }
        catch (Exception exception)
        {
            tags.Add("error.type", exception.GetType().FullName);
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            _durations.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds, tags);
            foreach (var (name, value) in tags)
                span?.SetTag(name, value);
        }
    }
}
