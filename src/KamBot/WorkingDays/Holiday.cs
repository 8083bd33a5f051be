using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>A public holiday; <paramref name="Name"/> is in the place's own language.</summary>
public sealed record Holiday(LocalDate Date, string Name, string EnglishName)
{
    /// <summary>Two feasts can fall on one day (Romania, 1 June 2026): one holiday with both names.</summary>
    internal Holiday And(Holiday other) =>
        this with { Name = $"{Name} / {other.Name}", EnglishName = $"{EnglishName} / {other.EnglishName}" };
}

/// <summary>A public holiday that keeps a calendar from working on a day that is not its weekend.</summary>
public sealed record DayOff(LocalDate Date, WorkingCalendar Calendar, Holiday Holiday);
