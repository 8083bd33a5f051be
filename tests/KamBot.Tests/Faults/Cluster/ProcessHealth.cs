using System.Globalization;

namespace KamBot.Tests.Faults.Cluster;

/// <summary>Resident memory and open handles of a process, read from <c>/proc</c> every few seconds.</summary>
internal sealed class ProcessHealth(int process)
{
    private readonly List<(TimeSpan At, double Megabytes, int Handles)> _samples = [];

    /// <summary>Until it is told to stop.</summary>
    public async Task WatchAsync(TimeSpan every, CancellationToken stop)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            _samples.Add((TimeProvider.System.GetElapsedTime(begin), Megabytes(), Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd")).Count()));
            await Task.Delay(every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The middle of the samples of a stretch of time.</summary>
    public (double Megabytes, double Handles) Between(TimeSpan from, TimeSpan to)
    {
        var samples = _samples.Where(sample => sample.At >= from && sample.At <= to).ToList();
        return (Middle(samples.Select(sample => sample.Megabytes)), Middle(samples.Select(sample => (double)sample.Handles)));
    }

    /// <summary>A line for each of so many parts of the time.</summary>
    public IEnumerable<string> Course(TimeSpan length, int parts)
    {
        for (var part = 0; part < parts; part++)
        {
            var (megabytes, handles) = Between(length * part / parts, length * (part + 1) / parts);
            yield return string.Create(CultureInfo.InvariantCulture, $"until {(length * (part + 1) / parts).TotalSeconds:0} s: {megabytes:0.0} MB, {handles:0} handles");
        }
    }

    private double Megabytes()
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).First(each => each.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}
