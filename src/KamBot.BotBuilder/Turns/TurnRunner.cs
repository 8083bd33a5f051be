using System.Text.Json;
using KamBot.BotBuilder.Diagnostics;
using KamBot.BotBuilder.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Turns;

/// <summary>What a turn runs: the adapter's pipeline, what it does when it gives a turn up, and how it tells of a dialog later.</summary>
internal sealed record TurnCode(
    BotAdapter Adapter,
    BotCallbackHandler Run,
    Func<ITurnContext, Exception, Task> OnError,
    Func<Activity, TaskModuleResponseBase, Task<Activity?>>? OnDialogAnsweredLate = null);

/// <summary>The bot threw or ran out of time. The turn is still pending and will be tried again.</summary>
internal sealed class TurnFailedException(Exception inner) : Exception("The turn failed and stays pending.", inner);

/// <summary>Takes one turn from received to finished, from wherever an earlier run left it.</summary>
internal sealed class TurnRunner(
    ITurnLedger ledger,
    AnswerDelivery delivery,
    IFaultPoints faults,
    TimeProvider time,
    IOptions<TurnOptions> options,
    BotDiagnostics diagnostics,
    ILogger<TurnRunner> logger)
{
    /// <summary>Commit and delivery are not cut short by the turn's deadline; this only keeps them from hanging.</summary>
    private static readonly TimeSpan StorageDeadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>Teams sends an invoke again after some 15 seconds, and under another id after 30.</summary>
    private static readonly TimeSpan ChannelRepeats = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly ConversationLocks _locks = new();

    /// <summary>Runs a turn that is ours, commits it and delivers its answers.</summary>
    /// <param name="turn">The turn, received or claimed by this process.</param>
    /// <param name="code">What to run.</param>
    /// <param name="awaited">Told as soon as the turn is committed, before its answers go out.</param>
    /// <param name="stop">Ends the bot's part of the turn before its own deadline does.</param>
    /// <exception cref="TurnFailedException">The bot failed; the turn stays pending for another attempt.</exception>
    public async Task RunAsync(PendingTurn turn, TurnCode code, AwaitedAnswer awaited, CancellationToken stop)
    {
        if (await RunToItsAnswersAsync(turn, code, awaited, stop) is not { } ending)
            return;
        awaited.AreOut();
        await EndAsync(turn, ending);
    }

    /// <summary>Until the answers are out. Null when they wait for their next attempt.</summary>
    private async Task<Ending?> RunToItsAnswersAsync(PendingTurn turn, TurnCode code, AwaitedAnswer awaited, CancellationToken stop)
    {
        using var watch = diagnostics.Watch(turn);
        try
        {
            var (finished, ending) = await RunInItsPlaceAsync(turn, code, awaited, stop);
            watch.Finished(finished);
            return ending;
        }
        catch (TurnFailedException failure)
        {
            watch.PutOff(failure.InnerException);
            await PutOffAsync(turn, failure);
            throw;
        }
        finally
        {
            await awaited.Typing.StopAsync();
        }
    }

    /// <summary>Waits for the run of the same turn that is under way, here or elsewhere. Null when it did not end in time.</summary>
    public async Task<FinishedTurn?> WaitForOtherRunAsync(TurnKey key, CancellationToken deadline)
    {
        try
        {
            using (await _locks.EnterAsync(key.Conversation, deadline))
            {
                if (await FindFinishedAsync(key, deadline) is { } finished)
                    return finished;
            }

            using var pause = new PeriodicTimer(BetweenLooks);
            while (await pause.WaitForNextTickAsync(deadline))
            {
                if (await FindFinishedAsync(key, deadline) is { } finished)
                    return finished;
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // Said by the return value.
        }

        return null;
    }

    private async Task<FinishedTurn?> FindFinishedAsync(TurnKey key, CancellationToken deadline) =>
        await ledger.FindFinishedAsync(key, deadline) is { } finished && IsAnswerTo(key, finished) ? finished : null;

    private async Task<(FinishedTurn Finished, Ending? Ending)> RunInItsPlaceAsync(PendingTurn turn, TurnCode code, AwaitedAnswer awaited, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(options.Value.RunDeadline);
        await using var lease = new LeaseRenewal(ledger, turn, logger);
        using var held = await EnterAsync(turn.Key, deadline.Token);
        deadline.CancelAfter(options.Value.RunDeadline); // the wait for its place does not count
        using var storage = new CancellationTokenSource(options.Value.RunDeadline + StorageDeadline);

        var (finished, outbox) = await CommittedAsync(turn, code, awaited, deadline.Token, storage.Token);
        await awaited.Typing.StopAsync();
        await lease.DisposeAsync(); // the row changes hands: whoever finishes it must know its version
        return (finished, await DeliverAsync(turn, finished.Failure, outbox, storage.Token));
    }

    private async Task<IDisposable> EnterAsync(TurnKey key, CancellationToken deadline)
    {
        try
        {
            return await _locks.EnterAsync(key.Conversation, deadline);
        }
        catch (OperationCanceledException e)
        {
            throw new TurnFailedException(e);
        }
    }

    private async Task<(FinishedTurn Finished, Outbox Outbox)> CommittedAsync(
        PendingTurn turn, TurnCode code, AwaitedAnswer awaited, CancellationToken deadline, CancellationToken storage)
    {
        for (var run = 1; run <= options.Value.MaxRuns; run++)
        {
            var snapshot = await OpenAsync(turn, deadline, storage);
            if (snapshot.Finished is { } earlier && IsAnswerTo(turn.Key, earlier))
            {
                awaited.TryGive(earlier);
                return (earlier, await ledger.OpenOutboxAsync(turn, storage));
            }

            var (result, isLate) = await RunOnceAsync(turn, run == 1 ? turn.Parsed : null, snapshot, code, awaited, deadline);
            await faults.HitAsync(FaultPoint.Ran);
            if (await CommitAsync(turn, snapshot, result, storage) is not { } outbox)
            {
                logger.LogInformation("Turn {Turn} lost a race in its conversation (run {Run}).", turn.Key.Turn, run);
                continue;
            }

            await faults.HitAsync(FaultPoint.Committed);
            var finished = new FinishedTurn(result.Response, result.Failure);
            if (!awaited.TryGive(finished) && !isLate)
                outbox = await TellLateAsync(turn, code, finished, outbox, storage);
            return (finished, outbox);
        }

        throw new TurnFailedException(new InvalidOperationException("Other turns of the conversation kept winning."));
    }

    /// <summary>The conversation, as soon as no other process is at this very turn any more.</summary>
    private async Task<ConversationSnapshot> OpenAsync(PendingTurn turn, CancellationToken deadline, CancellationToken storage)
    {
        var snapshot = await ledger.OpenAsync(turn, storage);
        try
        {
            for (; snapshot.RunsElsewhere; snapshot = await ledger.OpenAsync(turn, storage))
                await Task.Delay(BetweenLooks, deadline);
        }
        catch (OperationCanceledException e)
        {
            throw new TurnFailedException(e);
        }

        return snapshot;
    }

    /// <summary>
    /// The same delivery again, or soon after it the same press; a press that failed may be tried again. Once something else
    /// has happened in the conversation, an undo for one, who presses again means it, and only the channel's own repetition does not.
    /// </summary>
    private bool IsAnswerTo(TurnKey key, FinishedTurn earlier) =>
        earlier.Delivery == key.Delivery
        || (earlier.Failure is null && time.GetUtcNow() - earlier.At < (earlier.IsLatest ? options.Value.PressMemory : ChannelRepeats));

    /// <summary>The request went away while the turn was committed: what it should have got goes the way of all answers.</summary>
    private async Task<Outbox> TellLateAsync(PendingTurn turn, TurnCode code, FinishedTurn finished, Outbox outbox, CancellationToken storage)
    {
        if (finished.Response is not { } response)
            return outbox;
        for (var run = 1; run <= options.Value.MaxRuns; run++)
        {
            var snapshot = await ledger.OpenAsync(turn, storage);
            var context = NewContext(turn, snapshot, code);
            await (finished.Failure is null ? LateAnswers.TellAsync(context, response, code) : LateAnswers.TellDialogAsync(context, response, code));
            context.Close();
            if (context.BufferedAnswers.Count == 0)
                return outbox;
            if (await ledger.CommitAsync(turn, snapshot, new TurnResult(snapshot.StateJson, context.BufferedAnswers, response, finished.Failure), storage) is { } whole)
                return whole;
        }

        return outbox;
    }

    private async Task<(TurnResult Result, bool IsLate)> RunOnceAsync(
        PendingTurn turn, Activity? parsed, ConversationSnapshot snapshot, TurnCode code, AwaitedAnswer awaited, CancellationToken deadline)
    {
        if (turn.Attempt > options.Value.MaxAttempts)
            return await GiveUpAsync(turn, snapshot, code, awaited, new TimeoutException("No attempt came to an end."));

        var context = NewContext(turn, snapshot, code, parsed);
        try
        {
            await code.Run(context, deadline);
            var isLate = awaited.IsLate;
            return (await TurnResults.OfAsync(context, code, isLate), isLate);
        }
        catch (Exception e) when (turn.Request.Origin == TurnOrigin.Channel)
        {
            logger.LogError(e, "Turn {Turn} failed in attempt {Attempt}.", turn.Key.Turn, turn.Attempt);
            if (!IsLastChance(turn, context.Activity, deadline))
                throw new TurnFailedException(e);
            return await GiveUpAsync(turn, snapshot, code, awaited, e);
        }
        finally
        {
            context.Close();
        }
    }

    /// <summary>Who tapped a card waits for its answer now: a failure is told at once, unless it is only the time that ran out.</summary>
    private bool IsLastChance(PendingTurn turn, Activity activity, CancellationToken deadline) =>
        turn.Attempt >= options.Value.MaxAttempts
        || (activity.Type == ActivityTypes.Invoke && !deadline.IsCancellationRequested);

    /// <summary>What the user is told once, on the state as it was before the turn.</summary>
    private async Task<(TurnResult Result, bool IsLate)> GiveUpAsync(
        PendingTurn turn, ConversationSnapshot snapshot, TurnCode code, AwaitedAnswer awaited, Exception cause)
    {
        var context = NewContext(turn, snapshot, code);
        var isLate = awaited.IsLate;
        try
        {
            await code.OnError(context, cause);
            if (isLate && context.TurnState.Get<InvokeResponse>() is { } response)
                await LateAnswers.TellDialogAsync(context, response, code);
        }
        catch (Exception e)
        {
            logger.LogError(e, "The answer to a failed turn failed too ({Turn}).", turn.Key.Turn);
            context = NewContext(turn, snapshot, code);
        }

        context.Close();
        return (TurnResults.OfFailure(context, cause.GetType().Name, isLate), isLate);
    }

    private static TurnContext NewContext(PendingTurn turn, ConversationSnapshot snapshot, TurnCode code, Activity? parsed = null)
    {
        // Parsed anew for each run but the first: the bot may have changed the object of the run before.
        var activity = parsed ?? JsonSerializer.Deserialize(turn.Request.ActivityJson, BotJson.Wire.Activity)!;
        var context = new TurnContext(code.Adapter, activity, turn.Key.Turn, turn.ReceivedAt);
        context.TurnState.Set(new ConversationState { Json = snapshot.StateJson, LastAnswer = snapshot.LastAnswer });
        if (turn.Request.OriginalTextLength is { } length)
            context.TurnState.Set(new OversizedText(length));
        return context;
    }

    private async Task<Outbox?> CommitAsync(PendingTurn turn, ConversationSnapshot snapshot, TurnResult result, CancellationToken storage)
    {
        try
        {
            return await ledger.CommitAsync(turn, snapshot, result, storage);
        }
        catch (ArgumentException e) when (result.Failure is null)
        {
            logger.LogError(e, "What came of turn {Turn} cannot be stored.", turn.Key.Turn);
            throw new TurnFailedException(e);
        }
    }

    /// <summary>Sends the answers and begins to write down that they are out. Null when they wait for their next attempt.</summary>
    private async Task<Ending?> DeliverAsync(PendingTurn turn, string? failure, Outbox outbox, CancellationToken storage)
    {
        var delivered = await delivery.DeliverAsync(outbox, storage);
        if (delivered.NextAttempt is { } nextAttempt)
        {
            await ledger.PostponeAsync(turn, nextAttempt, storage);
            return null;
        }

        if (failure is not null)
            await ledger.SetAsideAsync(turn, failure, storage);
        // Longer than the storage deadline, which is over with the turn's place; each call to the store has one of its own.
        var ending = new Ending(ledger.FinishAsync(turn, delivered.Last, CancellationToken.None), delivered.Last.Entries.Count, delivered.Number);
        if (failure is not null)
            await ending.Writing; // who presses again what failed means it: the turn is then to be received anew
        return ending;
    }

    /// <summary>The next turn of the conversation need not wait for this, and neither does whoever asked.</summary>
    private async Task EndAsync(PendingTurn turn, Ending first)
    {
        var ending = first;
        while (true)
        {
            var isAll = await ending.Writing;
            if (ending.Answers > 0)
                await faults.HitAsync(FaultPoint.Settled(ending.Number));
            if (isAll)
                break;
            using var storage = new CancellationTokenSource(StorageDeadline);
            using var held = await _locks.EnterAsync(turn.Key.Conversation, storage.Token);
            if (await DeliverAsync(turn, failure: null, await ledger.OpenOutboxAsync(turn, storage.Token), storage.Token) is not { } next)
                return;
            ending = next;
        }

        await faults.HitAsync(FaultPoint.Delivered);
        await faults.HitAsync(FaultPoint.Finished);
    }

    /// <summary>The next attempt comes soon at first and then ever later: most failures are a store that hiccups.</summary>
    private async Task PutOffAsync(PendingTurn turn, TurnFailedException failure)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(4, Math.Min(turn.Attempt, 10)) / 2);
        using var storage = new CancellationTokenSource(StorageDeadline);
        logger.LogWarning("Turn {Turn} stays pending: {Cause}.", turn.Key.Turn, failure.InnerException?.GetType().Name);
        await ledger.PostponeAsync(turn, time.GetUtcNow() + (pause < LongestPause ? pause : LongestPause), storage.Token);
    }

    /// <summary>That a turn's answers are out is being written down.</summary>
    /// <param name="Writing">False when others have left answers to this process meanwhile.</param>
    /// <param name="Answers">Whether an answer is settled by it.</param>
    /// <param name="Number">Which one.</param>
    private sealed record Ending(Task<bool> Writing, int Answers, int Number);
}
