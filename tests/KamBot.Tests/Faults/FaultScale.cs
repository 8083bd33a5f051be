namespace KamBot.Tests.Faults;

/// <summary>How much of a scenario is run: all that its figure asks for, or as much as the test suite has time for.</summary>
/// <param name="Name">"full" or "short".</param>
/// <param name="Limit">The whole run ends by then, done or not.</param>
/// <param name="Seed">All chance comes from it: the same seed, the same run.</param>
internal sealed record FaultScale(string Name, TimeSpan Limit, int Seed)
{
    public const int UsualSeed = 20260407;

    public static FaultScale Short { get; } = new("short", TimeSpan.FromMinutes(5), UsualSeed);

    public static FaultScale Full { get; } = new("full", TimeSpan.FromMinutes(80), UsualSeed);

    public bool IsFull => Name == Full.Name;

    /// <summary>A size of this scale.</summary>
    public int Of(int full, int brief) => IsFull ? full : brief;

    /// <summary>A stream of chance; parts of a scenario that run at the same time take one each.</summary>
    public Random Chance(int stream = 0) => new(Seed + stream);
}
