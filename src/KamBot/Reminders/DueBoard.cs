using KamBot.Conversation;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// What is due and nobody has taken up: a queue for each user, and the users in the order in which it is their turn. One user's
/// are in one hand at a time, so that a chat keeps its order. What lies on it is renewed from the store while hands go on.
/// </summary>
internal sealed class DueBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UserKey, Queue<DueRow>> _rows = [];

    /// <summary>With the keys of the rows that are being told.</summary>
    private readonly Dictionary<UserKey, List<string>> _inHand = [];

    /// <summary>Rows that were taken since the store was last asked: its answer may still hold them.</summary>
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    private readonly Queue<UserKey> _turns = new();
    private Queue<DueRow> _soon = new();
    private TellingRound? _round;
    private int _look;

    /// <summary>Users whose turn is to come.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _turns.Count;
        }
    }

    /// <summary>Nobody's turn is to come, now or soon.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _turns.Count == 0 && _soon.Count == 0;
        }
    }

    /// <summary>When the next of those becomes due that are not yet.</summary>
    public Instant? NextAt
    {
        get
        {
            lock (_lock)
                return _soon.TryPeek(out var next) ? next.DueAt : null;
        }
    }

    /// <summary>The store is asked now: what is in a hand, or is taken from here on, may be in its answer.</summary>
    public void Asks()
    {
        lock (_lock)
        {
            _taken.Clear();
            foreach (var keys in _inHand.Values)
                _taken.UnionWith(keys);
        }
    }

    /// <summary>
    /// What the store answered, in the order in which it is to be told; it takes the place of all that lay here. What is not due
    /// yet waits for <see cref="Ripen"/>.
    /// </summary>
    public void Renew(IEnumerable<DueRow> rows, Instant now, TellingRound round)
    {
        lock (_lock)
        {
            (_round, _look) = (round, _look + 1);
            _rows.Clear();
            _turns.Clear();
            var fresh = rows.Where(row => !_taken.Contains(row.Entity.RowKey)).ToList();
            _soon = new Queue<DueRow>(fresh.Where(row => row.DueAt > now).OrderBy(row => row.DueAt));
            foreach (var row in fresh.Where(row => row.DueAt <= now))
                Add(row);
        }
    }

    /// <summary>What has become due takes its turn.</summary>
    public void Ripen(Instant now)
    {
        lock (_lock)
        {
            while (_soon.TryPeek(out var next) && next.DueAt <= now)
                Add(_soon.Dequeue());
        }
    }

    /// <summary>Nothing is taken up any more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _look++;
            _rows.Clear();
            _turns.Clear();
            _soon.Clear();
        }
    }

    /// <summary>The user whose turn it is; false when nobody waits.</summary>
    public bool TryTake(out Hand hand)
    {
        lock (_lock)
        {
            hand = default;
            if (!_turns.TryDequeue(out var user) || !_rows.Remove(user, out var rows))
                return false;
            _inHand[user] = [];
            hand = new Hand(user, rows, _round!, _look);
            return true;
        }
    }

    /// <summary>These of the hand's are about to be told.</summary>
    public void Took(Hand hand, IEnumerable<DueRow> rows)
    {
        lock (_lock)
        {
            var keys = _inHand[hand.User];
            keys.AddRange(rows.Select(row => row.Entity.RowKey));
            _taken.UnionWith(keys);
        }
    }

    /// <summary>What the user has left comes when it is their turn again; if the chat takes nothing more now, after the next look at the store.</summary>
    public void GiveBack(Hand hand, bool isFull)
    {
        lock (_lock)
        {
            _inHand.Remove(hand.User);
            _rows.Remove(hand.User, out var more);
            if (isFull)
                return;
            // What came meanwhile from a later look holds what was left of this hand too.
            foreach (var row in (hand.Look == _look ? hand.Rows : []).Concat(more ?? []))
                Add(row);
        }
    }

    private void Add(DueRow row)
    {
        if (!_rows.TryGetValue(row.User, out var queue))
        {
            _rows[row.User] = queue = new Queue<DueRow>();
            if (!_inHand.ContainsKey(row.User))
                _turns.Enqueue(row.User);
        }

        queue.Enqueue(row);
    }

    /// <param name="User">Whose.</param>
    /// <param name="Rows">What is due for them. Only this hand takes from it.</param>
    /// <param name="Round">What was read meanwhile.</param>
    /// <param name="Look">The look at the store that it is of.</param>
    internal readonly record struct Hand(UserKey User, Queue<DueRow> Rows, TellingRound Round, int Look);
}
