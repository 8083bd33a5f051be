using System.Globalization;
using KamBot.Tests.Faults;

namespace KamBot.Faults;

/// <summary>Which scenarios to run, how much of them, and where the report goes besides the terminal.</summary>
internal sealed record Arguments(IReadOnlyList<IFaultScenario> Scenarios, FaultScale Scale, string? ReportFile)
{
    private const string All = "all";

    public static Arguments? TryParse(string[] args, out string error)
    {
        error = "Which scenario?";
        if (args.Length == 0)
            return null;
        var scenarios = FaultScenarios.All.Where(scenario => args[0] == All || args[0].Split(',').Contains(scenario.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (scenarios.Count == 0 || (args[0] != All && scenarios.Count != args[0].Split(',').Length))
            return null;

        var parsed = new Arguments(scenarios, FaultScale.Full, null);
        for (var i = 1; i < args.Length; i += 2)
        {
            var next = (args[i], args.ElementAtOrDefault(i + 1)) switch
            {
                ("--scale", "short") => parsed with { Scale = FaultScale.Short with { Seed = parsed.Scale.Seed } },
                ("--scale", "full") => parsed with { Scale = FaultScale.Full with { Seed = parsed.Scale.Seed } },
                ("--seed", { } value) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) => parsed with { Scale = parsed.Scale with { Seed = seed } },
                ("--report", { } file) => parsed with { ReportFile = file },
                _ => null,
            };
            if (next is null)
            {
                error = $"{args[i]} is no option, or its value is none.";
                return null;
            }

            parsed = next;
        }

        return parsed;
    }
}
