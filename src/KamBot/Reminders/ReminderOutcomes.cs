using System.Text.Json;
using KamBot.BotBuilder.Diagnostics;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>What becomes of reminders that did not reach the chat, or nobody knows whether: they come again, go to somebody else, or are given up and owed to the user.</summary>
public sealed class ReminderOutcomes(
    ReminderClaims claims, ReminderDecisions decisions, Profiles profiles, ReminderClock clock, IOptions<SweepOptions> sweepOptions, ILogger<ReminderOutcomes> logger)
{
    private static readonly Duration FirstRetry = Duration.FromSeconds(30);
    private static readonly Duration ShortestWait = Duration.FromSeconds(1);
    private static readonly Duration LongestRetry = Duration.FromMinutes(30);

    private readonly SweepOptions _options = sweepOptions.Value;

    /// <summary>One message was to say these, and was not delivered.</summary>
    internal async Task<Told> UndeliveredAsync(IReadOnlyList<Decision.Tell> tells, Delivery delivery, TellingRound round, CancellationToken cancellationToken)
    {
        switch (delivery.Outcome)
        {
            case DeliveryOutcome.Later:
                var until = clock.Now + Duration.Max(delivery.RetryAfter ?? BackOff(tells.Max(tell => tell.Due.Waits)), ShortestWait);
                foreach (var tell in tells)
                    await WaitAsync(tell, until, cancellationToken);
                return new Told(0, FullUntil: until);

            case DeliveryOutcome.Uncertain:
                foreach (var tell in tells)
                    await UncertainAsync(tell, round, cancellationToken);
                return default;

            case DeliveryOutcome.UserGone when tells[0].Recipient.ForName is not null:
                foreach (var tell in tells)
                    await AskAgainWhoAsync(tell, cancellationToken);
                return default;

            default:
                // The user can be reached, but not with this: they hear of it when they next do something.
                if (delivery.Outcome != DeliveryOutcome.UserGone)
                    await OweAsync(tells[0].Reminder.User, round, cancellationToken);
                await claims.SettleAsync([.. tells.Select(tell => new Settlement(tell.Due, tell.Reminder with { State = ReminderState.Undelivered, Why = delivery.Reason }, tell.Next))], cancellationToken);
                return default;
        }
    }

    /// <summary>
    /// Surely not said, so it is no attempt; it goes on, when the channel says or ever later, until it is of no use any more. What
    /// waits for one chat waits for one instant: it is taken up together again, and no two instances speak there.
    /// </summary>
    internal Task WaitAsync(Decision.Tell tell, Instant until, CancellationToken cancellationToken) =>
        claims.PutOffAsync(tell.Due, tell.Reminder with { DueAt = until }, tell.Due.Failures, tell.Due.Waits + 1, tell.Due.Uncertain, cancellationToken);

    /// <summary>Something could not be told: the next thing the user does brings it up.</summary>
    internal Task OweAsync(UserKey user, TellingRound round, CancellationToken cancellationToken)
    {
        round.Forget(user);
        return profiles.ChangeKnownAsync(user, now => now with { Owed = true }, cancellationToken);
    }

    /// <summary>What failed as nobody expected comes again later, after the last attempt never.</summary>
    internal async Task FailedAsync(DueRow due, Exception exception, bool mayBeSaid, TellingRound round, CancellationToken cancellationToken)
    {
        logger.LogError(exception, "Reminder {Version} failed in attempt {Attempt}; others go on", due.Version, due.Failures + 1);
        try
        {
            if (due.Failures + 1 >= _options.MaxAttempts)
            {
                LogSetAside(due);
                await SetAsideAsync(due, round, cancellationToken);
            }
            else
            {
                // Where it is, held by nobody's lease but its own: its rows may be what is broken.
                await claims.HoldAsync(due, clock.UtcNow + BackOff(due.Failures).ToTimeSpan(), mayBeSaid, cancellationToken);
            }
        }
        catch (TableStoreException second)
        {
            logger.LogWarning(second, "Reminder {Version} keeps its lease", due.Version);
        }
    }

    internal void LogSetAside(DueRow due) =>
        logger.LogCritical(Alarms.ReminderSetAside, "Reminder {Version} was given up after {Attempts} attempts. Its row is kept.", due.Version, Math.Max(due.Failures + 1, due.Claims - 1));

    /// <summary>The user hears of it when they next write; of a row that cannot be read only the log can tell.</summary>
    private async Task SetAsideAsync(DueRow due, TellingRound round, CancellationToken cancellationToken)
    {
        Reminder reminder;
        try
        {
            reminder = due.Reminder;
        }
        catch (JsonException)
        {
            await claims.DropAsync(due, cancellationToken);
            return;
        }

        await OweAsync(reminder.User, round, cancellationToken);
        await claims.SettleAsync(due, reminder with { State = ReminderState.Undelivered, Why = "attempts" }, next: null, cancellationToken);
    }

    /// <summary>The answer was lost. At least once: it is tried once more, so two copies are the most anybody sees of it. At most once: it is said to be uncertain.</summary>
    private async Task UncertainAsync(Decision.Tell tell, TellingRound round, CancellationToken cancellationToken)
    {
        var (due, reminder) = (tell.Due, tell.Reminder);
        if (decisions.IsAtMostOnce(reminder))
        {
            await OweAsync(reminder.User, round, cancellationToken);
            await claims.SettleAsync(due, reminder with { State = ReminderState.Uncertain, SentAt = tell.Moment.Now, Why = "uncertain" }, tell.Next, cancellationToken);
        }
        else if (due.Uncertain > 0)
        {
            await claims.SettleAsync(due, reminder with { State = ReminderState.Sent, SentAt = tell.Moment.Now, Why = "uncertain" }, tell.Next, cancellationToken);
        }
        else
        {
            await claims.PutOffAsync(due, At(reminder, Duration.FromTimeSpan(_options.Lease)), due.Failures, due.Waits, due.Uncertain + 1, cancellationToken);
        }
    }

    /// <summary>Who stands in for the user cannot be reached, which is known now: the next look finds who can.</summary>
    private Task AskAgainWhoAsync(Decision.Tell tell, CancellationToken cancellationToken) =>
        claims.PutOffAsync(tell.Due, At(tell.Reminder, ShortestWait), tell.Due.Failures, tell.Due.Waits, tell.Due.Uncertain, cancellationToken);

    private Reminder At(Reminder reminder, Duration from) => reminder with { DueAt = clock.Now + from };

    private static Duration BackOff(int doublings) => Duration.Min(LongestRetry, FirstRetry * (1L << Math.Min(doublings, 10)));
}
