namespace KamBot.Tests.Faults;

/// <summary>The short form of every fault scenario; <c>dotnet run -c Release --project tests/KamBot.Faults -- all</c> runs the full one.</summary>
public sealed class FaultTests
{
    public static TheoryData<string> Scenarios => [.. FaultScenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_figures_hold_under_the_fault(string name)
    {
        var scenario = FaultScenarios.All.Single(each => each.Name == name);

        var report = await FaultScenarios.RunAsync(scenario, FaultScale.Short, TestContext.Current.CancellationToken);

        Assert.True(report.Passed, report.ToString());
    }
}
