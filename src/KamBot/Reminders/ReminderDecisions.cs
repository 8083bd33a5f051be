using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.WorkingDays;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>Looks at one claimed reminder at its time and decides: say it, not now, or not any more (R4, R6, R9).</summary>
public sealed class ReminderDecisions(
    ReminderSources sources,
    IRecipients recipients,
    Readers readers,
    WorkingCalendars calendars,
    ReminderClock clock,
    IOptions<ReminderOptions> reminderOptions,
    IOptions<SweepOptions> sweepOptions)
{
    private readonly ReminderOptions _rules = reminderOptions.Value;

    /// <summary>Its kind is one that must not come twice; then it may not come at all.</summary>
    internal bool IsAtMostOnce(Reminder reminder) => _rules.AtMostOnce?.Contains(reminder.Kind, StringComparer.Ordinal) == true;

    /// <summary>R8: how many of a user's reminders that fall due together come as cards of their own.</summary>
    internal async Task<int> MostSinglyAsync(UserKey user, TellingRound round, CancellationToken cancellationToken) =>
        await round.ProfileAsync(user, cancellationToken) is null ? int.MaxValue : _rules.MostSingly;

    internal async Task<Decision> OfAsync(DueRow due, TellingRound round, CancellationToken cancellationToken)
    {
        var reminder = due.Reminder;
        if (await round.ProfileAsync(reminder.User, cancellationToken) is not { } owner || sources.Of(reminder.Subject) is not { } source)
            return new Decision.Settle(Dropped(reminder, "subject"));

        var now = clock.Now;
        var recipient = await recipients.OfAsync(reminder, owner, now, cancellationToken);
        var late = now - reminder.PromisedAt > Duration.FromMinutes(_rules.LateAfterMinutes);
        var moment = new ReminderMoment(now, owner, readers.For(recipient.Profile), late);
        var next = await source.NextAsync(reminder, moment, cancellationToken) is { } following
            ? ReminderPlans.NewReminder(reminder.User, reminder.Subject, following, owner.DateTimeZone, new OperationId(reminder.Version).Step("next"))
            : null;

        if (due.Claims > 1 && IsAtMostOnce(reminder))
            return new Decision.Settle(reminder with { State = ReminderState.Uncertain, SentAt = now, Why = "uncertain" }, next, IsOwed: true);
        if (due.Claims > sweepOptions.Value.MaxAttempts)
            return new Decision.Settle(reminder with { State = ReminderState.Undelivered, Why = "attempts" }, next, IsOwed: true, IsSetAside: true);
        if (now.InZone(owner.DateTimeZone).LocalDateTime > reminder.UsefulUntil)
            return new Decision.Settle(Dropped(reminder, "late"), next);
        if (!reminder.Exact && NextAllowed(now, recipient.Profile) is { } allowed)
            return new Decision.PutOff(Moved(reminder, allowed, owner));

        return await source.TellAsync(reminder, moment, cancellationToken) switch
        {
            Telling.Show show => Tell(show.Card, null),
            Telling.Replace replace => Tell(replace.Card, replace.ActivityId),
            Telling.Move move => new Decision.PutOff(Moved(reminder, owner.DateTimeZone.AtLeniently(move.To).ToInstant(), owner)),
            Telling.Skip skip => new Decision.Settle(Dropped(reminder, skip.Why), next),
            _ => throw new InvalidOperationException("A reminder's slice answered something unknown."),
        };

        Decision.Tell Tell(Card card, string? replaces) =>
            new(due, reminder, source, moment, recipient, recipient.ForName is { } name ? card.Above(moment.Reader.Text("Reminder.For", ("name", name))) : card, replaces, _rules.MostSingly, next);
    }

    private static Reminder Dropped(Reminder reminder, string why) => reminder with { State = ReminderState.Dropped, Why = why };

    private static Reminder Moved(Reminder reminder, Instant to, Profile owner) =>
        reminder with { At = to.InZone(owner.DateTimeZone).LocalDateTime, Zone = owner.Zone, DueAt = to };

    /// <summary>R9: null when now is a working hour of who is told, otherwise when the next one begins.</summary>
    private Instant? NextAllowed(Instant now, Profile profile)
    {
        var local = now.InZone(profile.DateTimeZone).LocalDateTime;
        return NextWorkingHour(local, calendars.Get(profile.Calendar)) is { } next ? profile.DateTimeZone.AtLeniently(next).ToInstant() : null;
    }

    private LocalDateTime? NextWorkingHour(LocalDateTime local, WorkingCalendar calendar)
    {
        var day = local.Date;
        if (calendar.IsWorkingDay(day))
        {
            if (local.TimeOfDay >= _rules.QuietUntilTime && local.TimeOfDay < _rules.QuietFromTime)
                return null;
            if (local.TimeOfDay < _rules.QuietUntilTime)
                return day + LocalTime.Max(_rules.At, _rules.QuietUntilTime);
        }

        return WorkingDayArithmetic.FirstAfter(day, calendar) + LocalTime.Max(_rules.At, _rules.QuietUntilTime);
    }
}
