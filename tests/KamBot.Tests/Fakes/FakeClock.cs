namespace KamBot.Tests.Fakes;

/// <summary>A clock that stands still until a test moves it. Its timers are the real ones.</summary>
internal sealed class FakeClock(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    public FakeClock()
        : this(new DateTimeOffset(2026, 4, 7, 7, 0, 0, TimeSpan.Zero))
    {
    }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
