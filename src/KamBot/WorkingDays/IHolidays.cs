using System.Collections.Frozen;
using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>The public holidays of one place, wherever they come from.</summary>
internal interface IHolidays
{
    /// <summary>Whether the holidays of this year are known; outside, only weekends are.</summary>
    bool Knows(int year);

    Holiday? On(LocalDate date);
}

/// <summary>Holidays by a rule, worked out once per year that is asked for.</summary>
internal sealed class HolidaysByRule(Func<int, IEnumerable<Holiday>> rule) : IHolidays
{
    private const int FirstYear = 1990;
    private const int LastYear = 2100;

    private readonly FrozenDictionary<LocalDate, Holiday>?[] _years = new FrozenDictionary<LocalDate, Holiday>?[LastYear - FirstYear + 1];

    public bool Knows(int year) => year is >= FirstYear and <= LastYear;

    public Holiday? On(LocalDate date)
    {
        if (!Knows(date.Year)) return null;
        // Two threads may work out the same year; either result is the same.
        ref var year = ref _years[date.Year - FirstYear];
        var holidays = Volatile.Read(ref year);
        if (holidays is null) Volatile.Write(ref year, holidays = rule(date.Year).ByDate());
        return holidays.GetValueOrDefault(date);
    }
}

/// <summary>Holidays listed in the data file.</summary>
internal sealed class ListedHolidays(IEnumerable<Holiday> holidays, int firstYear, int lastYear) : IHolidays
{
    private readonly FrozenDictionary<LocalDate, Holiday> _holidays = holidays.ByDate();

    public bool Knows(int year) => year >= firstYear && year <= lastYear;

    public Holiday? On(LocalDate date) => _holidays.GetValueOrDefault(date);
}

/// <summary>A place of which only the weekend is known.</summary>
internal sealed class UnknownHolidays : IHolidays
{
    public static readonly UnknownHolidays Instance = new();

    public bool Knows(int year) => false;

    public Holiday? On(LocalDate date) => null;
}

internal static class HolidaysByDate
{
    public static FrozenDictionary<LocalDate, Holiday> ByDate(this IEnumerable<Holiday> holidays) =>
        holidays.GroupBy(h => h.Date).ToFrozenDictionary(day => day.Key, day => day.Aggregate((one, other) => one.And(other)));
}
