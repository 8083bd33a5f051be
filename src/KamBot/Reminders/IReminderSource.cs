using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// What a slice that plans reminders answers about them. The sweep asks at the moment of telling, so that the card shows
/// what is true then, in the reader's language.
/// </summary>
public interface IReminderSource
{
    /// <summary>Which subjects are this slice's: the prefix of their row keys, e.g. <c>proposal~</c>.</summary>
    string RowPrefix { get; }

    /// <summary>Whether what this kind of reminder asks for is another contact with the client: then the guard looks first (R11).</summary>
    bool LeadsToContact(string kind) => false;

    /// <summary>The user's own affair: nobody is told it in their place, whoever stands in for them.</summary>
    bool IsPersonal => false;

    /// <summary>What to show now, or why nothing.</summary>
    Task<Telling> TellAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken);

    /// <summary>The card that takes the place of one whose reminder was answered; null to leave it, as news are left.</summary>
    Task<Card?> ClosedAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) => Task.FromResult<Card?>(null);

    /// <summary>One line for lists: what it is about and why on that day. Null when its subject is gone.</summary>
    Task<ReminderLine?> DescribeAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken);

    /// <summary>Computes and writes the subject's plan anew (after an undo, a changed zone or calendar).</summary>
    Task<IReadOnlyList<Reminder>> ReplanAsync(UserKey user, ReminderSubject subject, Instant now, OperationId operation, CancellationToken cancellationToken);

    /// <summary>
    /// What the user has open of this slice, from the user's own index rows. Of those that have no reminders at all the plan is
    /// computed anew each night, so that nothing open is forgotten for good.
    /// </summary>
    Task<IReadOnlyList<ReminderSubject>> OpenSubjectsAsync(UserKey user, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ReminderSubject>>([]);

    /// <summary>One row of a card that says several reminders at once (R8); null when its subject is gone.</summary>
    async Task<DigestRow?> DigestRowAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) =>
        await DescribeAsync(reminder, moment, cancellationToken) is { } line ? new DigestRow(line.Title) { Open = line.Open } : null;

    /// <summary>
    /// The occurrence that follows this one, for a reminder that comes again and again: written together with what became of
    /// this one, so that the chain never breaks. It lies after <see cref="ReminderMoment.Now"/>; what an outage skipped is not made up for.
    /// </summary>
    Task<PlannedReminder?> NextAsync(Reminder reminder, ReminderMoment moment, CancellationToken cancellationToken) => Task.FromResult<PlannedReminder?>(null);

    /// <summary>"Remind me tomorrow", "in an hour" about this subject; null when there is nothing left to remind of, as with news.</summary>
    Task<Postponement?> PostponeAsync(Turn turn, ReminderSubject subject, SnoozeTime to, CancellationToken cancellationToken) => Task.FromResult<Postponement?>(null);
}

/// <summary>When somebody wants to be reminded again: a working day of theirs, outside their quiet hours.</summary>
/// <param name="Day">The day.</param>
/// <param name="Time">The very minute; null: when the day's reminders come.</param>
public sealed record SnoozeTime(LocalDate Day, LocalTime? Time = null)
{
    /// <summary>
    /// For what comes back on a day: the first working day from the one that was wished for. Wished for later today it is the next
    /// working day, and never lost.
    /// </summary>
    public LocalDate WorkingDay(LocalDate today, WorkingCalendar calendar) =>
        WorkingDayArithmetic.OnOrAfter(Time is not null && Day <= today ? today.PlusDays(1) : Day, calendar);

    /// <summary>"Thu 30 April", "Wed 8 April 08:30".</summary>
    public string Text(Reader reader, LocalDate today) => Time is { } time ? reader.DateTime(Day + time, today) : reader.Date(Day, today);
}

/// <param name="Reply">The subject as it now is.</param>
/// <param name="Day">The working day it came to be.</param>
/// <param name="Warning">What speaks against that day.</param>
public sealed record Postponement(Reply Reply, LocalDate Day, string? Warning);

/// <summary>The moment of telling, for one user.</summary>
/// <param name="Now">The instant the sweep works with.</param>
/// <param name="Profile">The user it is planned for: their calendar, zone and settings count.</param>
/// <param name="Reader">Who reads it: the user, or who stands in for them.</param>
/// <param name="Late">The reminder's time is so long gone that the card must say so (R6).</param>
public sealed record ReminderMoment(Instant Now, Profile Profile, Reader Reader, bool Late = false)
{
    public LocalDate Today => Now.InZone(Profile.DateTimeZone).Date;
}

/// <summary>One line of "what will you remind me of?".</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Why">Why on that day.</param>
/// <param name="Open">Shows the subject.</param>
/// <param name="Setting">The name of the setting that decides when it comes; null where the user said so.</param>
public sealed record ReminderLine(string Title, string Why, CardButton? Open = null, string? Setting = null);

/// <summary>A reminder among others on one card: what it is about, what it is worth, and what can be done with it there.</summary>
public sealed record DigestRow(string Title)
{
    /// <summary>The larger stand first.</summary>
    public Money? Amount { get; init; }

    /// <summary>What is better known before it is done (R11).</summary>
    public string? Warning { get; init; }

    /// <summary>Does what the reminder asks for; null: it is only ticked off.</summary>
    public CardButton? Done { get; init; }

    /// <summary>Shows the subject in a message of its own.</summary>
    public CardButton? Open { get; init; }
}

/// <summary>What telling a reminder means now.</summary>
public abstract record Telling
{
    /// <summary>What is to be seen; null where nothing is said.</summary>
    public Card? Shown => this switch { Show show => show.Card, Replace replace => replace.Card, _ => null };

    /// <summary>A new message.</summary>
    public sealed record Show(Card Card) : Telling;

    /// <summary>The card of an earlier reminder of the subject is replaced where it stands: no new message.</summary>
    public sealed record Replace(string ActivityId, Card Card) : Telling;

    /// <summary>Nothing to say any more; the reason is a code for the log and for lists.</summary>
    public sealed record Skip(string Why) : Telling;

    /// <summary>Not now: at that local time.</summary>
    public sealed record Move(LocalDateTime To) : Telling;
}
