using KamBot.BotBuilder.Diagnostics;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>Keeps the delays of the latest reminders and raises the alarm when one in twenty of them is over a minute late.</summary>
public sealed class Promptness(AlarmBell bell)
{
    /// <summary>A few late ones among few reminders say nothing yet.</summary>
    private const int Enough = 20;

    private const int Kept = 200;

    private static readonly Duration Bearable = Duration.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Queue<bool> _late = new(Kept);
    private int _lateOnes;

    public void Note(Duration delay)
    {
        if (IsAlarming(delay > Bearable))
            bell.Ring(Alarms.RemindersLate, "Reminders go out over a minute late (95th percentile of the latest). Look at the store's and Teams' answer times, at the backlog, and at whether the program was away.");
    }

    private bool IsAlarming(bool isLate)
    {
        lock (_gate)
        {
            if (_late.Count == Kept && _late.Dequeue())
                _lateOnes--;
            _late.Enqueue(isLate);
            if (isLate)
                _lateOnes++;
            return isLate && _late.Count >= Enough && _lateOnes * 20 > _late.Count;
        }
    }
}
