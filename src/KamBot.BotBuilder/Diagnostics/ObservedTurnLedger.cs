using KamBot.BotBuilder.Turns;
using Microsoft.Extensions.Logging;

namespace KamBot.BotBuilder.Diagnostics;

/// <summary>Counts what happens to turns besides running, and raises the alarm for those that were given up.</summary>
internal sealed class ObservedTurnLedger(ITurnLedger inner, BotDiagnostics diagnostics, ILogger<ObservedTurnLedger> logger) : ITurnLedger
{
    public TimeSpan Lease => inner.Lease;

    public Task<PendingTurn?> ReceiveAsync(TurnRequest request, CancellationToken cancellationToken = default) =>
        Counted(inner.ReceiveAsync(request, cancellationToken), ifNull: "duplicate");

    public Task<ConversationSnapshot> OpenAsync(PendingTurn turn, CancellationToken cancellationToken = default) => inner.OpenAsync(turn, cancellationToken);

    public Task<FinishedTurn?> FindFinishedAsync(TurnKey key, CancellationToken cancellationToken = default) => inner.FindFinishedAsync(key, cancellationToken);

    public Task<Outbox?> CommitAsync(PendingTurn turn, ConversationSnapshot snapshot, TurnResult result, CancellationToken cancellationToken = default) =>
        Counted(inner.CommitAsync(turn, snapshot, result, cancellationToken), ifNull: "race_lost");

    public Task<Outbox> OpenOutboxAsync(PendingTurn turn, CancellationToken cancellationToken = default) => inner.OpenOutboxAsync(turn, cancellationToken);

    public Task<Outbox> SettleAsync(Outbox outbox, CancellationToken cancellationToken = default) => inner.SettleAsync(outbox, cancellationToken);

    public Task DeferAsync(Outbox outbox, DateTimeOffset nextAttempt, CancellationToken cancellationToken = default)
    {
        diagnostics.Saw("answer_deferred");
        return inner.DeferAsync(outbox, nextAttempt, cancellationToken);
    }

    public Task<bool> FinishAsync(PendingTurn turn, Outbox last, CancellationToken cancellationToken = default) => inner.FinishAsync(turn, last, cancellationToken);

    public Task PostponeAsync(PendingTurn turn, DateTimeOffset until, CancellationToken cancellationToken = default) => inner.PostponeAsync(turn, until, cancellationToken);

    public async Task<bool> RenewAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        diagnostics.Saw("renewed");
        return await inner.RenewAsync(turn, cancellationToken);
    }

    public Task<int> ForgetSetAsideAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => inner.ForgetSetAsideAsync(before, cancellationToken);

    public async Task SetAsideAsync(PendingTurn turn, string reason, CancellationToken cancellationToken = default)
    {
        await inner.SetAsideAsync(turn, reason, cancellationToken);
        diagnostics.Saw("set_aside");
        logger.LogCritical(Alarms.TurnSetAside, "Turn {Turn} was given up after {Attempts} attempts: {Reason}. Its row is kept.", turn.Key.Turn, turn.Attempt, reason);
    }

    public async Task<IReadOnlyList<PendingTurn>> UnfinishedAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var unfinished = await inner.UnfinishedAsync(now, cancellationToken);
        diagnostics.FoundUnfinished(unfinished.Count);
        return unfinished;
    }

    public async Task<PendingTurn?> ClaimAsync(PendingTurn turn, CancellationToken cancellationToken = default)
    {
        var claimed = await inner.ClaimAsync(turn, cancellationToken);
        diagnostics.Saw(claimed is null ? "claim_lost" : "resumed");
        return claimed;
    }

    private Task<T?> Counted<T>(Task<T?> call, string ifNull)
        where T : class
    {
        return diagnostics.CountsEvents ? CountAsync() : call;

        async Task<T?> CountAsync()
        {
            var result = await call;
            if (result is null)
                diagnostics.Saw(ifNull);
            return result;
        }
    }
}
