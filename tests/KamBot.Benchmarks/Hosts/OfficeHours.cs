namespace KamBot.Benchmarks.Hosts;

/// <summary>Real time, moved so that the run begins on a working morning: at night nobody is reminded of anything.</summary>
internal sealed class OfficeHours : TimeProvider
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 25, 8, 0, 0, TimeSpan.Zero);

    private readonly TimeSpan _moved = Morning - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _moved;
}
