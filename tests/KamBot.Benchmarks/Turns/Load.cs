using System.Diagnostics;

namespace KamBot.Benchmarks.Turns;

/// <summary>What one round of a load took.</summary>
/// <param name="Late">How many were not done in their time and went on afterwards.</param>
internal sealed record Round(int Count, int Late, TimeSpan Elapsed, double[] Milliseconds)
{
    public double PerSecond => Count / Elapsed.TotalSeconds;
}

/// <summary>So many workers side by side, each with one thing at a time.</summary>
internal static class Load
{
    public static async Task<Round> RunAsync(int workers, int count, Func<int, Task<bool>> work)
    {
        var share = Math.Max(1, count / workers);
        var latencies = new double[workers * share];
        var late = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < share; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                if (!await work(worker))
                    Interlocked.Increment(ref late);
                latencies[worker * share + i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        })));
        return new Round(latencies.Length, late, Stopwatch.GetElapsedTime(started), latencies);
    }
}
