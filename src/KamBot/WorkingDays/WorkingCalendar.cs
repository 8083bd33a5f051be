using System.Collections.Frozen;
using System.Globalization;
using NodaTime;

namespace KamBot.WorkingDays;

/// <summary>The working days of one country or region. Immutable.</summary>
public sealed class WorkingCalendar
{
    private readonly IHolidays _holidays;
    private readonly WeekendDays _weekend;
    private readonly FrozenDictionary<string, string> _namesByLanguage;
    private readonly FrozenDictionary<LocalDate, CalendarChange> _changes;

    internal WorkingCalendar(CalendarPlace place, IHolidays holidays, WeekendDays weekend)
        : this(place.Code, place.EnglishName, place.Names.ToFrozenDictionary(), holidays, weekend, FrozenDictionary<LocalDate, CalendarChange>.Empty)
    {
    }

    private WorkingCalendar(
        string code,
        string englishName,
        FrozenDictionary<string, string> namesByLanguage,
        IHolidays holidays,
        WeekendDays weekend,
        FrozenDictionary<LocalDate, CalendarChange> changes)
    {
        Code = code;
        EnglishName = englishName;
        _namesByLanguage = namesByLanguage;
        _holidays = holidays;
        _weekend = weekend;
        _changes = changes;
    }

    /// <summary>"PL", "ES-CT", "DE-BY".</summary>
    public string Code { get; }

    public string CountryCode => CalendarCode.CountryOf(Code);

    public string EnglishName { get; }

    /// <summary>The place's name in the reader's language where it is known, otherwise in English.</summary>
    public string DisplayName(CultureInfo culture) =>
        _namesByLanguage.GetValueOrDefault(culture.TwoLetterISOLanguageName, EnglishName);

    public bool IsWorkingDay(LocalDate date) =>
        _changes.TryGetValue(date, out var change) ? change.IsWorking : !IsWeekend(date) && _holidays.On(date) is null;

    /// <summary>The public holiday of that day, by law or by an administrator; null on a plain day or a plain weekend.</summary>
    public Holiday? HolidayOn(LocalDate date)
    {
        if (!_changes.TryGetValue(date, out var change)) return _holidays.On(date);
        return change.IsWorking ? null : new Holiday(date, change.Name, change.Name);
    }

    public bool IsWeekend(LocalDate date) => _weekend.Contains(date.DayOfWeek);

    /// <summary>Whether the public holidays of that year are known. If not, every day outside the weekend counts as working.</summary>
    public bool Knows(int year) => _holidays.Knows(year);

    /// <summary>
    /// This calendar with those of the changes that are its own or its country's. A region's own change wins over the country's,
    /// and a later change over an earlier one.
    /// </summary>
    public WorkingCalendar With(IEnumerable<CalendarChange> changes)
    {
        var all = _changes.ToDictionary();
        foreach (var change in changes.Where(Concerns).OrderBy(c => IsOwn(c) ? 1 : 0))
            all[change.Date] = change;
        return all.Count == _changes.Count && all.All(_changes.Contains)
            ? this
            : new WorkingCalendar(Code, EnglishName, _namesByLanguage, _holidays, _weekend, all.ToFrozenDictionary());
    }

    /// <summary>This calendar for somebody with a working week of their own: on other days they are off, whatever the place does.</summary>
    public WorkingCalendar InWeek(IReadOnlyCollection<IsoDayOfWeek> days)
    {
        var off = new WeekendDays(Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None && !days.Contains(day)));
        var theirs = _changes.Where(change => !(change.Value.IsWorking && off.Contains(change.Key.DayOfWeek))).ToFrozenDictionary();
        return new WorkingCalendar(Code, EnglishName, _namesByLanguage, _holidays, off, theirs);
    }

    public override string ToString() => Code;

    private bool Concerns(CalendarChange change) => IsOwn(change) || IsSame(change.Calendar, CountryCode);

    private bool IsOwn(CalendarChange change) => IsSame(change.Calendar, Code);

    private static bool IsSame(string code, string other) =>
        string.Equals(CalendarCode.Of(code), other, StringComparison.Ordinal);
}
