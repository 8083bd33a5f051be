using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using Microsoft.AspNetCore.Http;

namespace KamBot.BotBuilder.Hosting;

/// <summary>
/// Between the channel and the bot: lets activities in, answers them in time, writes of the bot's own accord, and takes up what
/// an earlier process left behind.
/// </summary>
public sealed class CloudAdapter : BotAdapter
{
    private readonly RequestAdmission _admission;
    private readonly TurnIntake _intake;
    private readonly TurnResumption _resumption;
    private readonly TurnRunner _runner;
    private readonly RunningTurns _running;
    private readonly ITurnLedger _ledger;
    private readonly IFaultPoints _faults;
    private readonly Func<IBot> _bot;

    internal CloudAdapter(
        RequestAdmission admission,
        TurnIntake intake,
        TurnResumption resumption,
        TurnRunner runner,
        RunningTurns running,
        ITurnLedger ledger,
        IFaultPoints faults,
        Func<IBot> bot)
    {
        (_admission, _intake, _resumption) = (admission, intake, resumption);
        (_runner, _running, _ledger, _faults, _bot) = (runner, running, ledger, faults, bot);
    }

    /// <summary>
    /// Answers one request of the channel: 200 done, 202 accepted and not done yet, an invoke's own status and body;
    /// 400, 401, 403, 405, 413, 415 as HTTP means them; 503 while the store hangs or the process stops.
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

    /// <summary>
    /// Runs the turn of an activity that has been let in, or gives the answer an earlier delivery of it got. Returns by the
    /// turn's deadline, with what is said of a delay when there is no answer by then.
    /// </summary>
    /// <param name="activity">With all ids.</param>
    /// <param name="bot">What answers.</param>
    /// <param name="cancellationToken">Ends the wait, not the turn.</param>
    /// <exception cref="ArgumentException">An id is missing.</exception>
    public Task<InvokeResponse> ProcessActivityAsync(Activity activity, IBot bot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(bot);
        return _intake.AnswerAsync(activity, CodeOf(bot.OnTurnAsync), OnTurnDelayed ?? AskForPatience, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task ContinueConversationAsync(ConversationReference reference, BotCallbackHandler callback, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(callback);
        var request = _intake.ToRequest(reference.GetContinuationActivity(), TurnOrigin.Continuation);
        var turn = await _ledger.ReceiveAsync(request, cancellationToken)
            ?? throw new InvalidOperationException("A continuation has an id of its own.");
        await _faults.HitAsync(FaultPoint.Received);

        // If this fails its row stays: ResumeUnfinishedAsync sends what was committed and removes what was not.
        try
        {
            var awaited = AwaitedAnswer.ByNobody();
            var run = _running.Track(_runner.RunAsync(turn, CodeOf(callback), awaited, cancellationToken));
            await await Task.WhenAny(run, awaited.Out);
        }
        catch (TurnFailedException e) when (e.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    /// <summary>
    /// Takes up turns that nobody works on: runs what was received and not committed, sends what was committed and is not out.
    /// Made to be called every few seconds: a turn that takes long goes on by itself. One bad turn never stops the others.
    /// </summary>
    /// <returns>How many turns were taken up.</returns>
    public Task<int> ResumeUnfinishedAsync(CancellationToken cancellationToken = default) => _resumption.ResumeAsync(
        turn => CodeOf(turn.Request.Origin == TurnOrigin.Channel ? _bot().OnTurnAsync : (_, _) => throw new ContinuationLostException()),
        cancellationToken);

    private TurnCode CodeOf(BotCallbackHandler callback) => new(
        this,
        (context, cancellationToken) => RunPipelineAsync(context, callback, cancellationToken),
        OnTurnError ?? SaySorryAsync,
        OnDialogAnsweredLate);

    private static async Task SaySorryAsync(ITurnContext context, Exception cause)
    {
        var text = context.Activity.Text;
        await context.SendActivityAsync(string.IsNullOrWhiteSpace(text)
            ? "Something went wrong with your last action. Please try again."
            : $"Something went wrong with “{(text.Length > 60 ? text[..60] + "…" : text)}”. Please try again.");
    }

    private static string AskForPatience(Activity activity, TurnDelay delay) => delay switch
    {
        TurnDelay.ToldLater => "This takes longer than usual. You will find the answer here.",
        TurnDelay.ToldInPersonalChat => "This takes longer than usual. You will find the answer in your chat with me.",
        TurnDelay.TryAgain => "This takes longer than usual. Please try again in a moment.",
        _ => "This has been answered in the chat.",
    };

    private static async Task WriteAsync(HttpResponse response, InvokeResponse answer, CancellationToken cancellationToken)
    {
        response.StatusCode = answer.Status;
        if (answer.Body is null)
            return;
        response.ContentType = "application/json; charset=utf-8";
        await response.BodyWriter.WriteAsync(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(answer.Body, BotJson.Wire.JsonNode), cancellationToken);
    }
}
