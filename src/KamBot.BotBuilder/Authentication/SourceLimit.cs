namespace KamBot.BotBuilder.Authentication;

/// <summary>
/// How often and how much at once a source may come. Sources share a fixed number of counters, so that no flood of sources fills
/// the memory; which share one is different in each process.
/// </summary>
/// <param name="perSecond">What is given back each second; twice as much may come at once after a pause.</param>
/// <param name="atOnce">How many may be under way.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceLimit(int perSecond, int atOnce, TimeProvider time)
{
    private const int Count = 1024;

    private readonly Counter[] _counters = [.. Enumerable.Range(0, Count).Select(_ => new Counter(2 * perSecond, time.GetTimestamp()))];

    /// <summary>To be disposed when the source's request is done; null when it came too often or has too much under way.</summary>
    /// <param name="source">The source's hash code.</param>
    public IDisposable? Enter(int source)
    {
        var counter = _counters[source & (Count - 1)];
        lock (counter)
        {
            var now = time.GetTimestamp();
            counter.Left = Math.Min(2 * perSecond, counter.Left + perSecond * time.GetElapsedTime(counter.SeenAt, now).TotalSeconds);
            counter.SeenAt = now;
            if (counter.Left < 1 || counter.Inside >= atOnce)
                return null;
            counter.Left--;
            counter.Inside++;
        }

        return new Stay(counter);
    }

    private sealed class Counter(double left, long seenAt)
    {
        public double Left { get; set; } = left;

        public long SeenAt { get; set; } = seenAt;

        public int Inside { get; set; }
    }

    private sealed class Stay(Counter counter) : IDisposable
    {
        private Counter? _counter = counter;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _counter, null) is not { } left)
                return;
            lock (left)
                left.Inside--;
        }
    }
}
