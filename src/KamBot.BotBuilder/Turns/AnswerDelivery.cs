using System.Diagnostics;
using System.Text.Json;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Turns;

/// <summary>How far the delivery of an outbox came.</summary>
/// <param name="NextAttempt">Null when everything is out; otherwise when to try again.</param>
/// <param name="Last">What went out last and is still in the outbox: its end is the turn's.</param>
/// <param name="Number">Which answer of this delivery that is, from 1.</param>
internal sealed record Delivered(DateTimeOffset? NextAttempt, Outbox Last, int Number);

/// <summary>Sends what a conversation's outbox holds, in order, and decides what a failure means.</summary>
internal sealed class AnswerDelivery(
    ITurnLedger ledger,
    IConnectorClient connector,
    IUndeliverableAnswers undeliverable,
    IFaultPoints faults,
    TimeProvider time,
    IOptions<TurnOptions> options,
    ILogger<AnswerDelivery> logger)
{
    /// <summary>No send begins later than this, so that the last one ends while the outbox is still ours.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>While Teams refuses the bot altogether, each conversation asks this often whether it still does.</summary>
    private static readonly TimeSpan PauseWhenNotRegistered = TimeSpan.FromMinutes(5);

    public async Task<Delivered> DeliverAsync(Outbox outbox, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var n = 1;
        for (; outbox.Entries is [var entry, ..]; n++)
        {
            if (Stopwatch.GetElapsedTime(begun) >= Budget)
            {
                await ledger.DeferAsync(outbox, time.GetUtcNow(), cancellationToken);
                return new Delivered(time.GetUtcNow(), Outbox.Empty, n);
            }

            var result = await TryPerformAsync(entry.Answer, cancellationToken);
            if (result.Delivered)
                await faults.HitAsync(FaultPoint.Sent(n));

            if (NextAttempt(entry, result) is { } nextAttempt)
            {
                logger.LogInformation("An answer waits until {NextAttempt:O}: {Outcome} {Status} {Code}.", nextAttempt, result.Outcome, result.Status, result.Code);
                await ledger.DeferAsync(outbox, nextAttempt, cancellationToken);
                return new Delivered(nextAttempt, Outbox.Empty, n);
            }

            if (result.Delivered && outbox.Entries.Count == 1)
            {
                entry.Answer.Activity.Id ??= result.ActivityId;
                return new Delivered(NextAttempt: null, outbox, n);
            }

            if (result.MovedTo is { } serviceUrl)
                Move(outbox, serviceUrl);
            outbox = result.Delivered ? await ledger.SettleAsync(outbox, cancellationToken) : await DropAsync(outbox, result, cancellationToken);
            await faults.HitAsync(FaultPoint.Settled(n));
        }

        return new Delivered(outbox.HeldUntil, Outbox.Empty, n);
    }

    /// <summary>An answer that cannot even be put into a request must not stand in the way of those behind it.</summary>
    private async Task<ConnectorResult> TryPerformAsync(TurnAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            return await PerformAsync(answer, cancellationToken);
        }
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException)
        {
            logger.LogError(e, "An answer cannot be sent.");
            return new ConnectorResult(ConnectorOutcome.Rejected, Code: e.GetType().Name);
        }
    }

    private async Task<ConnectorResult> PerformAsync(TurnAnswer answer, CancellationToken cancellationToken)
    {
        var activity = answer.Activity;
        switch (answer.Kind)
        {
            case TurnAnswerKind.Delete:
                var deleted = await connector.DeleteActivityAsync(activity.ServiceUrl ?? string.Empty, activity.Conversation?.Id ?? string.Empty, activity.Id ?? string.Empty, cancellationToken);
                return deleted.Outcome == ConnectorOutcome.ActivityGone ? deleted with { Outcome = ConnectorOutcome.Delivered } : deleted;

            case TurnAnswerKind.Update:
                var updated = await connector.UpdateActivityAsync(activity, cancellationToken: cancellationToken);
                if (updated.Outcome != ConnectorOutcome.ActivityGone)
                    return updated;
                activity.Id = null; // what it should replace is gone: the reader still gets the news
                return await connector.SendToConversationAsync(activity, cancellationToken: cancellationToken);

            default:
                return activity.ReplyToId is null
                    ? await connector.SendToConversationAsync(activity, cancellationToken: cancellationToken)
                    : await connector.ReplyToActivityAsync(activity, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Null when no further attempt is to be made.</summary>
    private DateTimeOffset? NextAttempt(OutboxEntry entry, ConnectorResult result)
    {
        var again = result.Outcome switch
        {
            ConnectorOutcome.Retry or ConnectorOutcome.NotRegistered => true,
            // 500 is not to be repeated by the channel's own table; the others may have been stored or not.
            ConnectorOutcome.Unknown => result.Status != 500 && entry.Attempts + 1 < options.Value.MaxUncertainAttempts,
            _ => false,
        };
        var now = time.GetUtcNow();
        if (!again || now - entry.CommittedAt >= options.Value.AnswerLifetime)
            return null;

        if (result.Outcome == ConnectorOutcome.NotRegistered)
            return now + PauseWhenNotRegistered;
        var pause = result.RetryAfter ?? TimeSpan.FromSeconds(Math.Pow(2, Math.Min(entry.Attempts + 1, 10)));
        return now + (pause < LongestPause ? pause : LongestPause);
    }

    private static bool ConversationIsOver(ConnectorResult result) =>
        result.Outcome is ConnectorOutcome.BlockedByUser or ConnectorOutcome.NotInstalled or ConnectorOutcome.ConversationGone;

    /// <summary>What follows upon the first answer; one about a dialog goes to its sender's own chat.</summary>
    private static IEnumerable<OutboxEntry> ToTheSameConversation(Outbox outbox)
    {
        var conversation = outbox.Entries[0].Answer.Activity.Conversation?.Id;
        return outbox.Entries.TakeWhile(entry => entry.Answer.Activity.Conversation?.Id == conversation);
    }

    /// <summary>The conversation lives at another host than was thought.</summary>
    private static void Move(Outbox outbox, string serviceUrl)
    {
        foreach (var entry in ToTheSameConversation(outbox))
            entry.Answer.Activity.ServiceUrl = serviceUrl;
    }

    /// <summary>One request per dead conversation is enough: with one answer all that follow are dropped. Whoever keeps account of it hears first.</summary>
    private async Task<Outbox> DropAsync(Outbox outbox, ConnectorResult result, CancellationToken cancellationToken)
    {
        List<OutboxEntry> dropped = ConversationIsOver(result) ? [.. ToTheSameConversation(outbox)] : [outbox.Entries[0]];
        logger.LogWarning("{Count} answers are dropped after {Attempts} attempts: {Outcome} {Status} {Code}.", dropped.Count, dropped[0].Attempts + 1, result.Outcome, result.Status, result.Code);
        await undeliverable.DroppedAsync([.. dropped.Select(entry => new UndeliverableAnswer(entry.Answer, entry.CommittedAt))], result, cancellationToken);
        for (var left = dropped.Count; left > 0 && outbox.Entries.Count > 0; left--)
            outbox = await ledger.SettleAsync(outbox, cancellationToken);
        return outbox;
    }
}
