using System.Collections.Concurrent;
using System.Globalization;
using KamBot.Conversation.Language;
using KamBot.Recurring;
using KamBot.WorkingDays;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Tests.Faults;

/// <summary>
/// Recurring reminders over every clock change of every IANA zone: each rule is followed from one firing to the next, as the
/// chain of reminders is, and must fire once for each of its local dates, at the moment that <see cref="Oracle"/> finds by itself.
/// </summary>
internal sealed class ClockChanges : IFaultScenario
{
    private static readonly Recurrence Daily = new(RecurrenceUnit.Day, 1, []);
    private static readonly Instant From = Instant.FromUtc(2025, 1, 1, 0, 0);
    private static readonly Instant To = Instant.FromUtc(2028, 1, 1, 0, 0);

    /// <summary>Changes that these years do not have: days that were left out.</summary>
    private static readonly (string Zone, LocalDate Around)[] LeftOutDays =
        [("Pacific/Apia", new(2011, 12, 30)), ("Pacific/Fakaofo", new(2011, 12, 30)), ("Pacific/Kwajalein", new(1993, 8, 21)), ("Pacific/Enderbury", new(1994, 12, 31))];

    private readonly ConcurrentQueue<string> _examples = [];
    private readonly WorkingCalendar _manager = new WorkingCalendars().Get("ES");
    private int _cases;
    private int _wrong;
    private int _twice;
    private int _missing;
    private int _notLenient;

    public string Name => "f10";

    public string Fault => "clock changes in every zone";

