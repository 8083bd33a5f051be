namespace KamBot.Tests.Faults;

/// <summary>
/// One way the world breaks KamBot, and what must hold all the same. A new class of this kind is run by
/// <c>dotnet run --project tests/KamBot.Faults</c> and, in its short form, by the test suite; nothing else lists it.
/// </summary>
/// <remarks>
/// A scenario keeps to loopback, draws all chance from <see cref="FaultScale.Chance"/>, and bounds its own waits; the run as a
/// whole ends with <see cref="FaultScale.Limit"/>. What was delivered is read from the stub channel's log, never from the
/// program's own account of it.
/// </remarks>
internal interface IFaultScenario
{
    /// <summary>How the command line calls it: "f4".</summary>
    string Name { get; }

    /// <summary>The fault in a few words, for the headline of its report.</summary>
    string Fault { get; }

    Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken);
}
