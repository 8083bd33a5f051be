using System.Collections.Concurrent;
using System.Text.Json;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Diagnostics;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Platform.Tables;
using Microsoft.Extensions.Options;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// What is claimed is decided, told and settled. The claim is written before the message leaves and the message's id after it;
/// who withdraws the reminder in between takes the due row away, and the settling notices and closes the card at once.
/// </summary>
public sealed class ReminderTelling(
    ReminderStore store,
    ReminderClaims claims,
    ReminderDecisions decisions,
    ReminderSources sources,
    INotifier notifier,
    Profiles profiles,
    IFaultPoints faults,
    ReminderClock clock,
    IOptions<SweepOptions> sweepOptions,
    ReminderMetrics metrics,
    ILogger<ReminderTelling> logger)
{
    private static readonly Duration FirstRetry = Duration.FromSeconds(30);
    private static readonly Duration ShortestWait = Duration.FromSeconds(1);
    private static readonly Duration LongestRetry = Duration.FromMinutes(30);

    private const int MostUncertain = 5;

    private readonly SweepOptions _options = sweepOptions.Value;

    /// <summary>One user's due reminders, claimed together: several become one card.</summary>
    internal async Task<Told> RunAsync(IReadOnlyList<DueRow> claimed, TellingRound round, CancellationToken cancellationToken)
    {
        await faults.HitAsync("reminder.claimed");
        var toTell = new List<Decision.Tell>();
        foreach (var due in claimed)
            await WatchedAsync([due], async () =>
            {
                if (await DecidedAsync(due, round, cancellationToken) is { } tell)
                    toTell.Add(tell);
            }, mayBeSaid: false, cancellationToken);

        var results = new List<TellResult>();
        Duration? wait = null;
        var together = toTell.Where(tell => tell.MayShare).GroupBy(tell => tell.Recipient.Profile.User).Where(group => group.Count() > group.First().MostSingly).ToList();
        foreach (var group in together)
        {
            var rows = await RowsAsync(group, cancellationToken);
            await WatchedAsync(rows.Select(row => row.Tell.Due), async () => results.Add(await TellDigestAsync(rows, round, cancellationToken)), mayBeSaid: true, cancellationToken);
        }

        foreach (var tell in toTell.Except(together.SelectMany(group => group)))
        {
            // This chat takes nothing more now: what was claimed with the one that found out waits as long.
            if (results.Contains(TellResult.NotNow))
                await WaitAsync(tell.Due, tell.Reminder, wait, cancellationToken);
            else
                await WatchedAsync([tell.Due], async () => results.Add(await TellAsync(tell, round, after => wait = after, cancellationToken)), mayBeSaid: true, cancellationToken);
        }

        return new Told(results.Count(result => result == TellResult.Told), results.Contains(TellResult.NotNow));
    }

    /// <summary>Everything but telling is done at once.</summary>
    private async Task<Decision.Tell?> DecidedAsync(DueRow due, TellingRound round, CancellationToken cancellationToken)
    {
        switch (await decisions.OfAsync(due, round, cancellationToken))
        {
            case Decision.Tell tell:
                return tell;

            case Decision.Settle settle:
                if (settle.IsSetAside)
                    LogSetAside(due);
                if (settle.IsOwed)
                    await OweAsync(settle.Reminder.User, round, cancellationToken);
                metrics.Count(settle.Reminder.Why ?? settle.Reminder.State.ToString());
                await claims.SettleAsync(due, settle.Reminder, settle.Next, cancellationToken);
                return null;

            case Decision.PutOff later:
                await claims.PutOffAsync(due, later.Reminder, due.Failures, due.Waits, due.Uncertain, cancellationToken);
                return null;

            default:
                throw new InvalidOperationException("A decision about a reminder is of no known kind.");
        }
    }

    private async Task<TellResult> TellAsync(Decision.Tell tell, TellingRound round, Action<Duration?> isToWait, CancellationToken cancellationToken)
    {
        var (due, reminder) = (tell.Due, tell.Reminder);
        if (!claims.MayStillSend(due))
            return Overtaken();
        await faults.HitAsync("reminder.sending");
        var priority = reminder.Exact ? CallPriority.Urgent : CallPriority.Reminder;
        var replaces = tell.Replaces;
        // As the reminder before this one left it: who blocked KamBot or moved gets no second request.
        var to = await round.ProfileAsync(tell.Recipient.Profile.User, cancellationToken) ?? tell.Recipient.Profile;
        var delivery = replaces is null
            ? await notifier.TellAsync(to, tell.Card, priority, cancellationToken)
            : await notifier.UpdateAsync(to, replaces, tell.Card, cancellationToken);
        if (delivery.Outcome == DeliveryOutcome.CardGone)
            (replaces, delivery) = (null, await notifier.TellAsync(to, tell.Card, priority, cancellationToken));
        await faults.HitAsync("reminder.told");

        metrics.Count(delivery.Outcome.ToString());
        if (delivery.Outcome != DeliveryOutcome.Delivered || delivery.IsReaddressed)
            round.Forget(to.User);
        switch (delivery.Outcome)
        {
            case DeliveryOutcome.Delivered:
                if (replaces is null)
                    metrics.Told(clock.Now - reminder.PromisedAt);
                var sent = Sent(tell, replaces is null ? delivery.ActivityId : null);
                if (!await claims.SettleAsync(due, sent, tell.Next, cancellationToken))
                    await CloseAsync(sent, tell, cancellationToken);
                await faults.HitAsync("reminder.settled");
                return replaces is null ? TellResult.Told : TellResult.Nothing;

            case DeliveryOutcome.Later:
                isToWait(delivery.RetryAfter);
                return await WaitAsync(due, reminder, delivery.RetryAfter, cancellationToken);

            case DeliveryOutcome.Uncertain:
                await UncertainAsync(tell, round, cancellationToken);
                return TellResult.Nothing;

            case DeliveryOutcome.UserGone when tell.Recipient.ForName is not null:
                await AskAgainWhoAsync(tell, cancellationToken);
                return TellResult.Nothing;

            case DeliveryOutcome.UserGone:
                await claims.SettleAsync(due, reminder with { State = ReminderState.Undelivered, Why = delivery.Reason }, tell.Next, cancellationToken);
                return TellResult.Nothing;

            default:
                // The user can be reached, but not with this: they hear of it when they next do something.
                await OweAsync(reminder.User, round, cancellationToken);
                await claims.SettleAsync(due, reminder with { State = ReminderState.Undelivered, Why = delivery.Reason }, tell.Next, cancellationToken);
                return TellResult.Nothing;
        }
    }

    /// <summary>Who stands in for the user cannot be reached, which is known now: the next look finds who can.</summary>
    private Task AskAgainWhoAsync(Decision.Tell tell, CancellationToken cancellationToken) =>
        claims.PutOffAsync(tell.Due, At(tell.Reminder, ShortestWait), tell.Due.Failures, tell.Due.Waits, tell.Due.Uncertain, cancellationToken);

    /// <summary>What each says in a digest. One that fails, fails alone.</summary>
    private async Task<List<(Decision.Tell Tell, DigestRow Row)>> RowsAsync(IEnumerable<Decision.Tell> tells, CancellationToken cancellationToken)
    {
        var rows = new List<(Decision.Tell, DigestRow)>();
        foreach (var tell in tells)
        {
            await WatchedAsync([tell.Due], async () => rows.Add((tell, await tell.Source.DigestRowAsync(tell.Reminder, tell.Moment, cancellationToken) ?? new DigestRow(tell.Card.Headline))), mayBeSaid: false, cancellationToken);
        }

        return rows;
    }

    /// <summary>More than a few at once are one card (R8), sent once and settled together.</summary>
    private async Task<TellResult> TellDigestAsync(IReadOnlyList<(Decision.Tell Tell, DigestRow Row)> rows, TellingRound round, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return TellResult.Nothing;
        Decision.Tell[] tells = [.. rows.Select(row => row.Tell)];
        if (!tells.All(tell => claims.MayStillSend(tell.Due)))
            return Overtaken();
        await faults.HitAsync("reminder.sending");
        var first = tells[0];
        var card = DigestCards.Compose([.. rows.Select(row => new DigestEntry(row.Tell.Reminder, row.Row))], first.Moment.Reader, first.Moment.Today);
        var uncertain = await UncertainOnesAsync(first, card, cancellationToken);
        if (first.Recipient.ForName is { } name)
            card.Above(first.Moment.Reader.Text("Reminder.For", ("name", name)));
        if (tells.Any(tell => tell.Reminder.Why == ReminderDecisions.Waited))
            card.Above(first.Moment.Reader.Text("Reminder.Waited"));
        var delivery = await notifier.TellAsync(first.Recipient.Profile, card, CallPriority.Reminder, cancellationToken);
        await faults.HitAsync("reminder.told");

        metrics.Count(delivery.Outcome.ToString());
        if (delivery.Outcome != DeliveryOutcome.Delivered || delivery.IsReaddressed)
            round.Forget(first.Recipient.Profile.User);
        switch (delivery.Outcome)
        {
            case DeliveryOutcome.Delivered:
                foreach (var tell in tells)
                    metrics.Told(clock.Now - tell.Reminder.PromisedAt);
                await claims.SettleAsync([.. tells.Select(tell => new Settlement(tell.Due, Sent(tell, delivery.ActivityId) with { IsInDigest = true }, tell.Next))], cancellationToken);
                await store.MarkToldAsync(first.Reminder.User, uncertain, "told", first.Moment.Now, cancellationToken);
                await faults.HitAsync("reminder.settled");
                return TellResult.Told;

            case DeliveryOutcome.Later:
                foreach (var tell in tells)
                    await WaitAsync(tell.Due, tell.Reminder, delivery.RetryAfter, cancellationToken);
                return TellResult.NotNow;

            case DeliveryOutcome.Uncertain:
                foreach (var tell in tells)
                    await UncertainAsync(tell, round, cancellationToken);
                return TellResult.Nothing;

            case DeliveryOutcome.UserGone when first.Recipient.ForName is not null:
                foreach (var tell in tells)
                    await AskAgainWhoAsync(tell, cancellationToken);
                return TellResult.Nothing;

            default:
                if (delivery.Outcome != DeliveryOutcome.UserGone)
                    await OweAsync(first.Reminder.User, round, cancellationToken);
                await claims.SettleAsync([.. tells.Select(tell => new Settlement(tell.Due, tell.Reminder with { State = ReminderState.Undelivered, Why = delivery.Reason }, tell.Next))], cancellationToken);
                return TellResult.Nothing;
        }
    }

    /// <summary>What was sent at most once and may never have arrived is asked about in the next digest.</summary>
    private async Task<IReadOnlyList<Reminder>> UncertainOnesAsync(Decision.Tell tell, Card card, CancellationToken cancellationToken)
    {
        if (!tell.Moment.Profile.Owed || tell.Recipient.ForName is not null)
            return [];
        var uncertain = (await store.OfUserAsync(tell.Reminder.User, cancellationToken)).Where(each => each.State == ReminderState.Uncertain).Take(MostUncertain).ToList();
        if (uncertain.Count > 0)
            card.Section(tell.Moment.Reader.Plural("Uncertain.Title", uncertain.Count));
        foreach (var reminder in uncertain)
        {
            if (await sources.DescribeAsync(reminder, tell.Moment, cancellationToken) is { } line)
                card.Row(line.Title, tell.Moment.Reader.ShortDate(reminder.Day, tell.Moment.Today), tap: line.Open);
        }

        return uncertain;
    }

    private static Reminder Sent(Decision.Tell tell, string? activityId) => tell.Reminder with
    {
        State = ReminderState.Sent,
        ActivityId = activityId,
        SentAt = tell.Moment.Now,
        ToldTo = tell.Recipient.ForName is null ? null : tell.Recipient.Profile.User,
    };

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

    /// <summary>Surely not said, so it is no attempt; it goes on, when the channel says or ever later, until it is of no use any more.</summary>
    private async Task<TellResult> WaitAsync(DueRow due, Reminder reminder, Duration? after, CancellationToken cancellationToken)
    {
        await claims.PutOffAsync(due, At(reminder, Duration.Max(after ?? BackOff(due.Waits), ShortestWait)), due.Failures, due.Waits + 1, due.Uncertain, cancellationToken);
        return TellResult.NotNow;
    }

    private Reminder At(Reminder reminder, Duration from) => reminder with { DueAt = clock.Now + from };

    private static Duration BackOff(int doublings) => Duration.Min(LongestRetry, FirstRetry * (1L << Math.Min(doublings, 10)));

    /// <summary>Something could not be told: the next thing the user does brings it up.</summary>
    private async Task OweAsync(UserKey user, TellingRound round, CancellationToken cancellationToken)
    {
        round.Forget(user);
        if (await profiles.FindAsync(user, cancellationToken) is not null)
            await profiles.ChangeAsync(user, now => now! with { Owed = true }, cancellationToken);
    }

    /// <summary>Somebody withdrew or moved the reminder while it was being said: its card must not stay live. A copy that another instance sent is the live one.</summary>
    private async Task CloseAsync(Reminder sent, Decision.Tell tell, CancellationToken cancellationToken)
    {
        metrics.Count("NotOurs");
        var now = await store.FindAsync(sent.User, sent.RowKey, cancellationToken);
        if (now?.Reminder.State is ReminderState.Sent || now?.Reminder.Version == sent.Version && now.Reminder.State == ReminderState.Planned || sent.ActivityId is not { } activityId)
            return;
        if (await tell.Source.ClosedAsync(sent, tell.Moment, cancellationToken) is { } closed)
            await notifier.UpdateAsync(tell.Recipient.Profile, activityId, closed, cancellationToken);
    }

    private TellResult Overtaken()
    {
        // Composing took so long that somebody else may have it by now: it comes again with the lease.
        metrics.Count("TooSlow");
        return TellResult.Nothing;
    }

    /// <summary>A failure nobody expected stops no other reminder: this one comes again later, after the last attempt never.</summary>
    private async Task WatchedAsync(IEnumerable<DueRow> rows, Func<Task> work, bool mayBeSaid, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            metrics.Count("Failed");
            foreach (var due in rows)
                await FailedAsync(due, exception, mayBeSaid, cancellationToken);
        }
    }

    private async Task FailedAsync(DueRow due, Exception exception, bool mayBeSaid, CancellationToken cancellationToken)
    {
        logger.LogError(exception, "Reminder {Version} failed in attempt {Attempt}; others go on", due.Version, due.Failures + 1);
        try
        {
            if (due.Failures + 1 >= _options.MaxAttempts)
            {
                LogSetAside(due);
                await SetAsideAsync(due, cancellationToken);
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

    /// <summary>The user hears of it when they next write; of a row that cannot be read only the log can tell.</summary>
    private async Task SetAsideAsync(DueRow due, CancellationToken cancellationToken)
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

        if (await profiles.FindAsync(reminder.User, cancellationToken) is not null)
            await profiles.ChangeAsync(reminder.User, now => now! with { Owed = true }, cancellationToken);
        await claims.SettleAsync(due, reminder with { State = ReminderState.Undelivered, Why = "attempts" }, next: null, cancellationToken);
    }

    private void LogSetAside(DueRow due) =>
        logger.LogCritical(Alarms.ReminderSetAside, "Reminder {Version} was given up after {Attempts} attempts. Its row is kept.", due.Version, Math.Max(due.Failures + 1, due.Claims - 1));
}

/// <summary>What came of what was told a user in one go.</summary>
/// <param name="Messages">How many reached the chat.</param>
/// <param name="IsFull">The chat takes nothing more now: the user's other reminders wait too.</param>
internal readonly record struct Told(int Messages, bool IsFull);

/// <summary>What came of one message.</summary>
internal enum TellResult
{
    /// <summary>It is settled otherwise, or put off.</summary>
    Nothing,

    /// <summary>A message reached the user's chat.</summary>
    Told,

    /// <summary>This chat takes nothing more now.</summary>
    NotNow,
}

/// <summary>What one part of a sweep has read already. Not kept longer: it lasts seconds.</summary>
internal sealed class TellingRound(Profiles profiles)
{
    private readonly ConcurrentDictionary<UserKey, Profile?> _profiles = new();

    public async Task<Profile?> ProfileAsync(UserKey user, CancellationToken cancellationToken) =>
        _profiles.TryGetValue(user, out var known) ? known : _profiles[user] = await profiles.FindAsync(user, cancellationToken);

    /// <summary>Something happened to them that changed their row.</summary>
    public void Forget(UserKey user) => _profiles.TryRemove(user, out _);
}
