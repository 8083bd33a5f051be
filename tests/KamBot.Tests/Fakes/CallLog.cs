namespace KamBot.Tests.Fakes;

/// <summary>A list that grows from other threads and lets a test wait for its n-th item, without polling.</summary>
internal sealed class CallLog<T>
{
    /// <summary>Ends a test that waits for something that never comes; nothing is measured by it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly List<T> _items = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_gate)
                return [.. _items];
        }
    }

    public void Add(T item)
    {
        lock (_gate)
        {
            _items.Add(item);
            foreach (var (count, reached) in _waiting)
            {
                if (count <= _items.Count)
                    reached.TrySetResult();
            }

            _waiting.RemoveAll(waiting => waiting.Count <= _items.Count);
        }
    }

    /// <summary>Empties it; items are counted from 1 again. Only while nobody waits.</summary>
    public void Clear()
    {
        lock (_gate)
            _items.Clear();
    }

    /// <summary>The n-th item, counted from 1, as soon as there is one.</summary>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public async Task<T> NthAsync(int n)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_items.Count >= n)
                return _items[n - 1];
            _waiting.Add((n, reached));
        }

        await reached.Task.WaitAsync(Patience);
        return Items[n - 1];
    }
}
