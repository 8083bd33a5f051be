using KamBot.Benchmarks.Reports;

namespace KamBot.Benchmarks.Turns;

/// <summary>What is measured: so many times in a round, by so many workers.</summary>
internal sealed record Measured(string Name, int Count, Func<int, Task<bool>> Work);

/// <summary>What came of it.</summary>
/// <param name="PerSecond">A figure for each round.</param>
/// <param name="Milliseconds">One for each time.</param>
/// <param name="Bytes">Allocated in this process for each time.</param>
internal sealed record Result(string Name, Timings PerSecond, Timings Milliseconds, double Bytes);

/// <summary>Measures things turn about, round by round, so that whatever else the machine does meets all of them.</summary>
internal static class Alternation
{
    private const int WarmingUp = 3;

    public static async Task<List<Result>> RunAsync(int workers, int rounds, params IReadOnlyList<Measured> all)
    {
        for (var round = 0; round < WarmingUp; round++)
        {
            foreach (var each in all)
                await Load.RunAsync(workers, each.Count, each.Work);
        }

        var measured = all.Select(_ => new List<(Round Round, long Bytes)>()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < all.Count; i++)
            {
                var before = GC.GetTotalAllocatedBytes(precise: true);
                var result = await Load.RunAsync(workers, all[i].Count, all[i].Work);
                if (result.Late > 0)
                    throw new InvalidOperationException($"{result.Late} of {all[i].Name} were late: that is not what was to be measured.");
                measured[i].Add((result, GC.GetTotalAllocatedBytes(precise: true) - before));
            }
        }

        return [.. all.Zip(measured, (each, rounds) => new Result(
            each.Name,
            new Timings(rounds.Select(round => round.Round.PerSecond)),
            new Timings(rounds.SelectMany(round => round.Round.Milliseconds)),
            (double)rounds.Sum(round => round.Bytes) / rounds.Sum(round => round.Round.Count)))];
    }
}
