using System.Diagnostics;
using System.Diagnostics.Metrics;
using KamBot.BotBuilder.Diagnostics;
using KamBot.Platform.Observability;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>Whether promises are kept in time: how late reminders are told, how many are due and not told, what becomes of them.</summary>
public sealed class ReminderMetrics
{
    private readonly Histogram<double> _delays;
    private readonly Counter<long> _outcomes;
    private readonly Promptness _promptness;
    private readonly Counter<long> _repaired;
    private long _backlog;

    public ReminderMetrics(IMeterFactory meters, Promptness promptness)
    {
        var meter = meters.Meter();
        _promptness = promptness;
        _delays = meter.CreateHistogram("kambot.reminder.delay", "s", "From the moment a reminder was due to the moment it was told.", advice: Buckets.Delay);
        _outcomes = meter.CreateCounter<long>("kambot.reminder.outcomes", "{reminder}", "What became of reminders that were due.");
        _repaired = meter.CreateCounter<long>("kambot.reminder.repaired", "{row}", "Stored reminders that did not agree and were repaired, that cannot be read, or that are not kept any more.");
        meter.CreateObservableGauge("kambot.reminder.backlog", () => Volatile.Read(ref _backlog), "{reminder}", "Reminders that are due and that nobody has taken up yet.");
    }

    /// <summary>A span for one reminder that is taken up; null when nobody listens.</summary>
    public static Activity? Begin() => KamBotDiagnostics.Source.StartActivity("reminder");

    public void Found(int due) => Volatile.Write(ref _backlog, due);

    public void TookUp(int reminders) => Interlocked.Add(ref _backlog, -reminders);

    /// <summary>A reminder reached its user.</summary>
    /// <param name="late">Since it was due.</param>
    public void Told(Duration late)
    {
        var delay = Duration.Max(late, Duration.Zero);
        _delays.Record(delay.TotalSeconds);
        _promptness.Note(delay);
    }

    internal void Repaired(Finding finding, int rows)
    {
        if (rows > 0)
            _repaired.Add(rows, new KeyValuePair<string, object?>("kambot.reminder.finding", finding.ToString()));
    }

    /// <param name="outcome">One of a few words of ours: a delivery's outcome, a claim that was lost, a failure.</param>
    public void Count(string outcome)
    {
        _outcomes.Add(1, new KeyValuePair<string, object?>("kambot.reminder.outcome", outcome));
        if (Activity.Current is { Source.Name: KamBotDiagnostics.Name } span)
            span.SetTag("kambot.reminder.outcome", outcome);
    }
}
