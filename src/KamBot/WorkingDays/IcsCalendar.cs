namespace KamBot.WorkingDays;

/// <summary>What an .ics file gave: the days off, and what in it could not be used.</summary>
public sealed record IcsReading(IReadOnlyList<CalendarChange> Changes, IReadOnlyList<string> Problems);

/// <summary>
/// Reads days off from an iCalendar file (RFC 5545) as town halls, companies and Outlook write them: all-day events, of one or
/// more days, once or every year. Whatever else is in the file is passed over and said, never thrown.
/// </summary>
public static class IcsCalendar
{
    internal const int LargestNumberOfChanges = 10_000;

    public static IcsReading Read(TextReader reader, string calendarCode)
    {
        var problems = new IcsProblems();
        var changes = new List<CalendarChange>();
        var code = CalendarCode.Of(calendarCode);
        foreach (var dayOff in Events(IcsLine.ReadAll(reader, problems), problems).SelectMany(e => e.DaysOff(code, problems)))
        {
            if (changes.Count == LargestNumberOfChanges)
            {
                problems.Add($"more than {LargestNumberOfChanges} days; the rest was left out");
                break;
            }
            changes.Add(dayOff);
        }
        return new IcsReading(changes, problems.All);
    }

    private static IEnumerable<IcsEvent> Events(IEnumerable<IcsLine> lines, IcsProblems problems)
    {
        IcsEvent? open = null;
        // An alarm inside an event has a description and a duration of its own.
        var nested = 0;
        foreach (var line in lines)
        {
            var isEvent = line.Value.Trim().Equals("VEVENT", StringComparison.OrdinalIgnoreCase);
            switch (line.Name)
            {
                case "BEGIN" when isEvent:
                    if (open is not null) problems.Add(open.Line, "an event without an end");
                    (open, nested) = (new IcsEvent(line.Number), 0);
                    break;
                case "END" when isEvent:
                    if (open is not null) yield return open;
                    open = null;
                    break;
                case "BEGIN":
                    nested++;
                    break;
                case "END":
                    nested--;
                    break;
                default:
                    if (nested == 0) open?.Take(line);
                    break;
            }
        }
        if (open is not null) problems.Add(open.Line, "an event without an end");
    }
}
