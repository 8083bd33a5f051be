using System.Globalization;
using System.Text;
using KamBot.Benchmarks.Reports;

namespace KamBot.Tests.Faults;

/// <summary>A figure that had to be reached, what was seen, and whether that is enough.</summary>
internal sealed record FaultCheck(string Figure, string Wanted, string Seen, bool Passed)
{
    public static FaultCheck AtMost(string figure, double most, double seen) =>
        new(figure, $"at most {TextTable.Number(most)}", TextTable.Number(seen), seen <= most);

    public static FaultCheck Exactly(string figure, int wanted, int seen) => new(figure, Count(wanted), Count(seen), wanted == seen);

    public static FaultCheck None(string figure, int seen) => Exactly(figure, 0, seen);

    private static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}

/// <summary>What came of a scenario.</summary>
/// <param name="SetUp">What ran and how it was broken, in one or two sentences with numbers.</param>
/// <param name="Tally">What the channel saw against what it had to see; null where nothing is delivered.</param>
/// <param name="Checks">The figures that decide. One failed check fails the report, and so does a report without any.</param>
/// <param name="Examples">Where a check failed: the first few cases, enough to look into.</param>
internal sealed record FaultReport(string SetUp, DeliveryTally? Tally, IReadOnlyList<FaultCheck> Checks, IReadOnlyList<string>? Examples = null)
{
    public bool Passed => Checks.Count > 0 && Checks.All(check => check.Passed);

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(SetUp).AppendLine();
        if (Tally is not null)
            text.AppendLine(Tally.ToString()).AppendLine();
        text.AppendLine("| figure | wanted | seen | |").AppendLine("|---|---|---|---|");
        foreach (var check in Checks)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {check.Figure} | {check.Wanted} | {check.Seen} | {(check.Passed ? "pass" : "**fail**")} |");
        foreach (var example in Examples ?? [])
            text.AppendLine().Append("- ").AppendLine(example);
        return text.ToString();
    }
}
