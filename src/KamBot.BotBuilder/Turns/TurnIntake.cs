using System.Text.Json;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Turns;

/// <summary>
/// Takes an activity in and answers in time. The turn runs by itself; the request waits for it no longer than the channel
/// would, and what takes longer is told in the conversation.
/// </summary>
internal sealed class TurnIntake(
    ITurnLedger ledger,
    TurnRunner runner,
    RunningTurns running,
    IConnectorClient connector,
    IFaultPoints faults,
    IOptions<TurnOptions> options,
    ILogger<TurnIntake> logger)
{
    /// <summary>For a store that hangs: the request has long been answered, the turn is then the channel's to deliver again.</summary>
    private static readonly TimeSpan ReceiveDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Gives the turn's answer, an earlier delivery's, or what is said while it takes longer.</summary>
    /// <param name="activity">Let in, with all ids.</param>
    /// <param name="code">What to run.</param>
    /// <param name="wordsFor">What is said of a delay, in the reader's language.</param>
    /// <param name="cancellationToken">Ends the wait, not the turn.</param>
    /// <exception cref="Exception">The store could not be used before the turn was written down.</exception>
    public async Task<InvokeResponse> AnswerAsync(
        Activity activity, TurnCode code, Func<Activity, TurnDelay, string> wordsFor, CancellationToken cancellationToken)
    {
        if (running.IsStopping)
            return new InvokeResponse { Status = 503 };
        var request = ToRequest(activity, TurnOrigin.Channel);
        var awaited = new AwaitedAnswer();
        // Not on the request's own thread: an embedded store blocks it when its file is busy.
        var run = running.Track(Task.Run(() => ReceiveAndRunAsync(activity, request, code, awaited), CancellationToken.None));
        await WaitAsync(activity, run, awaited, cancellationToken);

        if (awaited.Leave() is { } finished)
            return ResponseTo(activity, finished, wordsFor);
        if (run.IsFaulted && run.Exception.InnerException is not TurnFailedException)
            await run; // not written down, or nobody can tell: the channel may deliver it again
        return NotYet(activity, awaited.IsReceived ? LateAnswers.DelayOf(activity, code) : null, wordsFor);
    }

    /// <summary>An activity as it is written down: nothing in it is believed that only the channel may say, and its text has a bound.</summary>
    public TurnRequest ToRequest(Activity activity, TurnOrigin origin)
    {
        if (activity.Conversation is { } conversation)
            conversation.TenantId ??= activity.GetTenantId();
        int? originalLength = null;
        var most = options.Value.MaxTextLength;
        if (activity.Text is { } text && text.Length > most)
        {
            originalLength = text.Length;
            activity.Text = text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
        }

        activity.Properties?.Remove("callerId"); // never believed from the wire (A2251)
        return new TurnRequest(TurnKey.Of(activity), JsonSerializer.Serialize(activity, BotJson.Wire.Activity), origin, originalLength);
    }

    private async Task ReceiveAndRunAsync(Activity activity, TurnRequest request, TurnCode code, AwaitedAnswer awaited)
    {
        PendingTurn? turn;
        try
        {
            using var patience = new CancellationTokenSource(ReceiveDeadline);
            turn = await ledger.ReceiveAsync(request, patience.Token);
        }
        catch (ArgumentException)
        {
            // Too big to keep.
            awaited.TryGive(new FinishedTurn(new InvokeResponse { Status = 413 }, Failure: null));
            return;
        }

        awaited.IsReceived = true;
        if (turn is null)
        {
            await GiveAnswerOfOtherRunAsync(activity, request.Key, awaited);
            return;
        }

        await faults.HitAsync(FaultPoint.Received);
        // A press can have been written down by an earlier delivery: then that one's activity is what runs.
        var isThisOne = turn.Request.ActivityJson == request.ActivityJson;
        await runner.RunAsync(isThisOne ? turn with { Parsed = activity } : turn, code, awaited, running.Stop);
    }

    /// <summary>Another delivery of the same turn is at work, here or in another process.</summary>
    private async Task GiveAnswerOfOtherRunAsync(Activity activity, TurnKey key, AwaitedAnswer awaited)
    {
        if (!WantsBody(activity))
        {
            awaited.TryGive(new FinishedTurn(new InvokeResponse { Status = 202 }, Failure: null));
            return;
        }

        using var deadline = new CancellationTokenSource(DeadlineOf(activity));
        if (await runner.WaitForOtherRunAsync(key, deadline.Token) is { } finished)
            awaited.TryGive(finished);
    }

    /// <summary>An invoke is answered as soon as it is committed; a message when its answers are out.</summary>
    private async Task WaitAsync(Activity activity, Task run, AwaitedAnswer awaited, CancellationToken cancellationToken)
    {
        var answered = activity.Type == ActivityTypes.Invoke ? Task.WhenAny(run, awaited.Given) : Task.WhenAny(run, awaited.Out);
        var deadline = DeadlineOf(activity);
        var quiet = options.Value.TypingAfter;
        if (activity.Type == ActivityTypes.Message && !WantsBody(activity) && quiet < deadline)
        {
            if (await EndsWithinAsync(answered, quiet, cancellationToken))
                return;
            awaited.Typing.Start(connector, activity);
            deadline -= quiet;
        }

        if (!await EndsWithinAsync(answered, deadline, cancellationToken))
            logger.LogWarning("A turn goes on after its request was answered ({Type} {Name}).", activity.Type, activity.Name);
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan time, CancellationToken cancellationToken)
    {
        await task.WaitAsync(time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted || cancellationToken.IsCancellationRequested;
    }

    private static InvokeResponse ResponseTo(Activity activity, FinishedTurn finished, Func<Activity, TurnDelay, string> wordsFor)
    {
        if (WantsBody(activity) && finished.Response is { } response)
            return response;
        if (activity.Type == ActivityTypes.Invoke)
            return LateAnswers.Excuse(activity, wordsFor(activity, TurnDelay.AnsweredBefore)); // the same press came as a message first
        return new InvokeResponse { Status = finished.Response is { Body: null } bare ? bare.Status : 200 };
    }

    /// <param name="activity">What is not answered yet.</param>
    /// <param name="delay">Null for a turn that is not written down: nothing is promised.</param>
    /// <param name="wordsFor">What is said of it.</param>
    private static InvokeResponse NotYet(Activity activity, TurnDelay? delay, Func<Activity, TurnDelay, string> wordsFor) => activity.Type == ActivityTypes.Invoke
        ? LateAnswers.Excuse(activity, wordsFor(activity, delay ?? TurnDelay.TryAgain))
        : new InvokeResponse { Status = delay is null ? 503 : 202 };

    private static bool WantsBody(Activity activity) => activity.Type == ActivityTypes.Invoke || activity.DeliveryMode == DeliveryModes.ExpectReplies;

    private TimeSpan DeadlineOf(Activity activity) => activity.Type == ActivityTypes.Invoke ? options.Value.InvokeDeadline : options.Value.MessageDeadline;
}
