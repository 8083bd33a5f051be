using KamBot.Conversation;

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

    private Queue<UserKey> _turns = new();
    private TellingRound? _round;

    /// <summary>Users whose turn is to come.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _turns.Count;
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

    /// <summary>What was due when the store was asked, in the order in which it is to be told; it takes the place of all that lay here.</summary>
    public void Renew(IEnumerable<DueRow> due, TellingRound round)
    {
        lock (_lock)
        {
            _rows.Clear();
            foreach (var row in due.Where(row => !_taken.Contains(row.Entity.RowKey)))
            {
                if (!_rows.TryGetValue(row.User, out var queue))
                    _rows[row.User] = queue = new Queue<DueRow>();
                queue.Enqueue(row);
            }

            _turns = new Queue<UserKey>(_rows.Keys.Where(user => !_inHand.ContainsKey(user)));
            _round = round;
        }
    }

    /// <summary>Nothing is taken up any more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rows.Clear();
            _turns.Clear();
        }
    }

    /// <summary>The user whose turn it is; false when nobody waits.</summary>
    public bool TryTake(out Hand hand)
    {
        lock (_lock)
        {
            hand = default;
            if (!_turns.TryDequeue(out var user))
                return false;
            _inHand[user] = [];
            hand = new Hand(user, _rows[user], _round!);
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
            if (!_rows.TryGetValue(hand.User, out var left))
                return;
            if (isFull || left.Count == 0)
                _rows.Remove(hand.User);
            else
                _turns.Enqueue(hand.User);
        }
    }

    /// <param name="User">Whose.</param>
    /// <param name="Rows">What is due for them. Only this hand takes from it.</param>
    /// <param name="Round">What was read meanwhile.</param>
    internal readonly record struct Hand(UserKey User, Queue<DueRow> Rows, TellingRound Round);
}
