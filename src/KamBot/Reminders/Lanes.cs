namespace KamBot.Reminders;

/// <summary>A few that take their work from one place side by side: one that meets something slow holds up nobody else. For one caller.</summary>
/// <param name="most">How many at once.</param>
/// <param name="run">One lane: works until there is nothing to take, and says how much it told.</param>
internal sealed class Lanes(int most, Func<Task<int>> run)
{
    private readonly List<Task<int>> _running = [];

    /// <summary>How much the lanes that have ended told.</summary>
    public int Told { get; private set; }

    public bool AreDone => _running.Count == 0;

    /// <summary>As many more as there is work for and room.</summary>
    public void Begin(int work)
    {
        for (var more = Math.Min(most - _running.Count, work); more > 0; more--)
            _running.Add(Task.Run(run));
    }

    /// <summary>Until all have ended, or so long. With nobody at work, so long.</summary>
    /// <exception cref="OperationCanceledException">The token says to stop; the lanes end by themselves.</exception>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (AreDone)
            await Task.Delay(longest, cancellationToken);
        else
            await ((Task)Task.WhenAll(_running)).WaitAsync(longest, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        await CollectAsync(lane => lane.IsCompleted);
    }

    /// <summary>Until all have ended.</summary>
    public async Task EndAsync()
    {
        await ((Task)Task.WhenAll(_running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CollectAsync(_ => true);
    }

    private async Task CollectAsync(Predicate<Task<int>> which)
    {
        foreach (var lane in _running.FindAll(which))
        {
            _running.Remove(lane);
            Told += await lane;
        }
    }
}
