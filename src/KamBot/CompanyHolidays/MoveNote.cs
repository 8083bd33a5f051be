using KamBot.Conversation;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.CompanyHolidays;

/// <summary>What was planned for a user before a changed day or rule moved it: what the user is told is the difference to what is planned when it is told.</summary>
/// <param name="Id">The operation and the pass.</param>
/// <param name="Deed">What was done.</param>
/// <param name="Day">The day; null when the configuration or the rules changed.</param>
/// <param name="At">The user's wall time then: when the message is due.</param>
/// <param name="Before">The soonest of what was planned.</param>
public sealed record MoveNote(string Id, DayDeed Deed, CalendarChange? Day, LocalDateTime At, IReadOnlyList<PlannedBefore> Before)
{
    /// <summary>What lies further away does not move into the next weeks; a row has room for these.</summary>
    private const int MostBefore = 1_500;

    internal static MoveNote Of(string id, DayWork work, LocalDateTime at, IEnumerable<Reminder> planned) =>
        new(id, work.Deed, work.Day, at, [.. planned.OrderBy(each => each.At).Take(MostBefore).Select(PlannedBefore.Of)]);

    internal IReadOnlyList<Reminder> Reminders(UserKey user) => [.. Before.Select(each => each.For(user))];

    /// <summary>Those of the same subjects: what the user began since has not moved.</summary>
    internal IReadOnlyList<Reminder> Concerned(IEnumerable<Reminder> planned)
    {
        var subjects = Before.Select(each => new ReminderSubject(each.Account, each.Row)).ToHashSet();
        return [.. planned.Where(each => subjects.Contains(each.Subject))];
    }
}

/// <summary>As much of a reminder as tells whether it moved.</summary>
public sealed record PlannedBefore(string Account, string Row, string Kind, LocalDate DueDay, LocalDateTime At, string Zone, Instant? DueAt)
{
    public static PlannedBefore Of(Reminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        return new(reminder.Subject.Account, reminder.Subject.Row, reminder.Kind, reminder.DueDay, reminder.At, reminder.Zone, reminder.DueAt);
    }

    public Reminder For(UserKey user) => new()
    {
        User = user,
        Subject = new ReminderSubject(Account, Row),
        Kind = Kind,
        DueDay = DueDay,
        At = At,
        Zone = Zone,
        UsefulUntil = At,
        Version = "",
        DueAt = DueAt,
    };
}
