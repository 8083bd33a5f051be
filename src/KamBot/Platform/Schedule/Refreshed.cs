using NodaTime;

namespace KamBot.Platform.Schedule;

/// <summary>
/// What an instance keeps of the store in memory, read again as a whole when it is fifteen seconds old. Whoever changes it reads
/// it again at once; the other instances know of it after <see cref="Refreshed.Freshness"/>.
/// </summary>
/// <typeparam name="TKept">What is kept: made anew by each reading, and never changed.</typeparam>
public abstract class Refreshed<TKept>(TimeProvider clock) : IRefreshed, IDisposable
    where TKept : class
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Reading? _last;

    protected TimeProvider Clock => clock;

    /// <summary>As it was last read; null before the first time.</summary>
    protected TKept? Kept => _last?.Kept;

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (IsFresh)
            return;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh)
                await ReadAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Reads the store now, however fresh what is kept may be.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        // Its age counts from before the question: what is written while it is answered may be missing.
        var now = clock.GetCurrentInstant();
        _last = new Reading(await ReadRowsAsync(cancellationToken), now);
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _reading.Dispose();

    /// <summary>One query; a row that cannot be read is logged and passed over.</summary>
    protected abstract Task<TKept> ReadRowsAsync(CancellationToken cancellationToken);

    /// <summary>Development may move the clock back: what was read in the future is read again.</summary>
    private bool IsFresh => _last is { } last && clock.GetCurrentInstant() - last.At is var age && age >= Duration.Zero && age < Refreshed.Freshness;

    private sealed record Reading(TKept Kept, Instant At);
}

/// <summary>What holds for all that is refreshed.</summary>
public static class Refreshed
{
    /// <summary>From this age on what is in memory is read again: what one instance changes, the others know after this time.</summary>
    public static Duration Freshness { get; } = Duration.FromSeconds(15);
}
