using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Diagnostics;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Platform;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// One claimed reminder: read the truth, decide, tell, settle. The truth row is set to Sending before the message leaves and
/// to Sent with its id after; who withdraws the reminder in between changes that row, and the settling notices and closes the
/// card at once.
/// </summary>
public sealed class ReminderTelling(
    ITableStore tables,
    ReminderStore store,
    IEnumerable<IReminderSource> sources,
    INotifier notifier,
    Profiles profiles,
    Readers readers,
    IFaultPoints faults,
    TimeProvider clock,
    ReminderRules rules,
    IOptions<SweepOptions> sweepOptions,
    ReminderMetrics metrics,
    ILogger<ReminderTelling> logger)
{
    private static readonly Duration FirstRetry = Duration.FromSeconds(30);
    private static readonly Duration ShortestWait = Duration.FromSeconds(1);
    private static readonly Duration LongestRetry = Duration.FromMinutes(30);

    public async Task<TellResult> RunAsync(TableEntity due, CancellationToken cancellationToken)
    {
        await faults.HitAsync("reminder.claimed");
        var user = new UserKey(due.GetString("tenant")!, due.GetString("user")!);
        var stored = await store.FindAsync(user, due.GetString("row")!, cancellationToken);
        if (stored is null || stored.Reminder.Version != due.GetString("version"))
        {
            // Planning writes this row first: its truth may come in a moment. What is still alone one lease later is an orphan.
            if (due.GetInt32("attempt") > 1)
                await FinishAsync(due, cancellationToken);
            return TellResult.Nothing;
        }

        if (stored.Reminder.State is not (ReminderState.Planned or ReminderState.Sending))
        {
            await FinishAsync(due, cancellationToken);
            return TellResult.Nothing;
        }

        if (due.GetInt32("attempt") > sweepOptions.Value.MaxAttempts)
        {
            LogSetAside(due);
            await OweAsync(due, stored, "attempts", cancellationToken);
            return TellResult.Nothing;
        }

        return await TellAsync(due, stored, cancellationToken);
    }

    /// <summary>After a failure nobody expected: later again, after the last attempt never (the truth row stays for who looks into it).</summary>
    public async Task PutOffAsync(TableEntity due, CancellationToken cancellationToken)
    {
        if (due.GetInt32("attempt") >= sweepOptions.Value.MaxAttempts)
        {
            await FinishAsync(due, cancellationToken);
            LogSetAside(due);
        }
        else
        {
            await RetryAsync(due, null, cancellationToken);
        }
    }

    private void LogSetAside(TableEntity due) =>
        logger.LogCritical(Alarms.ReminderSetAside, "Reminder {Version} was given up after {Attempts} attempts. Its row is kept.", due.GetString("version"), due.GetInt32("attempt"));

    private async Task<TellResult> TellAsync(TableEntity due, ReminderStore.Stored stored, CancellationToken cancellationToken)
    {
        var reminder = stored.Reminder;
        if (await profiles.FindAsync(reminder.User, cancellationToken) is not { } profile
            || sources.FirstOrDefault(source => reminder.Subject.Row.StartsWith(source.RowPrefix, StringComparison.Ordinal)) is not { } source)
        {
            await SettleAsync(due, stored, reminder with { State = ReminderState.Dropped, Why = "subject" }, cancellationToken);
            return TellResult.Nothing;
        }

        var now = clock.GetCurrentInstant();
        var local = now.InZone(profile.DateTimeZone).LocalDateTime;
        if (local > reminder.UsefulUntil)
        {
            await SettleAsync(due, stored, reminder with { State = ReminderState.Dropped, Why = "late" }, cancellationToken);
            return TellResult.Nothing;
        }

        var settings = rules.Of(profile);
        if (!reminder.Exact && settings.NextRound(local) is { } later)
        {
            await MoveAsync(due, stored, later, profile, cancellationToken);
            return TellResult.Nothing;
        }

        var late = now - DateTimeZoneProviders.Tzdb[reminder.Zone].AtLeniently(reminder.At).ToInstant() > Duration.FromMinutes(settings.LateMinutes);
        var moment = new ReminderMoment(now, profile, readers.For(profile), late);
        switch (await source.TellAsync(reminder, moment, cancellationToken))
        {
            case Telling.Show show:
                return await SendAsync(due, stored, source, moment, show.Card, null, cancellationToken);
            case Telling.Replace replace:
                return await SendAsync(due, stored, source, moment, replace.Card, replace.ActivityId, cancellationToken);
            case Telling.Move move:
                await MoveAsync(due, stored, move.To, profile, cancellationToken);
                return TellResult.Nothing;
            case Telling.Skip skip:
                await SettleAsync(due, stored, reminder with { State = ReminderState.Dropped, Why = skip.Why }, cancellationToken);
                return TellResult.Nothing;
            default:
                throw new InvalidOperationException("A reminder's slice answered something unknown.");
        }
    }

    private async Task<TellResult> SendAsync(
        TableEntity due, ReminderStore.Stored stored, IReminderSource source, ReminderMoment moment, Card card, string? replaces, CancellationToken cancellationToken)
    {
        var sending = await store.ChangeAsync(stored, stored.Reminder with { State = ReminderState.Sending, Attempts = stored.Reminder.Attempts + 1 }, cancellationToken);
        if (sending is null)
        {
            // Changed a moment ago: whoever changed it wrote a new due row or withdrew it. The lease brings us back if not.
            return TellResult.Nothing;
        }

        await faults.HitAsync("reminder.sending");
        var delivery = replaces is null
            ? await notifier.TellAsync(moment.Profile, card, PriorityOf(stored.Reminder), cancellationToken)
            : await notifier.UpdateAsync(moment.Profile, replaces, card, cancellationToken);
        if (delivery.Outcome == DeliveryOutcome.CardGone)
            (replaces, delivery) = (null, await notifier.TellAsync(moment.Profile, card, PriorityOf(stored.Reminder), cancellationToken));
        await faults.HitAsync("reminder.told");

        metrics.Count(delivery.Outcome.ToString());
        var reminder = sending.Reminder;
        switch (delivery.Outcome)
        {
            case DeliveryOutcome.Delivered:
                if (replaces is null && stored.Reminder.DueAt is { } dueAt)
                    metrics.Told(clock.GetCurrentInstant() - dueAt);
                var sent = reminder with { State = ReminderState.Sent, ActivityId = replaces is null ? delivery.ActivityId : null, SentAt = moment.Now };
                if (!await SettleAsync(due, sending, sent, cancellationToken))
                    await CloseAsync(due, sent, source, moment, cancellationToken);
                return replaces is null ? TellResult.Told : TellResult.Nothing;

            case DeliveryOutcome.Later:
                // Surely not said, so it is no attempt; it goes on until it is of no use any more.
                await store.ChangeAsync(sending, reminder with { State = ReminderState.Planned, Attempts = stored.Reminder.Attempts }, cancellationToken);
                await WaitAsync(due, delivery.RetryAfter, cancellationToken);
                return TellResult.NotNow;

            case DeliveryOutcome.Uncertain when reminder.Attempts < 2:
                // At least once: an answer that was lost is tried once more, so two copies are the most anybody sees.
                await RetryAsync(due, Duration.FromTimeSpan(sweepOptions.Value.Lease), cancellationToken);
                return TellResult.Nothing;

            case DeliveryOutcome.Uncertain:
                await SettleAsync(due, sending, reminder with { State = ReminderState.Sent, SentAt = moment.Now, Why = "uncertain" }, cancellationToken);
                return TellResult.Nothing;

            case DeliveryOutcome.UserGone:
                await SettleAsync(due, sending, reminder with { State = ReminderState.Undelivered, Why = delivery.Reason }, cancellationToken);
                return TellResult.Nothing;

            default:
                await OweAsync(due, sending, delivery.Reason, cancellationToken);
                return TellResult.Nothing;
        }
    }

    private static CallPriority PriorityOf(Reminder reminder) => reminder.Exact ? CallPriority.Urgent : CallPriority.Reminder;

    /// <summary>The user can be reached, but not with this: they hear of it when they next do something.</summary>
    private async Task OweAsync(TableEntity due, ReminderStore.Stored stored, string? why, CancellationToken cancellationToken)
    {
        var reminder = stored.Reminder;
        if (await profiles.FindAsync(reminder.User, cancellationToken) is not null)
            await profiles.ChangeAsync(reminder.User, now => now! with { Owed = true }, cancellationToken);
        await SettleAsync(due, stored, reminder with { State = ReminderState.Undelivered, Why = why }, cancellationToken);
    }

    /// <summary>Somebody withdrew the reminder while it was being said: its card must not stay live.</summary>
    private async Task CloseAsync(TableEntity due, Reminder sent, IReminderSource source, ReminderMoment moment, CancellationToken cancellationToken)
    {
        if (sent.ActivityId is { } activityId && await source.ClosedAsync(sent, moment, cancellationToken) is { } closed)
            await notifier.UpdateAsync(moment.Profile, activityId, closed, cancellationToken);
        await FinishAsync(due, cancellationToken);
    }

    /// <summary>Truth first, then the index: dying in between leaves an orphan that the next sweep throws away.</summary>
    private async Task<bool> SettleAsync(TableEntity due, ReminderStore.Stored stored, Reminder settled, CancellationToken cancellationToken)
    {
        if (await store.ChangeAsync(stored, settled with { DueAt = null }, cancellationToken) is null)
            return false;
        await faults.HitAsync("reminder.settled");
        await FinishAsync(due, cancellationToken);
        return true;
    }

    private Task FinishAsync(TableEntity due, CancellationToken cancellationToken) =>
        // Gone or changed: another instance took over after our lease, and finishes it.
        tables.DeleteEntityAsync(ReminderKeys.DueIndex, due, cancellationToken);

    private async Task MoveAsync(TableEntity due, ReminderStore.Stored stored, LocalDateTime to, Profile profile, CancellationToken cancellationToken)
    {
        var at = profile.DateTimeZone.AtLeniently(to).ToInstant();
        var moved = stored.Reminder with { State = ReminderState.Planned, At = to, Zone = profile.Zone, DueAt = at, Version = $"{stored.Reminder.Version[..20]}{at.ToUnixTimeSeconds():x}" };
        await store.AddDueAsync(moved, at, cancellationToken);
        await store.ChangeAsync(stored, moved, cancellationToken);
        await FinishAsync(due, cancellationToken);
    }

    /// <summary>Moves the due row to its next try, so that rows that wait never stand at the head of the shard.</summary>
    private Task RetryAsync(TableEntity due, Duration? after, CancellationToken cancellationToken)
    {
        var backOff = BackOff((due.GetInt32("attempt") ?? 1) - 1);
        return AgainAsync(due, Duration.Max(after ?? Duration.Zero, backOff), cancellationToken);
    }

    /// <summary>The same for one that could not even be tried: when the channel says, or ever later where it does not. No attempt is counted.</summary>
    private Task WaitAsync(TableEntity due, Duration? after, CancellationToken cancellationToken)
    {
        var waits = due.GetInt32("waits") ?? 0;
        due["waits"] = waits + 1;
        due["attempt"] = due.GetInt32("attempt") - 1;
        return AgainAsync(due, Duration.Max(after ?? BackOff(waits), ShortestWait), cancellationToken);
    }

    private static Duration BackOff(int doublings) => Duration.Min(LongestRetry, FirstRetry * (1L << Math.Min(doublings, 10)));

    private Task AgainAsync(TableEntity due, Duration by, CancellationToken cancellationToken)
    {
        var next = ReminderKeys.DueAgain(due, clock.GetCurrentInstant() + by);
        return tables.SubmitTransactionAsync(
            ReminderKeys.DueIndex, [TableTransactionAction.Add(next), TableTransactionAction.Delete(due)], cancellationToken);
    }
}

/// <summary>What came of a due reminder.</summary>
public enum TellResult
{
    /// <summary>A message reached the user's chat.</summary>
    Told,

    /// <summary>It is settled otherwise, or put off.</summary>
    Nothing,

    /// <summary>This chat takes nothing more now: the user's other reminders wait too.</summary>
    NotNow,
}
