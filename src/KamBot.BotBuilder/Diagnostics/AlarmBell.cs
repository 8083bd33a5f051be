using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KamBot.BotBuilder.Diagnostics;

/// <summary>Rings for a condition that lasts: at once, and then only every so often, so that it is heard and drowns nothing.</summary>
public sealed class AlarmBell(TimeProvider time, ILogger<AlarmBell> logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<int, DateTimeOffset> _rung = new();

    /// <summary>Logs the line at level critical, unless the same alarm rang within the last quarter of an hour.</summary>
    /// <param name="alarm">One of <see cref="Alarms"/>.</param>
    /// <param name="line">What is wrong and what to do, in plain words and without anybody's data.</param>
    public void Ring(EventId alarm, string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var now = time.GetUtcNow();
        if (_rung.TryAdd(alarm.Id, now)
            || (_rung.TryGetValue(alarm.Id, out var last) && now - last >= Quiet && _rung.TryUpdate(alarm.Id, now, last)))
            logger.LogCritical(alarm, "{Alarm}", line);
    }
}
