using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Hosting;

/// <summary>
/// Lets activities in, runs their turns under deadlines of their own, and takes up what an earlier process left behind.
/// </summary>
public sealed class CloudAdapter : BotAdapter
{
    private readonly RequestAdmission _admission;
    private readonly ITurnLedger _ledger;
    private readonly TurnRunner _runner;
    private readonly IFaultPoints _faults;
    private readonly TimeProvider _time;
    private readonly TurnOptions _options;
    private readonly Func<IBot> _bot;
    private readonly RunningTurns _running;
    private readonly ILogger<CloudAdapter> _logger;

    internal CloudAdapter(
        RequestAdmission admission,
        ITurnLedger ledger,
        TurnRunner runner,
        IFaultPoints faults,
        TimeProvider time,
        IOptions<TurnOptions> options,
        Func<IBot> bot,
        RunningTurns running,
        ILogger<CloudAdapter> logger)
    {
        (_admission, _ledger, _runner, _faults, _time) = (admission, ledger, runner, faults, time);
        (_options, _bot, _running, _logger) = (options.Value, bot, running, logger);
    }

    /// <summary>
    /// Answers one request of the channel: 200 done, 202 accepted and not done yet, an invoke's own status and body;
    /// 400, 401, 403, 405, 413, 415 as HTTP means them.
    /// </summary>
    public async Task ProcessAsync(HttpRequest httpRequest, HttpResponse httpResponse, IBot bot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(httpRequest);
        ArgumentNullException.ThrowIfNull(httpResponse);
        var (activity, status) = await _admission.AdmitAsync(httpRequest, httpResponse, cancellationToken);
        if (activity is null)
        {
            httpResponse.StatusCode = status;
            return;
        }

        // Not the request's token: the turn goes on when the channel hangs up.
        await WriteAsync(httpResponse, await ProcessActivityAsync(activity, bot, CancellationToken.None), cancellationToken);
    }

