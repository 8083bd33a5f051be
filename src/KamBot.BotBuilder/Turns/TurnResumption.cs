using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Turns;

/// <summary>Takes up turns that nobody works on: runs what was received and not committed, sends what was committed and is not out.</summary>
internal sealed class TurnResumption(
    ITurnLedger ledger, TurnRunner runner, RunningTurns running, TimeProvider time, IOptions<TurnOptions> options, ILogger<TurnResumption> logger) : IDisposable
{
    private const int Parallel = 8;

    /// <summary>What takes longer goes on by itself: reminders that are due do not wait for a slow turn.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _places = new(Parallel, Parallel);
    private DateTimeOffset _forgotten;

    /// <param name="codeOf">What each turn runs.</param>
    /// <param name="cancellationToken">Ends the wait; turns that were taken up go on.</param>
    /// <returns>How many turns were taken up.</returns>
    public async Task<int> ResumeAsync(Func<PendingTurn, TurnCode> codeOf, CancellationToken cancellationToken)
    {
        if (running.IsStopping)
            return 0;
        await ForgetFailedAsync(cancellationToken);
        var unfinished = await ledger.UnfinishedAsync(time.GetUtcNow(), cancellationToken);
        var conversations = unfinished.Take(options.Value.MaxResumed).GroupBy(turn => turn.Key.Conversation, StringComparer.Ordinal);
        var resumed = 0;
        var runs = conversations.Select(turns => running.Track(Task.Run(() => ResumeConversationAsync([.. turns]), CancellationToken.None))).ToList();
        await Task.WhenAll(runs).WaitAsync(Patience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Volatile.Read(ref resumed);

        async Task ResumeConversationAsync(IReadOnlyList<PendingTurn> turns)
        {
            if (!await _places.WaitAsync(Patience, CancellationToken.None))
                return; // all places are taken by slow turns: the next call finds these again
            try
            {
                foreach (var turn in turns)
                {
                    if (!running.IsStopping && await ResumeAsync(turn, codeOf(turn)))
                        Interlocked.Increment(ref resumed);
                }
            }
            finally
            {
                _places.Release();
            }
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<bool> ResumeAsync(PendingTurn unfinished, TurnCode code)
    {
        var turn = unfinished;
        try
        {
            if (await ledger.ClaimAsync(unfinished) is not { } claimed)
                return false;
            turn = claimed;
            await runner.RunAsync(turn, code, AwaitedAnswer.ByNobody(), running.Stop);
            return true;
        }
        catch (ContinuationLostException)
        {
            await ledger.FinishAsync(turn, Outbox.Empty);
            return true;
        }
        catch (TurnFailedException)
        {
            return true; // written on its row, and logged where it failed
        }
        catch (Exception e)
        {
            logger.LogError(e, "Turn {Turn} could not be taken up.", turn.Key.Turn);
            return false;
        }
    }

    /// <summary>Turns that were given up hold what somebody wrote: they are not kept for ever.</summary>
    private async Task ForgetFailedAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _forgotten < BetweenForgetting)
            return;
        _forgotten = now;
        var count = await ledger.ForgetSetAsideAsync(now - options.Value.FailedLifetime, cancellationToken);
        if (count > 0)
            logger.LogInformation("{Count} turns that were given up are forgotten.", count);
    }
}

/// <summary>A turn of the bot's own accord that died before its commit: its code is gone with the process.</summary>
internal sealed class ContinuationLostException : Exception;
