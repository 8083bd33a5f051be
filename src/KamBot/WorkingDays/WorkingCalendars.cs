using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KamBot.WorkingDays;

/// <summary>
/// Every country's and region's calendar with the administrator's changes. Calendars are made when asked for and kept; there are
/// only as many as there are places. Safe for any number of threads.
/// </summary>
public sealed class WorkingCalendars
{
    private readonly IReadOnlyList<CalendarChange> _configured;
    private volatile Snapshot _current;
    private volatile FrozenDictionary<string, Snapshot> _ofCompanies = FrozenDictionary<string, Snapshot>.Empty;

    public WorkingCalendars(IEnumerable<CalendarChange>? configured = null)
    {
        _configured = [.. configured ?? []];
        _current = new Snapshot(_configured);
    }

    /// <summary>What the administrator configured, in the order in which it counts.</summary>
    public IReadOnlyList<CalendarChange> Configured => _configured;

    /// <summary>All calendars, by name in the reader's language.</summary>
    public IReadOnlyList<CalendarInfo> All(CultureInfo culture) => Atlas.Infos(culture);

    /// <summary>
    /// Finds a calendar by code in any case ("ES-CT", "es_ct") or by name in English, the place's own language, or one of
    /// KamBot's languages ("Catalonia", "Catalunya", "Polska").
    /// </summary>
    public bool TryGet(string? code, [NotNullWhen(true)] out WorkingCalendar? calendar)
    {
        calendar = Atlas.Find(code) is { } found ? _current.Get(found) : null;
        return calendar is not null;
    }

    /// <summary>The same, with the days that this company added or removed.</summary>
    public bool TryGet(string? code, string company, [NotNullWhen(true)] out WorkingCalendar? calendar)
    {
        calendar = Atlas.Find(code) is { } found ? _ofCompanies.GetValueOrDefault(company, _current).Get(found) : null;
        return calendar is not null;
    }

    /// <exception cref="KeyNotFoundException">No such calendar.</exception>
    public WorkingCalendar Get(string code) =>
        TryGet(code, out var calendar) ? calendar : throw new KeyNotFoundException($"There is no calendar '{code}'.");

    /// <summary>The same, with the days that this company added or removed.</summary>
    /// <exception cref="KeyNotFoundException">No such calendar.</exception>
    public WorkingCalendar Get(string code, string company) =>
        TryGet(code, company, out var calendar) ? calendar : throw new KeyNotFoundException($"There is no calendar '{code}'.");

    /// <summary>
    /// The calendar a person most likely lives by: Catalan, Polish and Romanian speakers by their language, everyone else by the
    /// country of the zone, or else that of the locale. Null when nothing is known.
    /// </summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Asked of the calendars, as all else.")]
    public string? For(string? locale, string? ianaZone) =>
        HomeCalendar.Guesses(locale, ianaZone).FirstOrDefault(Atlas.Has);

    /// <summary>
    /// Puts these changes in the place of those given before; what was configured stays. Calendars handed out earlier do not
    /// change, so ask again for each piece of work.
    /// </summary>
    public void Change(IEnumerable<CalendarChange> changes) => _current = new Snapshot([.. _configured, .. changes]);

    /// <summary>The same for each company alone: what one of them adds moves nobody else's days.</summary>
    public void Change(IReadOnlyDictionary<string, IReadOnlyList<CalendarChange>> ofCompanies) =>
        _ofCompanies = ofCompanies.ToFrozenDictionary(company => company.Key, company => new Snapshot([.. _configured, .. company.Value]), StringComparer.Ordinal);

    /// <summary>The calendars under one state of the changes.</summary>
    private sealed class Snapshot(IReadOnlyList<CalendarChange> changes)
    {
        private readonly ConcurrentDictionary<string, WorkingCalendar> _calendars = new(StringComparer.Ordinal);

        public WorkingCalendar Get(string code) => _calendars.GetOrAdd(code, key => Atlas.Calendar(key).With(changes));
    }
}
