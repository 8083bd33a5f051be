using KamBot.Accounts;
using KamBot.Conversation.Language;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// What went out to one client lately. Several of one kind on one day are one contact: two offers in one mail, the call that was
/// noted with both. Pure.
/// </summary>
public sealed class ContactWindow(ReminderSettings settings, DateTimeZone zone, IEnumerable<TimelineEntry> entries)
{
    public ReminderSettings Settings => settings;

    /// <summary>Newest first, each with its day.</summary>
    public IReadOnlyList<(TimelineEntry Entry, LocalDate Day)> Contacts { get; } =
        [.. entries.Where(entry => entry.IsOutgoing).Select(entry => (Entry: entry, Day: entry.At.InZone(zone).Date)).DistinctBy(contact => (contact.Entry.Kind, contact.Day))];

    /// <summary>The next contact would be one too many.</summary>
    public bool IsFull => Contacts.Count >= settings.GuardContacts;

    /// <summary>The window's first day: it and <paramref name="today"/> are among its working days.</summary>
    public static LocalDate FirstDay(LocalDate today, ReminderSettings settings) =>
        WorkingDayArithmetic.Add(WorkingDayArithmetic.OnOrBefore(today, settings.Manager), 1 - settings.GuardDays, settings.Manager);

    /// <summary>The first working day after today on which one more is not too many.</summary>
    public LocalDate DayWithRoom(LocalDate today)
    {
        var day = today;
        // Each step lets a day go by, and after as many as the window has all contacts lie before it.
        for (var step = 0; step < settings.GuardDays; step++)
        {
            day = WorkingDayArithmetic.FirstAfter(day, settings.Manager);
            var first = FirstDay(day, settings);
            if (Contacts.Count(contact => contact.Day >= first) < settings.GuardContacts)
                break;
        }

        return day;
    }

    /// <summary>"3rd contact in 5 working days; don't look needy."</summary>
    public string Warning(Reader reader, int number) => number == 3
        ? reader.Plural("Guard.Third", settings.GuardDays)
        : reader.Plural("Guard.Another", settings.GuardDays, ("number", number));
}
