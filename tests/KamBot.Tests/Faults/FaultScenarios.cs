namespace KamBot.Tests.Faults;

/// <summary>Every scenario there is, and how one is run.</summary>
internal static class FaultScenarios
{
    public static IReadOnlyList<IFaultScenario> All { get; } =
        [.. typeof(IFaultScenario).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFaultScenario)))
            .Select(type => (IFaultScenario)Activator.CreateInstance(type)!)
            .OrderBy(scenario => scenario.Name.Length).ThenBy(scenario => scenario.Name, StringComparer.Ordinal)];

    /// <summary>Runs one to its end or to the limit of the scale.</summary>
    /// <exception cref="OperationCanceledException">It did not end in time.</exception>
    public static async Task<FaultReport> RunAsync(IFaultScenario scenario, FaultScale scale, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(scale.Limit);
        return await scenario.RunAsync(scale, limit.Token).WaitAsync(limit.Token);
    }
}