    /// <summary>Runs the turn of an activity that has been let in, or gives the answer an earlier delivery of it got.</summary>
    /// <param name="activity">With all ids.</param>
    /// <param name="bot">What answers.</param>
    /// <param name="cancellationToken">Ends the wait, not the turn.</param>
    /// <exception cref="ArgumentException">An id is missing.</exception>
    public async Task<InvokeResponse> ProcessActivityAsync(Activity activity, IBot bot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(bot);
        var request = ToRequest(activity, TurnOrigin.Channel);
        PendingTurn? turn;
        try
        {
            turn = await _ledger.ReceiveAsync(request, cancellationToken);
        }
        catch (ArgumentException)
        {
            return new InvokeResponse { Status = StatusCodes.Status413PayloadTooLarge };
        }

        var wanted = activity.Type == ActivityTypes.Invoke ? _options.InvokeDeadline : _options.MessageDeadline;
        if (turn is null)
            return await AnswerSecondDeliveryAsync(request.Key, activity, wanted);

        await _faults.HitAsync(FaultPoint.Received);
        var committed = new TaskCompletionSource<FinishedTurn>(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = _running.Track(RunAsync(turn, CodeOf(bot.OnTurnAsync), committed, wanted));

        // An invoke is answered as soon as it is committed; a message when its answers are out.
        var answered = activity.Type == ActivityTypes.Invoke ? Task.WhenAny(run, committed.Task) : Task.WhenAny(run);
        try
        {
            await answered.WaitAsync(wanted, cancellationToken);
        }
        catch (TimeoutException)
        {
            _logger.LogWarning("Turn {Turn} goes on after its request was answered.", turn.Key.Turn);
        }

        if (run.IsFaulted && run.Exception.InnerException is not TurnFailedException)
            await run; // not written down, or nobody can tell: the channel may deliver it again
        return committed.Task.IsCompletedSuccessfully ? ToResponse(committed.Task.Result) : NotDoneYet(activity);
    }

    /// <inheritdoc/>
    public override async Task ContinueConversationAsync(ConversationReference reference, BotCallbackHandler callback, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(callback);
        var request = ToRequest(reference.GetContinuationActivity(), TurnOrigin.Continuation);
        var turn = await _ledger.ReceiveAsync(request, cancellationToken)
            ?? throw new InvalidOperationException("A continuation has an id of its own.");
        await _faults.HitAsync(FaultPoint.Received);

        // If this fails its row stays: ResumeUnfinishedAsync sends what was committed and removes what was not.
        try
        {
            await _running.Track(_runner.RunAsync(turn, CodeOf(callback), new TaskCompletionSource<FinishedTurn>(), cancellationToken));
        }
        catch (TurnFailedException e) when (e.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    /// <summary>
    /// Takes up turns that nobody works on: runs what was received and not committed, sends what was committed and is not out.
    /// Made to be called every few seconds. One bad turn never stops the others.
    /// </summary>
    /// <returns>How many turns were taken up.</returns>
    public async Task<int> ResumeUnfinishedAsync(CancellationToken cancellationToken = default)
    {
        var unfinished = await _ledger.UnfinishedAsync(_time.GetUtcNow(), cancellationToken);
        var conversations = unfinished.Take(_options.MaxResumed).GroupBy(turn => turn.Key.Conversation, StringComparer.Ordinal).ToList();
        var resumed = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(conversations, parallel, async (turns, _) =>
        {
            foreach (var turn in turns)
            {
                if (await ResumeAsync(turn))
                    Interlocked.Increment(ref resumed);
            }
        });
        return resumed;
    }

    private TurnRequest ToRequest(Activity activity, TurnOrigin origin)
    {
        if (activity.Conversation is { } conversation)
            conversation.TenantId ??= activity.GetTenantId();
        int? originalLength = null;
        if (activity.Text is { } text && text.Length > _options.MaxTextLength)
        {
            originalLength = text.Length;
            activity.Text = text[..(char.IsHighSurrogate(text[_options.MaxTextLength - 1]) ? _options.MaxTextLength - 1 : _options.MaxTextLength)];
        }

        activity.Properties?.Remove("callerId"); // never believed from the wire (A2251)
        return new TurnRequest(TurnKey.Of(activity), JsonSerializer.Serialize(activity, BotJson.Wire.Activity), origin, originalLength);
    }

    private async Task<InvokeResponse> AnswerSecondDeliveryAsync(TurnKey key, Activity activity, TimeSpan wait)
    {
        if (activity.Type != ActivityTypes.Invoke && activity.DeliveryMode != DeliveryModes.ExpectReplies)
            return new InvokeResponse { Status = StatusCodes.Status202Accepted };
        using var deadline = new CancellationTokenSource(wait);
        return await _runner.WaitForOtherRunAsync(key, deadline.Token) is { } finished ? ToResponse(finished) : NotDoneYet(activity);
    }

    private async Task RunAsync(PendingTurn turn, TurnCode code, TaskCompletionSource<FinishedTurn> committed, TimeSpan wanted)
    {
        using var deadline = new CancellationTokenSource(wanted);
        await _runner.RunAsync(turn, code, committed, deadline.Token);
    }

    private async Task<bool> ResumeAsync(PendingTurn unfinished)
    {
        var turn = unfinished;
        try
        {
            if (await _ledger.ClaimAsync(unfinished) is not { } claimed)
                return false;
            turn = claimed;
            var code = turn.Request.Origin == TurnOrigin.Channel ? CodeOf(_bot().OnTurnAsync) : CodeOf((_, _) => throw new ContinuationLostException());
            await RunAsync(turn, code, new TaskCompletionSource<FinishedTurn>(), _options.ResumeDeadline);
            return true;
        }
        catch (ContinuationLostException)
        {
            await _ledger.FinishAsync(turn);
            return true;
        }
        catch (TurnFailedException)
        {
            return true; // written on its row, and logged where it failed
        }
        catch (Exception e)
        {
            _logger.LogError(e, "Turn {Turn} could not be taken up.", turn.Key.Turn);
            return false;
        }
    }

    private TurnCode CodeOf(BotCallbackHandler callback) => new(
        this,
        (context, cancellationToken) => RunPipelineAsync(context, callback, cancellationToken),
        OnTurnError ?? SaySorryAsync);

    private static async Task SaySorryAsync(ITurnContext context, Exception cause)
    {
        var text = context.Activity.Text;
        await context.SendActivityAsync(string.IsNullOrWhiteSpace(text)
            ? "Something went wrong with your last action. Please try again."
            : $"Something went wrong with “{(text.Length > 60 ? text[..60] + "…" : text)}”. Please try again.");
    }

    private static InvokeResponse ToResponse(FinishedTurn finished) => finished.Response ?? new InvokeResponse { Status = StatusCodes.Status200OK };

    /// <summary>A message is in safe hands; whoever waits for an invoke is told that it takes longer.</summary>
    private static InvokeResponse NotDoneYet(Activity activity) => activity.Type == ActivityTypes.Invoke
        ? TurnResults.Failed(activity, StatusCodes.Status504GatewayTimeout, "Timeout")
        : new InvokeResponse { Status = StatusCodes.Status202Accepted };

    private static async Task WriteAsync(HttpResponse response, InvokeResponse answer, CancellationToken cancellationToken)
    {
        response.StatusCode = answer.Status;
        if (answer.Body is null)
            return;
        response.ContentType = "application/json; charset=utf-8";
        await response.BodyWriter.WriteAsync(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(answer.Body, BotJson.Wire.JsonNode), cancellationToken);
    }

    /// <summary>A turn of the bot's own accord that died before its commit: its code is gone with the process.</summary>
    private sealed class ContinuationLostException : Exception;
}
