using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>
/// An <see cref="ActivityHandler"/> that knows the invokes of Teams. Override what is of interest; what is not answers 501, as
/// does a name that is not known. A value that is not what its name promises is 400, before any of these methods is called.
/// </summary>
/// <remarks>Source: botbuilder-dotnet <c>TeamsActivityHandler</c>, and the pages of msteams-docs that each body's type names.</remarks>
public abstract class TeamsActivityHandler : ActivityHandler
{
    /// <inheritdoc/>
    protected override Task<InvokeResponse> OnInvokeActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        var wire = BotJson.Wire;
        return turnContext.Activity.Name switch
        {
            InvokeNames.Query => AnswerAsync(turnContext, wire.MessagingExtensionQuery, wire.MessagingExtensionResponse,
                query => OnTeamsMessagingExtensionQueryAsync(turnContext, query, cancellationToken)),
            InvokeNames.SelectItem => AnswerAsync(turnContext, wire.JsonNode, wire.MessagingExtensionResponse,
                item => item is JsonObject chosen ? OnTeamsMessagingExtensionSelectItemAsync(turnContext, chosen, cancellationToken) : throw BadRequest()),
            InvokeNames.FetchTask => AnswerAsync(turnContext, wire.MessagingExtensionAction, wire.MessagingExtensionActionResponse,
                action => OnTeamsMessagingExtensionFetchTaskAsync(turnContext, action, cancellationToken)),
            InvokeNames.SubmitAction => AnswerAsync(turnContext, wire.MessagingExtensionAction, wire.MessagingExtensionActionResponse,
                action => OnTeamsMessagingExtensionSubmitActionDispatchAsync(turnContext, action, cancellationToken)),
            InvokeNames.QueryLink => AnswerAsync(turnContext, wire.AppBasedLinkQuery, wire.MessagingExtensionResponse,
                query => OnTeamsAppBasedLinkQueryAsync(turnContext, query, cancellationToken)),
            InvokeNames.AnonymousQueryLink => AnswerAsync(turnContext, wire.AppBasedLinkQuery, wire.MessagingExtensionResponse,
                query => OnTeamsAnonymousAppBasedLinkQueryAsync(turnContext, query, cancellationToken)),
            InvokeNames.TaskFetch => AnswerAsync(turnContext, wire.TaskModuleRequest, wire.TaskModuleResponse,
                request => OnTeamsTaskModuleFetchAsync(turnContext, request, cancellationToken)),
            InvokeNames.TaskSubmit => AnswerAsync(turnContext, wire.TaskModuleRequest, wire.TaskModuleResponse,
                request => OnTeamsTaskModuleSubmitAsync(turnContext, request, cancellationToken)),
            InvokeNames.ConfigFetch => AnswerAsync(turnContext, wire.JsonNode, wire.ConfigResponse,
                data => OnTeamsConfigFetchAsync(turnContext, data, cancellationToken), isOptional: true),
            InvokeNames.ConfigSubmit => AnswerAsync(turnContext, wire.JsonNode, wire.ConfigResponse,
                data => OnTeamsConfigSubmitAsync(turnContext, data, cancellationToken), isOptional: true),
            InvokeNames.MessageSubmitAction => HeardAsync(turnContext, wire.MessageSubmitAction,
                action => FeedbackAsync(turnContext, action, cancellationToken)),
            InvokeNames.SigninVerifyState => DoneAsync(OnTeamsSigninVerifyStateAsync(turnContext, cancellationToken)),
            InvokeNames.SigninFailure => DoneAsync(OnTeamsSigninFailureAsync(turnContext, cancellationToken)),
            InvokeNames.SigninTokenExchange => ExchangeAsync(turnContext, cancellationToken),
            InvokeNames.FileConsent => HeardAsync(turnContext, wire.FileConsentCardResponse,
                consent => FileConsentAsync(turnContext, consent, cancellationToken)),
            _ => base.OnInvokeActivityAsync(turnContext, cancellationToken),
        };
    }

    /// <summary>Somebody searches from the compose box or the command box. Teams waits five seconds.</summary>
    protected virtual Task<MessagingExtensionResponse> OnTeamsMessagingExtensionQueryAsync(ITurnContext turnContext, MessagingExtensionQuery query, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>A result whose preview has an invoke as its tap was chosen.</summary>
    /// <param name="turnContext">The turn.</param>
    /// <param name="query">The value of that tap.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    protected virtual Task<MessagingExtensionResponse> OnTeamsMessagingExtensionSelectItemAsync(ITurnContext turnContext, JsonObject query, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>An action was started: the answer is its dialog.</summary>
    protected virtual Task<MessagingExtensionActionResponse> OnTeamsMessagingExtensionFetchTaskAsync(ITurnContext turnContext, MessagingExtensionAction action, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>An action's dialog was submitted.</summary>
    protected virtual Task<MessagingExtensionActionResponse> OnTeamsMessagingExtensionSubmitActionAsync(ITurnContext turnContext, MessagingExtensionAction action, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>The preview of a message that an action made: change it once more.</summary>
    protected virtual Task<MessagingExtensionActionResponse> OnTeamsMessagingExtensionBotMessagePreviewEditAsync(ITurnContext turnContext, MessagingExtensionAction action, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>The preview of a message that an action made: send it.</summary>
    protected virtual Task<MessagingExtensionActionResponse> OnTeamsMessagingExtensionBotMessagePreviewSendAsync(ITurnContext turnContext, MessagingExtensionAction action, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>A link of the app's own domain was pasted.</summary>
    protected virtual Task<MessagingExtensionResponse> OnTeamsAppBasedLinkQueryAsync(ITurnContext turnContext, AppBasedLinkQuery query, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>The same by somebody who has not installed the app: nobody is known, nothing may be shown.</summary>
    protected virtual Task<MessagingExtensionResponse> OnTeamsAnonymousAppBasedLinkQueryAsync(ITurnContext turnContext, AppBasedLinkQuery query, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>A card's button asks for a dialog.</summary>
    protected virtual Task<TaskModuleResponse> OnTeamsTaskModuleFetchAsync(ITurnContext turnContext, TaskModuleRequest taskModuleRequest, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>That dialog was submitted.</summary>
    protected virtual Task<TaskModuleResponse> OnTeamsTaskModuleSubmitAsync(ITurnContext turnContext, TaskModuleRequest taskModuleRequest, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>Somebody opens the bot's settings of a room.</summary>
    protected virtual Task<ConfigResponse> OnTeamsConfigFetchAsync(ITurnContext turnContext, JsonNode? configData, CancellationToken cancellationToken) => throw NotImplemented();

    /// <summary>Those settings were submitted.</summary>
    protected virtual Task<ConfigResponse> OnTeamsConfigSubmitAsync(ITurnContext turnContext, JsonNode? configData, CancellationToken cancellationToken) => throw NotImplemented();

    /// <summary>A thumb under the message that <see cref="Activity.ReplyToId"/> names.</summary>
    protected virtual Task OnTeamsMessageFeedbackAsync(ITurnContext turnContext, FeedbackActionValue feedback, CancellationToken cancellationToken) => throw NotImplemented();

    /// <summary>A sign-in window was closed.</summary>
    protected virtual Task OnTeamsSigninVerifyStateAsync(ITurnContext turnContext, CancellationToken cancellationToken) => throw NotImplemented();

    /// <summary>Teams could not sign the user in.</summary>
    protected virtual Task OnTeamsSigninFailureAsync(ITurnContext turnContext, CancellationToken cancellationToken) => throw NotImplemented();

    /// <summary>Teams offers a token of the user's. Null: taken (200); otherwise why not (412).</summary>
    protected virtual Task<TokenExchangeInvokeResponse?> OnTeamsSigninTokenExchangeAsync(ITurnContext turnContext, TokenExchangeInvokeRequest request, CancellationToken cancellationToken) =>
        throw NotImplemented();

    /// <summary>The user takes the file that was offered.</summary>
    protected virtual Task OnTeamsFileConsentAcceptAsync(ITurnContext turnContext, FileConsentCardResponse fileConsentCardResponse, CancellationToken cancellationToken) => throw NotImplemented();

    /// <summary>The user does not want the file that was offered.</summary>
    protected virtual Task OnTeamsFileConsentDeclineAsync(ITurnContext turnContext, FileConsentCardResponse fileConsentCardResponse, CancellationToken cancellationToken) => throw NotImplemented();

    /// <summary>Tells the preview's buttons from the dialog's.</summary>
    protected virtual Task<MessagingExtensionActionResponse> OnTeamsMessagingExtensionSubmitActionDispatchAsync(ITurnContext turnContext, MessagingExtensionAction action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.BotMessagePreviewAction switch
        {
            null or "" => OnTeamsMessagingExtensionSubmitActionAsync(turnContext, action, cancellationToken),
            "edit" => OnTeamsMessagingExtensionBotMessagePreviewEditAsync(turnContext, action, cancellationToken),
            "send" => OnTeamsMessagingExtensionBotMessagePreviewSendAsync(turnContext, action, cancellationToken),
            _ => throw BadRequest(),
        };
    }

    private Task FeedbackAsync(ITurnContext turnContext, MessageSubmitAction action, CancellationToken cancellationToken) => action switch
    {
        { ActionName: not MessageSubmitAction.Feedback } => throw NotImplemented(),
        { ActionValue: { Reaction: FeedbackActionValue.Like or FeedbackActionValue.Dislike } feedback } => OnTeamsMessageFeedbackAsync(turnContext, feedback, cancellationToken),
        _ => throw BadRequest(),
    };

    private Task FileConsentAsync(ITurnContext turnContext, FileConsentCardResponse consent, CancellationToken cancellationToken) => consent.Action switch
    {
        "accept" => OnTeamsFileConsentAcceptAsync(turnContext, consent, cancellationToken),
        "decline" => OnTeamsFileConsentDeclineAsync(turnContext, consent, cancellationToken),
        _ => throw BadRequest(),
    };

    private async Task<InvokeResponse> ExchangeAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        if (!TryRead(turnContext.Activity.Value, BotJson.Wire.TokenExchangeInvokeRequest, out var request))
            return CreateInvokeResponse(status: 400);
        return await OnTeamsSigninTokenExchangeAsync(turnContext, request, cancellationToken) is { } failure
            ? CreateInvokeResponse(JsonSerializer.SerializeToNode(failure, BotJson.Wire.TokenExchangeInvokeResponse), 412)
            : CreateInvokeResponse(new JsonObject());
    }

    /// <summary>For what wants no body in its answer.</summary>
    private static async Task<InvokeResponse> HeardAsync<TValue>(ITurnContext turnContext, JsonTypeInfo<TValue> valueType, Func<TValue, Task> hear)
    {
        if (!TryRead(turnContext.Activity.Value, valueType, out var value))
            return CreateInvokeResponse(status: 400);
        await hear(value);
        return CreateInvokeResponse();
    }

    private static async Task<InvokeResponse> DoneAsync(Task deed)
    {
        await deed;
        return CreateInvokeResponse(new JsonObject());
    }

    private static async Task<InvokeResponse> AnswerAsync<TValue, TAnswer>(
        ITurnContext turnContext, JsonTypeInfo<TValue> valueType, JsonTypeInfo<TAnswer> answerType, Func<TValue, Task<TAnswer>> answer, bool isOptional = false)
    {
        if (!TryRead(turnContext.Activity.Value, valueType, out var value) && !isOptional)
            return CreateInvokeResponse(status: 400);
        return CreateInvokeResponse(JsonSerializer.SerializeToNode(await answer(value), answerType));
    }

    private static bool TryRead<T>(JsonElement? json, JsonTypeInfo<T> type, out T value)
    {
        value = default!;
        if (json is not { ValueKind: JsonValueKind.Object } element)
            return false;
        try
        {
            value = element.Deserialize(type)!;
            return value is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static InvokeResponseException NotImplemented() => new(501);

    private static InvokeResponseException BadRequest() => new(400);
}
