namespace KamBot.Tests.Faults.Cluster;

/// <summary>
/// The limits that Teams publishes for messages, counted by arrival and kept apart from the product's own count: 50 a second
/// for a tenant; 7 in 1 s, 8 in 2 s and 60 in 30 s for a chat.
/// </summary>
internal sealed class TeamsQuota
{
    public const int TenantsSecond = 50;

    private static readonly (int Count, double Seconds)[] OfAChat = [(7, 1), (8, 2), (60, 30)];

    private readonly Lock _gate = new();
    private readonly List<double> _tenant = [];
    private readonly Dictionary<string, List<double>> _chats = new(StringComparer.Ordinal);

    /// <summary>Counts a request when there is room for it.</summary>
    public bool Takes(string chat, double now)
    {
        lock (_gate)
        {
            if (!_chats.TryGetValue(chat, out var own))
                _chats[chat] = own = [];
            if (IsFull(_tenant, TenantsSecond, 1, now) || OfAChat.Any(limit => IsFull(own, limit.Count, limit.Seconds, now)))
                return false;
            _tenant.Add(now);
            own.Add(now);
            return true;
        }
    }

    private static bool IsFull(List<double> times, int count, double seconds, double now) => times.Count >= count && now - times[^count] < seconds;
}
