using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.WorkingDays;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// R11, PRP-21: who gets in touch again and again looks needy. A reminder that asks for one more contact than is wise shows
/// what went out already instead of its buttons: Go on, or Move to the day on which there is room again.
/// </summary>
public sealed class ContactGuard(Journal journal, WorkingCalendars calendars, IOptions<ReminderOptions> options)
{
    /// <summary>In the data of the guard's buttons: which reminder of the subject.</summary>
    public const string Key = "reminder";

    private const int MostShown = 5;

    /// <summary>What is told instead of the reminder's own card where its contact would be one too many.</summary>
    public async Task<Telling> OverAsync(IReminderSource source, Reminder reminder, ReminderMoment moment, Telling telling, CancellationToken cancellationToken)
    {
        var card = telling switch { Telling.Show show => show.Card, Telling.Replace replace => replace.Card, _ => null };
        if (card is null || !source.LeadsToContact(reminder.Kind))
            return telling;
        var contacts = await ContactsAsync(new AccountKey(reminder.User.Tenant, reminder.Subject.Account), moment.Profile, moment.Now, cancellationToken);
        if (contacts.Count < options.Value.GuardContacts)
            return telling;
        var guarded = CardOf(card.Headline, reminder, moment, contacts);
        return telling is Telling.Replace { ActivityId: var activity } ? new Telling.Replace(activity, guarded) : new Telling.Show(guarded);
    }

    /// <summary>After one more contact was noted: what is to be said of their number, if anything.</summary>
    public async Task<string?> RemarkAsync(Turn turn, string account, CancellationToken cancellationToken)
    {
        var contacts = await ContactsAsync(new AccountKey(turn.User.Tenant, account), turn.Profile, turn.Now, cancellationToken);
        return contacts.Count > options.Value.GuardContacts ? Warning(turn.Reader, contacts.Count) : null;
    }

    /// <summary>Before one more contact: what is to be said of it, if anything.</summary>
    public async Task<string?> WarningAsync(Turn turn, string account, CancellationToken cancellationToken)
    {
        var contacts = await ContactsAsync(new AccountKey(turn.User.Tenant, account), turn.Profile, turn.Now, cancellationToken);
        return contacts.Count >= options.Value.GuardContacts ? Warning(turn.Reader, contacts.Count + 1) : null;
    }

    /// <summary>The first working day after today on which one more contact is not too many.</summary>
    public async Task<LocalDate> DayWithRoomAsync(Turn turn, string account, CancellationToken cancellationToken)
    {
        var contacts = await ContactsAsync(new AccountKey(turn.User.Tenant, account), turn.Profile, turn.Now, cancellationToken);
        return DayWithRoom(turn.Today, Days(contacts, turn.Profile), calendars.Get(turn.Profile.Calendar), options.Value.GuardContacts, options.Value.GuardWorkingDays);
    }

    /// <param name="today">Looked at from here.</param>
    /// <param name="contacts">The days of the contacts that went out.</param>
    /// <param name="manager">Whose working days.</param>
    /// <param name="most">From so many contacts on the next is one too many …</param>
    /// <param name="days">… within so many working days.</param>
    public static LocalDate DayWithRoom(LocalDate today, IReadOnlyCollection<LocalDate> contacts, WorkingCalendar manager, int most, int days)
    {
        var day = today;
        // Each step lets a day go by, and after as many as the window has all contacts lie before it.
        for (var step = 0; step < days; step++)
        {
            day = WorkingDayArithmetic.FirstAfter(day, manager);
            var first = FirstDay(day, manager, days);
            if (contacts.Count(contact => contact >= first) < most)
                break;
        }

        return day;
    }

    /// <summary>The window's first day: it and <paramref name="today"/> are among its working days.</summary>
    public static LocalDate FirstDay(LocalDate today, WorkingCalendar manager, int days) =>
        WorkingDayArithmetic.Add(WorkingDayArithmetic.OnOrBefore(today, manager), 1 - days, manager);

    private async Task<List<TimelineEntry>> ContactsAsync(AccountKey key, Profile profile, Instant now, CancellationToken cancellationToken)
    {
        var first = FirstDay(now.InZone(profile.DateTimeZone).Date, calendars.Get(profile.Calendar), options.Value.GuardWorkingDays);
        return [.. (await journal.SinceAsync(key, profile.DateTimeZone.AtStartOfDay(first).ToInstant(), cancellationToken)).Where(entry => entry.IsOutgoing && entry.At <= now)];
    }

    private Card CardOf(string headline, Reminder reminder, ReminderMoment moment, List<TimelineEntry> contacts)
    {
        var reader = moment.Reader;
        var card = new Card(headline, CardTone.Warning).Line(Warning(reader, contacts.Count + 1), CardTone.Warning);
        foreach (var contact in contacts.Take(MostShown))
            card.Row(TimelineText.Of(contact, reader), reader.Date(contact.At.InZone(moment.Profile.DateTimeZone).Date, moment.Today));
        var day = DayWithRoom(moment.Today, Days(contacts, moment.Profile), calendars.Get(moment.Profile.Calendar), options.Value.GuardContacts, options.Value.GuardWorkingDays);
        var data = new { account = reminder.Subject.Account, row = reminder.Subject.Row, reminder = reminder.RowKey };
        return card
            .Button(reader.Text("Guard.GoOn"), "guard.goon", data)
            .Button(reader.Text("Guard.Move", ("day", reader.Date(day, moment.Today))), "guard.move", data, CardButtonStyle.Positive);
    }

    private string Warning(Reader reader, int number) => number == 3
        ? reader.Plural("Guard.Third", options.Value.GuardWorkingDays)
        : reader.Plural("Guard.Another", options.Value.GuardWorkingDays, ("number", number));

    private static List<LocalDate> Days(IEnumerable<TimelineEntry> contacts, Profile profile) =>
        [.. contacts.Select(contact => contact.At.InZone(profile.DateTimeZone).Date)];
}
