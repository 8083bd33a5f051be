namespace KamBot.Platform.Schedule;

/// <summary>One at a time in this process: the ticking pulse, or who moves the clock and beats in its place.</summary>
public sealed class PulseGate : IDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);

    /// <summary>Waits for the beat that is running; none begins until the result is disposed.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Exit(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Exit(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
