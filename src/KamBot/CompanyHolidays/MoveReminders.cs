using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.Reminders;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.CompanyHolidays;

/// <summary>"La Mercè is a day off: 2 reminders moved", with from when to when.</summary>
public sealed class MoveReminders(MoveNotes notes, ReminderStore store, Replanning replanning, Profiles profiles, WorkingCalendars calendars) : IReminderSource
{
    public string RowPrefix => MoveNotes.RowPrefix;

    public bool IsPersonal => true;

    public async Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (await notes.FindAsync(reminder.User, reminder.Subject, cancellationToken) is not { } note)
            return new Telling.Skip("ended");
        var all = await store.OfUserAsync(reminder.User, cancellationToken);
        // What came at its time meanwhile has not moved.
        var came = all.Where(each => each.State != ReminderState.Planned).Select(each => (each.Subject, each.Kind, each.At)).ToHashSet();
        var before = note.Reminders(reminder.User).Where(each => !came.Contains((each.Subject, each.Kind, each.At))).ToList();
        var moved = await replanning.MovedAsync(before, note.Concerned(all.Where(each => each.State == ReminderState.Planned)), moment, cancellationToken);
        if (moved.Count == 0)
            return new Telling.Skip("ended");
        var card = Moved.AddTo(new Card(Headline(note, moment.Reader, moment.Today)), moment.Reader, moment.Today, moved);
        return new Telling.Show(card.Button(Open(moment.Reader)));
    }

    public async Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await notes.FindAsync(reminder.User, reminder.Subject, cancellationToken) is { } note
            ? new ReminderLine(Headline(note, moment.Reader, moment.Today), moment.Reader.Text(note.Deed == DayDeed.Rules ? "DayOff.WhyRules" : "DayOff.Why"), Open(moment.Reader))
            : null;

    public async Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken) =>
        await profiles.FindAsync(user, cancellationToken) is { } profile && await notes.FindAsync(user, subject, cancellationToken) is { } note
            ? await notes.PlanAsync(profile, note, cancellationToken)
            : [];

    private string Headline(MoveNote note, Reader reader, LocalDate today)
    {
        if (note.Day is not { } day)
            return reader.Text(note.Deed == DayDeed.Rules ? "DayOff.Rules" : "DayOff.Configured");
        var (date, place) = (reader.Date(day.Date, today), DayNames.Place(calendars, day.Calendar, reader));
        return note.Deed switch
        {
            DayDeed.Added => reader.Text("DayOff.Added", ("date", date), ("name", day.Name), ("place", place)),
            DayDeed.Removed => reader.Text("DayOff.Removed", ("date", date), ("name", day.Name), ("place", place)),
            _ => reader.Text("DayOff.Worked", ("date", date), ("place", place)),
        };
    }

    private static CardButton Open(Reader reader) => new(reader.Text("DayOff.Upcoming"), "upcoming");
}
