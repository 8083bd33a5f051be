using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>The days of the week on which a place rests: not Saturday and Sunday everywhere, and not always two.</summary>
internal readonly record struct WeekendDays
{
    private readonly int _days;

    public WeekendDays(IEnumerable<IsoDayOfWeek> days)
    {
        foreach (var day in days) _days |= 1 << (int)day;
    }

    public bool Contains(IsoDayOfWeek day) => (_days & (1 << (int)day)) != 0;
}
