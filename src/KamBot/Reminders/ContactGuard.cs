using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// R11, PRP-21: who gets in touch again and again looks needy. A reminder that asks for one more contact than is wise shows
/// what went out already instead of its buttons: Go on, or Move to the day on which there is room again.
/// </summary>
public sealed class ContactGuard(Journal journal, AccountStore accounts, ReminderRules rules)
{
    /// <summary>In the data of the guard's buttons: which reminder of the subject.</summary>
    public const string Key = "reminder";

    private const int MostShown = 5;

    /// <summary>What is told instead of the reminder's own card where its contact would be one too many.</summary>
    public async Task<Telling> OverAsync(IReminderSource source, Reminder reminder, ReminderMoment moment, Telling telling, CancellationToken cancellationToken)
    {
        if (telling.Shown is not { } card || !source.LeadsToContact(reminder.Kind))
            return telling;
        var window = await WindowAsync(moment.Profile, reminder.Subject.Account, moment.Now, cancellationToken);
        if (!window.IsFull)
            return telling;
        var guarded = CardOf(card.Headline, reminder, moment, window);
        return telling is Telling.Replace { ActivityId: var activity } ? new Telling.Replace(activity, guarded) : new Telling.Show(guarded);
    }

    /// <summary>The same in a row of a digest: what goes out there already, in words; null where one more is not too many.</summary>
    public async Task<string?> WarningAsync(IReminderSource source, Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (!source.LeadsToContact(reminder.Kind))
            return null;
        var window = await WindowAsync(moment.Profile, reminder.Subject.Account, moment.Now, cancellationToken);
        return window.IsFull ? window.Warning(moment.Reader, window.Contacts.Count + 1) : null;
    }

    /// <summary>After one more contact was noted: what is to be said of their number, if anything.</summary>
    public async Task<string?> RemarkAsync(Turn turn, string account, CancellationToken cancellationToken)
    {
        var window = await WindowAsync(turn.Profile, account, turn.Now, cancellationToken);
        return window.Contacts.Count > window.Settings.GuardContacts ? window.Warning(turn.Reader, window.Contacts.Count) : null;
    }

    /// <summary>Before one more contact: what is to be said of it, if anything.</summary>
    public async Task<string?> WarningAsync(Turn turn, string account, CancellationToken cancellationToken)
    {
        var window = await WindowAsync(turn.Profile, account, turn.Now, cancellationToken);
        return window.IsFull ? window.Warning(turn.Reader, window.Contacts.Count + 1) : null;
    }

    /// <summary>The first working day after today on which one more contact is not too many.</summary>
    public async Task<LocalDate> DayWithRoomAsync(Turn turn, Profile owner, string account, CancellationToken cancellationToken) =>
        (await WindowAsync(owner, account, turn.Now, cancellationToken)).DayWithRoom(turn.Today);

    private async Task<ContactWindow> WindowAsync(Profile profile, string account, Instant now, CancellationToken cancellationToken)
    {
        var key = new AccountKey(profile.User.Tenant, account);
        var settings = rules.Of(profile, await accounts.FindAsync(key, cancellationToken));
        var first = ContactWindow.FirstDay(now.InZone(profile.DateTimeZone).Date, settings);
        var entries = await journal.SinceAsync(key, profile.DateTimeZone.AtStartOfDay(first).ToInstant(), cancellationToken);
        return new ContactWindow(settings, profile.DateTimeZone, entries.Where(entry => entry.At <= now));
    }

    private static Card CardOf(string headline, Reminder reminder, ReminderMoment moment, ContactWindow window)
    {
        var reader = moment.Reader;
        var card = new Card(headline, CardTone.Warning).Line(window.Warning(reader, window.Contacts.Count + 1), CardTone.Warning);
        foreach (var (entry, day) in window.Contacts.Take(MostShown))
            card.Row(TimelineText.Of(entry, reader), reader.Date(day, moment.Today));
        var data = new { account = reminder.Subject.Account, row = reminder.Subject.Row, reminder = reminder.RowKey };
        return card
            .Button(reader.Text("Guard.GoOn"), "guard.goon", data)
            .Button(reader.Text("Guard.Move", ("day", reader.Date(window.DayWithRoom(moment.Today), moment.Today))), "guard.move", data, CardButtonStyle.Positive);
    }
}
