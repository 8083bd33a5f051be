using System.Globalization;
using System.Text;
using KamBot.Benchmarks.Reports;
using KamBot.Tests.Faults;

namespace KamBot.Faults;

/// <summary>Breaks KamBot on purpose and says what it made of it. Ends with 1 when a figure was missed, 2 when it was not understood.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (Arguments.TryParse(args, out var error) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"{error}\n\n{Usage()}");
            return 2;
        }

        var report = new StringBuilder();
        Write(report, $"# Faults: {string.Join(' ', args)}\n\n{Machine.Facts()}\nseed {arguments.Scale.Seed}, {arguments.Scale.Name} scale\n");
        var failed = 0;
        foreach (var scenario in arguments.Scenarios)
            failed += await RunAsync(scenario, arguments.Scale, report) ? 0 : 1;
        Write(report, $"{arguments.Scenarios.Count - failed} of {arguments.Scenarios.Count} passed\n\n{Machine.Facts()}");

        if (arguments.ReportFile is { } file)
            await File.WriteAllTextAsync(file, report.ToString());
        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> RunAsync(IFaultScenario scenario, FaultScale scale, StringBuilder report)
    {
        var begin = TimeProvider.System.GetTimestamp();
        string text;
        var passed = false;
        try
        {
            var result = await FaultScenarios.RunAsync(scenario, scale, CancellationToken.None);
            (text, passed) = (result.ToString(), result.Passed);
        }
        catch (Exception e)
        {
            text = $"It did not come to its end: {e}\n"; // the other scenarios are still worth their run
        }

        var took = TimeProvider.System.GetElapsedTime(begin);
        Write(report, string.Create(CultureInfo.InvariantCulture, $"## {scenario.Name} {scenario.Fault}: {(passed ? "pass" : "FAIL")} in {took.TotalSeconds:0} s\n\n{text}"));
        return passed;
    }

    private static void Write(StringBuilder report, string text)
    {
        Console.WriteLine(text);
        report.Append(text).Append('\n');
    }

    private static string Usage() =>
        $"""
        dotnet run -c Release --project tests/KamBot.Faults -- <scenario,…|all> [--scale short|full] [--seed n] [--report file]

        {string.Join('\n', FaultScenarios.All.Select(scenario => $"  {scenario.Name,-6} {scenario.Fault}"))}
        """;
}
