using System.Globalization;
using KamBot.Benchmarks.Reports;

namespace KamBot.Tests.Faults;

/// <summary>Counts of what was seen against what had to be seen, and how long after its due time it was.</summary>
internal sealed class DeliveryTally
{
    /// <summary>Enough cases to look into, not a listing.</summary>
    private const int MostExamples = 10;

    private readonly List<double> _delays = [];
    private readonly List<string> _examples = [];

    /// <summary>Occurrences that had to be seen.</summary>
    public int Intents => _delays.Count + Early + Lost;

    /// <summary>All that was seen.</summary>
    public int Deliveries => _delays.Count + Early + Duplicate + Unexpected;

    public int Lost { get; private set; }

    public int Duplicate { get; private set; }

    public int Early { get; private set; }

    public int Late { get; private set; }

    /// <summary>Seen, and nothing of the kind was due.</summary>
    public int Unexpected { get; private set; }

    /// <summary>The first few that went wrong.</summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>None lost, doubled, early, late or unexpected.</summary>
    public bool Clean => Lost + Duplicate + Early + Late + Unexpected == 0;

    /// <summary>Seconds from due to seen, at a share of the deliveries that were not early; 0 when there are none.</summary>
    public double DelayAt(double share) => _delays.Count == 0 ? 0 : new Timings(_delays).At(share);

    public void AddInTime(TimeSpan delay) => _delays.Add(delay.TotalSeconds);

    public void AddLate(string key, TimeSpan delay)
    {
        Late++;
        _delays.Add(delay.TotalSeconds);
        Note("late", key);
    }

    public void AddEarly(string key, TimeSpan by)
    {
        Early++;
        Note(string.Create(CultureInfo.InvariantCulture, $"early by {by}"), key);
    }

    public void AddDuplicate(string key)
    {
        Duplicate++;
        Note("duplicate", key);
    }

    public void AddLost(string key)
    {
        Lost++;
        Note("lost", key);
    }

    public void AddUnexpected(string key, int count)
    {
        Unexpected += count;
        Note("unexpected", key);
    }

    public override string ToString()
    {
        var table = new TextTable("intents", "deliveries", "lost", "duplicate", "early", "late", "unexpected", "p50 s", "p95 s", "p99 s");
        table.Add(Intents, Deliveries, Lost, Duplicate, Early, Late, Unexpected, DelayAt(0.5), DelayAt(0.95), DelayAt(0.99));
        return $"```text\n{table}```";
    }

    private void Note(string what, string key)
    {
        if (_examples.Count < MostExamples)
            _examples.Add($"{what}: {key}");
    }
}
