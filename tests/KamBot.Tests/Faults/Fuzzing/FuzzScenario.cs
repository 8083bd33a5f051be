using System.Globalization;

namespace KamBot.Tests.Faults.Fuzzing;

/// <summary>
/// Activities as they were recorded and as a running bot's own cards give them, each spoiled in one of many ways, posted to the
/// real endpoint: whatever comes, the answer is sane, and only what the sender could have done by hand is done.
/// </summary>
internal sealed class FuzzScenario : IFaultScenario
{
    private const int Lanes = 2;

    /// <summary>A leak of a kilobyte for each activity would be this much.</summary>
    private const double MostMegabytesMore = 100;

    public string Name => "fuzz";

    public string Fault => "mutated activities";

    public async Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var count = scale.Of(full: 100_000, brief: 3_000);
        var findings = new FuzzFindings();
        var lanes = Enumerable.Range(0, Lanes).Select(number => new FuzzLane(number, scale.Chance(number), findings)).ToList();
        try
        {
            await Task.WhenAll(lanes.Select(lane => lane.RunAsync(count / Lanes, cancellationToken)));
        }
        finally
        {
            foreach (var lane in lanes)
                await lane.DisposeAsync();
        }

        return new FaultReport(
            string.Create(CultureInfo.InvariantCulture, $"{count:#,0} mutated activities to {Lanes} bots on SQLite, one after the other each. Answers: {findings.Statuses}."),
            Tally: null,
            [
                FaultCheck.None("5xx other than 501, which an unknown invoke gets", findings[Finding.ServerError]),
                FaultCheck.None("requests without an answer", findings[Finding.NoAnswer]),
                FaultCheck.None("writes to rows of somebody else", findings[Finding.WroteWhatIsNotItsOwn]),
                FaultCheck.None("writes for a refused request", findings[Finding.WroteThoughRefused]),
                FaultCheck.None("clients changed by a press that is no more what its card says", findings[Finding.ChangedClientsByBentPress]),
                FaultCheck.None("errors logged", findings[Finding.LoggedError]),
                FaultCheck.Exactly("bystanders whose rows are equal to the byte", Lanes, lanes.Count(lane => lane.BystanderUntouched)),
                FaultCheck.Exactly("bots that still answer at the end", Lanes, lanes.Count(lane => lane.Alive)),
                // The suite runs other tests in the same process: what memory is whose cannot be told there.
                .. scale.IsFull ? [FaultCheck.AtMost("megabytes of memory more in the last third than in the first", MostMegabytesMore, lanes.Max(lane => lane.Growth) / 1e6)] : Array.Empty<FaultCheck>(),
            ],
            findings.Examples);
    }
}
