using Microsoft.Extensions.Logging;

namespace KamBot.BotBuilder.Authentication;

/// <summary>Says for which reasons requests are refused, each at most once a minute: an attacker must not write the log.</summary>
internal sealed class RefusalLog(TimeProvider time, ILogger<RefusalLog> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Next, int Silent)> _reasons = new(StringComparer.Ordinal);

    /// <param name="status">What the caller gets, and all it gets; returned.</param>
    /// <param name="reason">One of this library's sentences, never something a caller sent.</param>
    public int Note(int status, string reason)
    {
        int silent;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _reasons.TryGetValue(reason, out var last);
            if (now < last.Next)
            {
                _reasons[reason] = last with { Silent = last.Silent + 1 };
                return status;
            }

            silent = last.Silent;
            _reasons[reason] = (now + Pause, 0);
        }

        logger.LogWarning("A request is refused with {Status}: {Reason}. {Silent} more were since this was last said.", status, reason, silent);
        return status;
    }
}