    public Task<FaultReport> RunAsync(FaultScale scale, CancellationToken cancellationToken)
    {
        var zones = DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id]).ToList();
        var around = scale.Of(full: 30, brief: 2);
        var changes = 0;
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(zones, options, zone => Interlocked.Add(ref changes, Zone(zone, around)));
        foreach (var (id, day) in LeftOutDays)
            Around(DateTimeZoneProviders.Tzdb[id], day, around);
        Parallel.ForEach(zones, options, zone => Renewed(zone, around));

        return Task.FromResult(new FaultReport(
            $"{zones.Count:N0} zones of tzdb {DateTimeZoneProviders.Tzdb.VersionId} with {changes:N0} clock changes in 2025 to 2027, and days left out at the date line; rules: daily at 02:30, at 00:00 and at a time within the change, weekly, yearly on 29 February, 10 days before a month's 31st; and a zone whose rules are renewed midway.",
            Tally: null,
            [
                new FaultCheck("cases", $"at least {scale.Of(300_000, 30_000):N0}", _cases.ToString("#,0", CultureInfo.InvariantCulture), _cases >= scale.Of(300_000, 30_000)),
                FaultCheck.None("local dates without a firing", _missing),
                FaultCheck.None("local dates with two", _twice),
                FaultCheck.None("firings at another moment than the oracle's", _wrong),
                FaultCheck.None("firings that differ from NodaTime's lenient resolver though the time exists", _notLenient),
            ],
            [.. _examples.Take(10)]));
    }

    /// <returns>How many changes the zone has.</returns>
    private int Zone(DateTimeZone zone, int around)
    {
        var changes = zone.GetZoneIntervals(From, To).Skip(1).Select(interval => interval.Start).ToList();
        foreach (var change in changes)
            Around(zone, change.InZone(zone).Date, around);
        var (first, last) = (new LocalDate(2025, 1, 1), new LocalDate(2027, 12, 31));
        Follow(zone, new RecurrenceRule(new LocalDate(2025, 1, 5), new(RecurrenceUnit.Week, 1, [])), new LocalTime(2, 30), first, last, day => Period.DaysBetween(new LocalDate(2025, 1, 5), day) % 7 == 0);
        Follow(zone, new RecurrenceRule(new LocalDate(2024, 2, 29), new(RecurrenceUnit.Year, 1, [])), new LocalTime(9, 0), first, last.PlusYears(1), day => (day.Month, day.Day) == (2, CalendarSystem.Iso.IsLeapYear(day.Year) ? 29 : 28));
        Follow(zone, new RecurrenceRule(new LocalDate(2025, 1, 31), new(RecurrenceUnit.Month, 1, []), DaysBefore: 10), new LocalTime(0, 0), first, last, day => day.PlusDays(10) is var end && end.PlusDays(1).Day == 1);
        return changes.Count;
    }

    private void Around(DateTimeZone zone, LocalDate day, int around)
    {
        var (first, last) = (day.PlusDays(-around), day.PlusDays(around));
        foreach (var time in (LocalTime[])[new(2, 30), new(0, 0), WithinChange(zone, first, last)])
            Follow(zone, new RecurrenceRule(first.PlusDays(-100), Daily), time, first, last, _ => true);
    }

    /// <summary>A time that the change leaves out or brings twice.</summary>
    private static LocalTime WithinChange(DateTimeZone zone, LocalDate first, LocalDate last)
    {
        var intervals = zone.GetZoneIntervals(zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(last).ToInstant()).ToList();
        if (intervals.Count < 2)
            return LocalTime.Noon;
        var (before, after) = (intervals[0].IsoLocalEnd, intervals[1].IsoLocalStart);
        return (before < after ? before : after).TimeOfDay.PlusMinutes(10);
    }

    /// <summary>Fires, asks for the next, fires …, and compares with the days that there are.</summary>
    private void Follow(DateTimeZone zone, RecurrenceRule rule, LocalTime time, LocalDate first, LocalDate last, Func<LocalDate, bool> named)
    {
        var expected = Oracle.DaysOf(zone, first, last).Where(named).ToDictionary(day => day, day => Oracle.InstantOf(zone, day + time));
        var fired = new HashSet<LocalDate>();
        var before = Instant.MinValue;
        for (var day = first.PlusDays(-1); rule.After(day, time, zone, _manager).First() is var next && next.At.Date <= last; day = next.At.Date)
        {
            Interlocked.Increment(ref _cases);
            var instant = zone.AtLeniently(next.At).ToInstant();
            if (!fired.Add(next.At.Date) || instant <= before)
                Report(ref _twice, $"{zone.Id}: {next.At} fires twice");
            if (!expected.Remove(next.At.Date, out var wanted) || wanted != instant)
                Report(ref _wrong, $"{zone.Id}: {next.At} fires at {instant} and not at {wanted}");
            if (zone.MapLocal(next.Nominal.PlusDays(-rule.DaysBefore) + time).Count > 0 && zone.ResolveLocal(next.Nominal.PlusDays(-rule.DaysBefore) + time, NodaTime.TimeZones.Resolvers.LenientResolver).ToInstant() != instant)
                Report(ref _notLenient, $"{zone.Id}: {next.At} fires at {instant}");
            before = instant;
        }

        foreach (var day in expected.Keys)
            Report(ref _missing, $"{zone.Id}: nothing on {LocalDatePattern.Iso.Format(day)} at {time}");
    }

    /// <summary>A new tzdb comes while a rule runs: the wall time stays, the instant is another, and no date fires twice or not at all.</summary>
    private void Renewed(DateTimeZone zone, int around)
    {
        var renewal = new LocalDate(2026, 6, 15);
        var renewed = new WithoutSummerTime(zone, zone.AtStartOfDay(renewal.PlusDays(1)).ToInstant());
        var (first, last) = (renewal.PlusDays(-around), renewal.PlusDays(around));
        var fired = new List<LocalDateTime>();
        var before = Instant.MinValue;
        var rule = new RecurrenceRule(first, Daily);
        for (var day = first.PlusDays(-1); day < last; day = fired[^1].Date)
        {
            var known = day < renewal ? zone : renewed;
            var next = rule.After(day, new LocalTime(9, 0), known, _manager).First();
            Interlocked.Increment(ref _cases);
            var instant = WallTime.InstantOf(known, next.At);
            if (instant <= before)
                Report(ref _twice, $"{zone.Id}: {next.At} fires twice after a renewal");
            if (instant != Oracle.InstantOf(known, next.At) || next.At.TimeOfDay != new LocalTime(9, 0))
                Report(ref _wrong, $"{zone.Id}: {next.At} fires at {instant} after a renewal");
            fired.Add(next.At);
            before = instant;
        }

        if (fired.Count != (2 * around) + 1)
            Report(ref _missing, $"{zone.Id}: {fired.Count} days fired around a renewal");
    }

    private void Report(ref int count, string example)
    {
        if (Interlocked.Increment(ref count) <= 3)
            _examples.Enqueue(example);
    }

    /// <summary>What a wall clock shows, found by looking at the zone's intervals one after another: no resolver, no mapping.</summary>
    private static class Oracle
    {
        /// <summary>The first moment at which the wall shows this time or a later one, or else the last minute of the day.</summary>
        public static Instant InstantOf(DateTimeZone zone, LocalDateTime wanted)
        {
            var first = First(zone, wanted);
            return first.InZone(zone).Date == wanted.Date || First(zone, wanted.Date.AtMidnight()).InZone(zone).Date != wanted.Date ? first : First(zone, wanted.Date.PlusDays(1).AtMidnight()) - NodaTime.Duration.FromMinutes(1);
        }

        /// <summary>The dates that some moment of the zone lies on.</summary>
        public static IEnumerable<LocalDate> DaysOf(DateTimeZone zone, LocalDate first, LocalDate last)
        {
            for (var day = first; day <= last; day = day.PlusDays(1))
            {
                if (First(zone, day.AtMidnight()).InZone(zone).Date == day)
                    yield return day;
            }
        }

        private static Instant First(DateTimeZone zone, LocalDateTime wanted)
        {
            var near = wanted.InUtc().ToInstant();
            foreach (var interval in zone.GetZoneIntervals(near - NodaTime.Duration.FromDays(3), near + NodaTime.Duration.FromDays(3)))
            {
                if (wanted.WithOffset(interval.WallOffset).ToInstant() is var exact && exact >= (interval.HasEnd ? interval.End : Instant.MaxValue))
                    continue;
                return interval.HasStart && exact < interval.Start ? interval.Start : exact;
            }

            throw new InvalidOperationException($"{zone.Id} has no {wanted}.");
        }
    }

    /// <summary>A zone as a later tzdb may have it: from a moment on there is no summer time.</summary>
    private sealed class WithoutSummerTime(DateTimeZone zone, Instant from) : DateTimeZone(zone.Id, isFixed: false, NodaTime.Offset.Min(zone.MinOffset, NodaTime.Offset.Zero), zone.MaxOffset)
    {
        public override NodaTime.TimeZones.ZoneInterval GetZoneInterval(Instant instant)
        {
            var offset = zone.GetZoneInterval(from).StandardOffset;
            if (instant >= from)
                return new NodaTime.TimeZones.ZoneInterval("standard", from, null, offset, NodaTime.Offset.Zero);
            var interval = zone.GetZoneInterval(instant);
            return interval.HasEnd && interval.End <= from
                ? interval
                : new NodaTime.TimeZones.ZoneInterval(interval.Name, interval.HasStart ? interval.Start : null, from, interval.WallOffset, interval.Savings);
        }
    }
}
