using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Diagnostics;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
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
    ReminderOutcomes outcomes,
    ReminderSources sources,
    DigestRows digestRows,
    INotifier notifier,
    IFaultPoints faults,
    ReminderClock clock,
    ReminderMetrics metrics)
{
    private const int MostUncertain = 5;

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
            }, mayBeSaid: false, round, cancellationToken);

        var told = default(Told);
        var together = toTell.Where(tell => tell.MayShare).GroupBy(tell => tell.Recipient.Profile.User).Where(group => group.Count() > group.First().MostSingly).ToList();
        foreach (var group in together)
        {
            var rows = await RowsAsync(group, round, cancellationToken);
            await WatchedAsync(rows.Select(row => row.Tell.Due), async () => told = told.And(await TellDigestAsync(rows, round, cancellationToken)), mayBeSaid: true, round, cancellationToken);
        }

        foreach (var tell in toTell.Except(together.SelectMany(group => group)))
        {
            // This chat takes nothing more now: what was claimed with the one that found out waits as long.
            if (told.FullUntil is { } until)
                await outcomes.WaitAsync(tell, until, cancellationToken);
            else
                await WatchedAsync([tell.Due], async () => told = told.And(await TellAsync(tell, round, cancellationToken)), mayBeSaid: true, round, cancellationToken);
        }

        return told;
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
                    outcomes.LogSetAside(due);
                if (settle.IsOwed)
                    await outcomes.OweAsync(settle.Reminder.User, round, cancellationToken);
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

    private async Task<Told> TellAsync(Decision.Tell tell, TellingRound round, CancellationToken cancellationToken)
    {
        var priority = tell.Reminder.Exact ? CallPriority.Urgent : CallPriority.Reminder;
        var replaces = tell.Replaces;
        var delivery = await SendAsync([tell], round, async to =>
        {
            if (replaces is not null && await notifier.UpdateAsync(to, replaces, tell.Card, cancellationToken) is { Outcome: not DeliveryOutcome.CardGone } replaced)
                return replaced;
            replaces = null;
            return await notifier.TellAsync(to, tell.Card, priority, cancellationToken);
        }, cancellationToken);
        if (delivery is not { Outcome: DeliveryOutcome.Delivered })
            return delivery is null ? default : await outcomes.UndeliveredAsync([tell], delivery, round, cancellationToken);

        if (replaces is null)
            metrics.Told(clock.Now - tell.Reminder.PromisedAt);
        var sent = Sent(tell, replaces is null ? delivery.ActivityId : null);
        if (!await claims.SettleAsync(tell.Due, sent, tell.Next, cancellationToken)
            && await IsAnsweredAsync(sent, cancellationToken) && sent.ActivityId is { } activityId && await tell.Source.ClosedAsync(sent, tell.Moment, cancellationToken) is { } closed)
            await notifier.UpdateAsync(tell.Recipient.Profile, activityId, closed, cancellationToken);
        await faults.HitAsync("reminder.settled");
        return new Told(replaces is null ? 1 : 0);
    }

    /// <summary>More than a few at once are one card (R8), sent once and settled together.</summary>
    private async Task<Told> TellDigestAsync(IReadOnlyList<(Decision.Tell Tell, DigestRow Row)> rows, TellingRound round, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return default;
        Decision.Tell[] tells = [.. rows.Select(row => row.Tell)];
        var (recipient, moment) = (tells[0].Recipient, tells[0].Moment);
        var uncertain = await UncertainOnesAsync(tells[0], cancellationToken);
        var answered = new List<Reminder>();
        var delivery = await SendAsync(tells, round, to => notifier.TellAsync(to, Card(), CallPriority.Reminder, cancellationToken), cancellationToken);
        if (delivery is not { Outcome: DeliveryOutcome.Delivered })
            return delivery is null ? default : await outcomes.UndeliveredAsync(tells, delivery, round, cancellationToken);

        foreach (var tell in tells)
            metrics.Told(clock.Now - tell.Reminder.PromisedAt);
        foreach (var lost in await claims.SettleAsync([.. tells.Select(tell => new Settlement(tell.Due, Sent(tell, delivery.ActivityId) with { IsInDigest = true }, tell.Next))], cancellationToken))
        {
            if (await IsAnsweredAsync(lost.Reminder, cancellationToken))
                answered.Add(lost.Reminder);
        }

        if (answered.Count > 0 && delivery.ActivityId is { } activityId)
            await notifier.UpdateAsync(recipient.Profile, activityId, Card(), cancellationToken);
        await store.MarkToldAsync(tells[0].Reminder.User, [.. uncertain.Select(each => each.Reminder)], "told", moment.Now, cancellationToken);
        await faults.HitAsync("reminder.settled");
        return new Told(1);

        Card Card()
        {
            var card = DigestCards.Compose(
                [.. rows.Select(row => new DigestEntry(row.Tell.Reminder, row.Row, answered.Exists(each => each.RowKey == row.Tell.Reminder.RowKey)))], moment.Reader, moment.Today);
            if (uncertain.Count > 0)
                card.Section(moment.Reader.Plural("Uncertain.Title", uncertain.Count));
            foreach (var (reminder, line) in uncertain.Where(each => each.Line is not null))
                card.Row(line!.Title, moment.Reader.ShortDate(reminder.Day, moment.Today), tap: line.Open);
            if (recipient.ForName is { } name)
                card.Above(moment.Reader.Text("Reminder.For", ("name", name)));
            if (tells.Any(tell => tell.Reminder.Why == ReminderDecisions.Waited))
                card.Above(moment.Reader.Text("Reminder.Waited"));
            return card;
        }
    }

    /// <summary>What each says in a digest. One that fails, fails alone.</summary>
    private async Task<List<(Decision.Tell Tell, DigestRow Row)>> RowsAsync(IEnumerable<Decision.Tell> tells, TellingRound round, CancellationToken cancellationToken)
    {
        var rows = new List<(Decision.Tell, DigestRow)>();
        foreach (var tell in tells)
        {
            await WatchedAsync(
                [tell.Due], async () => rows.Add((tell, await digestRows.OfAsync(tell.Source, tell.Reminder, tell.Moment, cancellationToken) ?? new DigestRow(tell.Card.Headline))), mayBeSaid: false, round, cancellationToken);
        }

        return rows;
    }

    /// <summary>What was sent at most once and may never have arrived is asked about in the next digest.</summary>
    private async Task<List<(Reminder Reminder, ReminderLine? Line)>> UncertainOnesAsync(Decision.Tell tell, CancellationToken cancellationToken)
    {
        var uncertain = new List<(Reminder, ReminderLine?)>();
        if (!tell.Moment.Profile.Owed || tell.Recipient.ForName is not null)
            return uncertain;
        foreach (var reminder in (await store.OfUserAsync(tell.Reminder.User, cancellationToken)).Where(each => each.State == ReminderState.Uncertain).Take(MostUncertain))
            uncertain.Add((reminder, await sources.DescribeAsync(reminder, tell.Moment, cancellationToken)));
        return uncertain;
    }

    /// <summary>One message to the one whom these are for.</summary>
    /// <returns>Null: composing took so long that somebody else may have them by now, and nothing was sent. They come again with the lease.</returns>
    private async Task<Delivery?> SendAsync(IReadOnlyList<Decision.Tell> tells, TellingRound round, Func<Profile, Task<Delivery>> send, CancellationToken cancellationToken)
    {
        if (!tells.All(tell => claims.MayStillSend(tell.Due)))
        {
            metrics.Count("TooSlow");
            return null;
        }

        await faults.HitAsync("reminder.sending");
        // As the reminder before this one left it: who blocked KamBot or moved gets no second request.
        var known = tells[0].Recipient.Profile;
        var to = await round.ProfileAsync(known.User, cancellationToken) ?? known;
        var delivery = await send(to);
        await faults.HitAsync("reminder.told");
        metrics.Count(delivery.Outcome.ToString());
        if (delivery.Outcome != DeliveryOutcome.Delivered || delivery.IsReaddressed)
            round.Forget(to.User);
        return delivery;
    }

    /// <summary>
    /// What could not be settled was withdrawn or moved while it was being said: its card must not stay live. A copy that another
    /// instance sent, or will send, is the live one.
    /// </summary>
    private async Task<bool> IsAnsweredAsync(Reminder sent, CancellationToken cancellationToken)
    {
        metrics.Count("NotOurs");
        var now = (await store.FindAsync(sent.User, sent.RowKey, cancellationToken))?.Reminder;
        return now?.State != ReminderState.Sent && !(now?.State == ReminderState.Planned && now.Version == sent.Version);
    }

    private static Reminder Sent(Decision.Tell tell, string? activityId) => tell.Reminder with
    {
        State = ReminderState.Sent,
        ActivityId = activityId,
        SentAt = tell.Moment.Now,
        ToldTo = tell.Recipient.ForName is null ? null : tell.Recipient.Profile.User,
    };

    /// <summary>A failure nobody expected stops no other reminder.</summary>
    private async Task WatchedAsync(IEnumerable<DueRow> rows, Func<Task> work, bool mayBeSaid, TellingRound round, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            metrics.Count("Failed");
            foreach (var due in rows)
                await outcomes.FailedAsync(due, exception, mayBeSaid, round, cancellationToken);
        }
    }
}
