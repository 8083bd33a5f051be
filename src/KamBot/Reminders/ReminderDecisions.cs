using KamBot.Conversation;
using KamBot.Conversation.Cards;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>Looks at one claimed reminder at its time and decides: say it, not now, or not any more (R4, R6, R9).</summary>
public sealed class ReminderDecisions(
    ReminderSources sources,
    IRecipients recipients,
    Readers readers,
    ReminderRules rules,
    ContactGuard guard,
    ReminderClock clock,
    IOptions<ReminderOptions> options,
    IOptions<SweepOptions> sweepOptions)
{
    /// <summary>In a reminder's <see cref="Reminder.Why"/>: it waited for the user's return.</summary>
    internal const string Waited = "waited";

    /// <summary>Its kind is one that must not come twice; then it may not come at all.</summary>
    internal bool IsAtMostOnce(Reminder reminder) => options.Value.AtMostOnce?.Contains(reminder.Kind, StringComparer.Ordinal) == true;

    /// <summary>R8: how many of a user's reminders that fall due together come as cards of their own.</summary>
    internal async Task<int> MostSinglyAsync(UserKey user, TellingRound round, CancellationToken cancellationToken) =>
        await round.ProfileAsync(user, cancellationToken) is { } profile ? MostSingly(profile, rules.Of(profile)) : int.MaxValue;

    /// <summary>Who wants the day in one card gets one for two already; who comes back from an absence gets all that waited in one.</summary>
    private int MostSingly(Profile profile, ReminderSettings settings) => IsBackToday(profile, settings) ? 0 : settings.MorningDigest ? 1 : settings.DigestAbove;

    private bool IsBackToday(Profile profile, ReminderSettings settings) =>
        profile.Absences.Any(absence => absence is { Deputy: null, CancelledAt: null, EndedAt: null }
            && WorkingDays.WorkingDayArithmetic.FirstAfter(absence.To, settings.Manager) == clock.Now.InZone(profile.DateTimeZone).Date);

    internal async Task<Decision> OfAsync(DueRow due, TellingRound reads, CancellationToken cancellationToken)
    {
        var reminder = due.Reminder;
        if (await reads.ProfileAsync(reminder.User, cancellationToken) is not { } owner || sources.Of(reminder.Subject) is not { } source)
            return new Decision.Settle(Dropped(reminder, "subject"));

        var now = clock.Now;
        var recipient = await recipients.OfAsync(reminder, owner, now, cancellationToken);
        var theirs = rules.Of(recipient.Profile);
        var late = now - reminder.PromisedAt > Duration.FromMinutes(rules.Of(owner).LateMinutes);
        var moment = new ReminderMoment(now, owner, readers.For(recipient.Profile), late);
        var next = await source.NextAsync(reminder, moment, cancellationToken) is { } following
            ? ReminderPlans.NewReminder(reminder.User, reminder.Subject, following, owner.DateTimeZone, new OperationId(reminder.Version).Step("next"))
            : null;

        if (due.Claims > 1 && IsAtMostOnce(reminder))
            return new Decision.Settle(reminder with { State = ReminderState.Uncertain, SentAt = now, Why = "uncertain" }, next, IsOwed: true);
        if (due.Claims > sweepOptions.Value.MaxAttempts)
            return new Decision.Settle(reminder with { State = ReminderState.Undelivered, Why = "attempts" }, next, IsOwed: true, IsSetAside: true);
        if (recipient.NotBefore is { } until && until > now)
            return new Decision.PutOff(Moved(reminder, until, owner) with { Why = Waited });
        if (reminder.Why != Waited && now.InZone(owner.DateTimeZone).LocalDateTime > reminder.UsefulUntil)
            return new Decision.Settle(Dropped(reminder, "late"), next);
        if (!reminder.Exact && theirs.NextRound(now.InZone(recipient.Profile.DateTimeZone).LocalDateTime) is { } round)
            return new Decision.PutOff(Moved(reminder, recipient.Profile.DateTimeZone.AtLeniently(round).ToInstant(), owner));

        return await guard.OverAsync(source, reminder, moment, await source.TellAsync(reminder, moment, cancellationToken), cancellationToken) switch
        {
            Telling.Show show => Tell(show.Card, null),
            Telling.Replace replace => Tell(replace.Card, replace.ActivityId),
            Telling.Move move => new Decision.PutOff(Moved(reminder, owner.DateTimeZone.AtLeniently(move.To).ToInstant(), owner)),
            Telling.Skip skip => new Decision.Settle(Dropped(reminder, skip.Why), next),
            _ => throw new InvalidOperationException("A reminder's slice answered something unknown."),
        };

        Decision.Tell Tell(Card card, string? replaces) =>
            new(due, reminder, source, moment, recipient, recipient.ForName is { } name ? card.Above(moment.Reader.Text("Reminder.For", ("name", name))) : card, replaces, MostSingly(recipient.Profile, theirs), next);
    }

    private static Reminder Dropped(Reminder reminder, string why) => reminder with { State = ReminderState.Dropped, Why = why };

    private static Reminder Moved(Reminder reminder, Instant to, Profile owner) =>
        reminder with { At = to.InZone(owner.DateTimeZone).LocalDateTime, Zone = owner.Zone, DueAt = to };
}
