using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;
using KamBot.BotBuilder.Turns;
using KamBot.Conversation.Cards;

namespace KamBot.Conversation;

/// <summary>Between the protocol and the product: makes a <see cref="Turn"/> of an activity, asks the router, sends its answer.</summary>
public sealed class KamBotHandler(
    Turns turns, Router router, Greeting greeting, LanguageOffer languageOffer, ZoneQuestion zoneQuestion, Misunderstanding misunderstanding, IMessageExtension extension, FeedbackBook feedbackBook,
    IEnumerable<IReplyShaper> shapers) : TeamsActivityHandler
{
    protected override async Task OnMessageActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        var activity = turnContext.Activity;
        var press = CardPresses.Of(activity);
        var turn = await turns.BeginAsync(turnContext, press, cancellationToken);
        await AnswerAsync(turn, await ReplyAsync(turn, press, cancellationToken), cancellationToken);
    }

    protected override async Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(
        ITurnContext turnContext, AdaptiveCardInvokeValue invokeValue, CancellationToken cancellationToken)
    {
        if (CardPresses.Of(invokeValue.Action) is not { } press)
            return AdaptiveCardInvokeResponse.Error(400, "BadRequest", "The action has no verb.");
        var turn = await turns.BeginAsync(turnContext, press, cancellationToken);
        if (press.Verb == Greeting.RoomView)
            return AdaptiveCardInvokeResponse.Card(greeting.Introduction(turn).ToJson(CardParts.NewNonce()));
        var reply = turns.IsPersonal(turnContext.Activity) ? await PressAsync(turn, press, cancellationToken) : greeting.InRoom(turn);
        var nonce = CardParts.NewNonce();
        reply = QuestionCards.End(turn, reply, nonce);
        turns.End(turn, reply);
        if (await greeting.MissedAsync(turn, cancellationToken) is { } missed)
            await turnContext.SendActivityAsync(CardActivity(missed), cancellationToken);
        foreach (var before in reply.Before)
            await turnContext.SendActivityAsync(CardActivity(before), cancellationToken);
        await UpdateAsync(turn, reply, cancellationToken);
        var card = reply.Card ?? new Card(reply.Text ?? misunderstanding.UnknownButton(turn).Text!);
        return AdaptiveCardInvokeResponse.Card(card.ToJson(nonce));
    }

    protected override Task<MessagingExtensionResponse> OnTeamsMessagingExtensionQueryAsync(ITurnContext turnContext, MessagingExtensionQuery query, CancellationToken cancellationToken) =>
        ElsewhereAsync(turnContext, null, MessagingExtensionResponse.Message, turn => extension.SearchAsync(turn, query, cancellationToken), cancellationToken);

    protected override Task<MessagingExtensionResponse> OnTeamsMessagingExtensionSelectItemAsync(ITurnContext turnContext, JsonObject query, CancellationToken cancellationToken) =>
        ElsewhereAsync(turnContext, null, MessagingExtensionResponse.Message, turn => extension.SelectAsync(turn, query, cancellationToken), cancellationToken);

    protected override async Task<MessagingExtensionActionResponse> OnTeamsMessagingExtensionFetchTaskAsync(ITurnContext turnContext, MessagingExtensionAction action, CancellationToken cancellationToken) =>
        new() { Task = await ElsewhereAsync(turnContext, null, TaskModuleResponseBase.Message, turn => extension.OpenAsync(turn, action, cancellationToken), cancellationToken) };

    protected override async Task<MessagingExtensionActionResponse> OnTeamsMessagingExtensionSubmitActionAsync(ITurnContext turnContext, MessagingExtensionAction action, CancellationToken cancellationToken) => new()
    {
        Task = await ElsewhereAsync(turnContext, CardPresses.Of(action), TaskModuleResponseBase.Message, turn => extension.SubmitAsync(turn, action, cancellationToken), cancellationToken),
    };

    protected override async Task<MessagingExtensionResponse> OnTeamsAppBasedLinkQueryAsync(ITurnContext turnContext, AppBasedLinkQuery query, CancellationToken cancellationToken) =>
        await extension.UnfurlAsync((await turns.BeginElsewhereAsync(turnContext, null, cancellationToken)).Turn, query.Url, cancellationToken);

    protected override Task<MessagingExtensionResponse> OnTeamsAnonymousAppBasedLinkQueryAsync(ITurnContext turnContext, AppBasedLinkQuery query, CancellationToken cancellationToken) =>
        OnTeamsAppBasedLinkQueryAsync(turnContext, query, cancellationToken);

    /// <summary>None of KamBot's cards opens a dialog: one that asks for it is older than this version.</summary>
    protected override async Task<TaskModuleResponse> OnTeamsTaskModuleFetchAsync(ITurnContext turnContext, TaskModuleRequest taskModuleRequest, CancellationToken cancellationToken) =>
        new() { Task = TaskModuleResponseBase.Message((await turns.BeginElsewhereAsync(turnContext, null, cancellationToken)).Turn.Text("Unknown.Button")) };

    protected override Task<TaskModuleResponse> OnTeamsTaskModuleSubmitAsync(ITurnContext turnContext, TaskModuleRequest taskModuleRequest, CancellationToken cancellationToken) =>
        OnTeamsTaskModuleFetchAsync(turnContext, taskModuleRequest, cancellationToken);

    protected override async Task<ConfigResponse> OnTeamsConfigFetchAsync(ITurnContext turnContext, JsonNode? configData, CancellationToken cancellationToken)
    {
        var (turn, _) = await turns.BeginElsewhereAsync(turnContext, null, cancellationToken);
        var page = new TaskModuleTaskInfo { Title = turn.Text("Room.Settings"), Height = "small", Width = "medium", Card = CardActivities.Attachment(greeting.RoomSettings(turn), CardParts.NewNonce()) };
        return new ConfigResponse { Config = TaskModuleResponseBase.Continue(page) };
    }

    protected override async Task<ConfigResponse> OnTeamsConfigSubmitAsync(ITurnContext turnContext, JsonNode? configData, CancellationToken cancellationToken) =>
        new() { Config = TaskModuleResponseBase.Message((await turns.BeginElsewhereAsync(turnContext, null, cancellationToken)).Turn.Text("Room.NoSettings")) };

    protected override async Task OnTeamsMessageFeedbackAsync(ITurnContext turnContext, FeedbackActionValue feedback, CancellationToken cancellationToken)
    {
        var (turn, _) = await turns.BeginElsewhereAsync(turnContext, null, cancellationToken);
        await feedbackBook.KeepAsync(turn, feedback, cancellationToken);
        await turnContext.SendActivityAsync(turn.Text("Talk.Feedback"), cancellationToken);
    }

    /// <summary>KamBot signs nobody in: there is nothing to verify, and nothing has failed.</summary>
    protected override Task OnTeamsSigninVerifyStateAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task OnTeamsSigninFailureAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task<TokenExchangeInvokeResponse?> OnTeamsSigninTokenExchangeAsync(ITurnContext turnContext, TokenExchangeInvokeRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<TokenExchangeInvokeResponse?>(new() { Id = request.Id, ConnectionName = request.ConnectionName, FailureDetail = "KamBot asks for no sign-in." });

    /// <summary>KamBot offers no files, so nobody can take one; declining is always fine.</summary>
    protected override Task OnTeamsFileConsentAcceptAsync(ITurnContext turnContext, FileConsentCardResponse fileConsentCardResponse, CancellationToken cancellationToken) =>
        throw new InvokeResponseException(StatusCodes.Status400BadRequest);

    protected override Task OnTeamsFileConsentDeclineAsync(ITurnContext turnContext, FileConsentCardResponse fileConsentCardResponse, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task OnInstallationUpdateAddAsync(ITurnContext turnContext, CancellationToken cancellationToken) =>
        await GreetAsync(turnContext, cancellationToken);

    protected override Task OnInstallationUpdateRemoveAsync(ITurnContext turnContext, CancellationToken cancellationToken) =>
        turns.LeaveAsync(turnContext, cancellationToken);

    protected override async Task OnConversationUpdateActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        var activity = turnContext.Activity;
        // Teams adds the bot itself when it is installed; who else comes and goes in a room is nothing to KamBot.
        if (activity.MembersAdded?.Any(member => member?.Id == activity.Recipient?.Id) == true)
            await GreetAsync(turnContext, cancellationToken);
    }

    /// <summary>In a chat that is not KamBot's. Whom KamBot never met is told where to find it.</summary>
    private async Task<T> ElsewhereAsync<T>(ITurnContext turnContext, CardPress? press, Func<string, T> say, Func<Turn, Task<T>> answer, CancellationToken cancellationToken)
    {
        var (turn, isKnown) = await turns.BeginElsewhereAsync(turnContext, press, cancellationToken);
        return isKnown ? await answer(turn) : say(turn.Text("Room.OpenFirst"));
    }

    private async Task<Reply> ReplyAsync(Turn turn, CardPress? press, CancellationToken cancellationToken)
    {
        if (!turns.IsPersonal(turn.Context.Activity))
            return greeting.InRoom(turn);
        var reply = press is not null
            ? await PressAsync(turn, press, cancellationToken)
            : turns.LineOf(turn.Context) switch
            {
                { TooLong: { } length } => misunderstanding.TooLong(turn, length, ConversationOptions.LongestLine),
                { Text: { } line } => await router.RouteAsync(turn, line, cancellationToken),
                _ => misunderstanding.NoWords(turn),
            };
        if (press is null)
            reply = await ShapedAsync(turn, reply, cancellationToken);
        return zoneQuestion.With(turn, await languageOffer.WithOfferAsync(turn, await greeting.WithFirstContactAsync(turn, reply, cancellationToken), cancellationToken));
    }

    /// <summary>Every card of ours names itself in its buttons. A press without it could be done twice, and is none of ours.</summary>
    private async Task<Reply> PressAsync(Turn turn, CardPress press, CancellationToken cancellationToken)
    {
        if (press.Text(CardParts.Nonce) is not { Length: > 0 })
            return misunderstanding.UnknownButton(turn);
        if (QuestionCards.ToOldButton(turn, press) is { } answered)
            return answered;
        return press.Data.ToJsonString(BotJson.Wire.Options).Length is var length and > ConversationOptions.LongestPress
            ? misunderstanding.TooLong(turn, length, ConversationOptions.LongestPress)
            : await ShapedAsync(turn, await router.PressAsync(turn, press, cancellationToken), cancellationToken);
    }

    private async Task<Reply> ShapedAsync(Turn turn, Reply reply, CancellationToken cancellationToken)
    {
        foreach (var shaper in shapers)
            reply = await shaper.ShapeAsync(turn, reply, cancellationToken);
        return reply;
    }

    private async Task GreetAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        var turn = await turns.BeginAsync(turnContext, null, cancellationToken);
        var reply = turns.IsPersonal(turnContext.Activity)
            ? await greeting.GreetAsync(turn, cancellationToken)
            : greeting.IntroduceToRoom(turn);
        await AnswerAsync(turn, reply, cancellationToken);
    }

    private async Task AnswerAsync(Turn turn, Reply reply, CancellationToken cancellationToken)
    {
        var nonce = CardParts.NewNonce();
        reply = QuestionCards.End(turn, reply, nonce);
        turns.End(turn, reply);
        await UpdateAsync(turn, reply, cancellationToken);
        foreach (var before in reply.Before)
            await turn.Context.SendActivityAsync(CardActivity(before), cancellationToken);
        if (reply.Card is { } card)
            await turn.Context.SendActivityAsync(reply.AsksFeedback ? WithThumbs(CardActivities.Of(card, nonce)) : CardActivities.Of(card, nonce), cancellationToken);
        else if (reply.Text is { } text)
            await turn.Context.SendActivityAsync(text, cancellationToken);
    }

    private static async Task UpdateAsync(Turn turn, Reply reply, CancellationToken cancellationToken)
    {
        // The card whose button was pressed is replaced by the answer itself.
        foreach (var update in reply.Updates.Concat(turn.Updates).DistinctBy(update => update.ActivityId).Where(update => turn.Press is null || update.ActivityId != turn.Context.Activity.ReplyToId || turn.Context.Activity.Type != ActivityTypes.Invoke))
        {
            var activity = CardActivity(update.Card);
            activity.Id = update.ActivityId;
            await turn.Context.UpdateActivityAsync(activity, cancellationToken);
        }
    }

    private static Activity WithThumbs(Activity answer)
    {
        answer.ChannelData = new TeamsChannelData { FeedbackLoop = FeedbackLoop.Default }.ToJson();
        return answer;
    }

    private static Activity CardActivity(Card card) => CardActivities.Of(card, CardParts.NewNonce());
}
