using System.Text.Json;
using System.Text.Json.Nodes;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>A bot that is told what kind of activity came in. Override what is of interest; everything else does nothing.</summary>
public abstract class ActivityHandler : IBot
{
    public virtual async Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(turnContext);
        switch (turnContext.Activity.Type)
        {
            case ActivityTypes.Message:
                await OnMessageActivityAsync(turnContext, cancellationToken);
                break;
            case ActivityTypes.Invoke:
                turnContext.TurnState.Set(await InvokedAsync(turnContext, cancellationToken));
                break;
            case ActivityTypes.ConversationUpdate:
                await OnConversationUpdateActivityAsync(turnContext, cancellationToken);
                break;
            case ActivityTypes.InstallationUpdate:
                await OnInstallationUpdateActivityAsync(turnContext, cancellationToken);
                break;
            case ActivityTypes.MessageUpdate:
                await OnMessageUpdateActivityAsync(turnContext, cancellationToken);
                break;
            case ActivityTypes.MessageDelete:
                await OnMessageDeleteActivityAsync(turnContext, cancellationToken);
                break;
            case ActivityTypes.MessageReaction:
                await OnMessageReactionActivityAsync(turnContext, cancellationToken);
                break;
            case ActivityTypes.Typing:
                await OnTypingActivityAsync(turnContext, cancellationToken);
                break;
            case ActivityTypes.Event:
                await OnEventActivityAsync(turnContext, cancellationToken);
                break;
            default:
                await OnUnrecognizedActivityTypeAsync(turnContext, cancellationToken);
                break;
        }
    }

    /// <summary>Ends an invoke from wherever it is noticed that there is nothing to answer but a status.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    protected sealed class InvokeResponseException(int statusCode) : Exception($"The invoke is answered with {statusCode}.")
    {
        internal InvokeResponse CreateInvokeResponse() => new() { Status = statusCode };
    }

    /// <summary>Makes the HTTP answer to an invoke.</summary>
    protected static InvokeResponse CreateInvokeResponse(JsonNode? body = null, int status = 200) => new() { Status = status, Body = body };

    /// <summary>A line, or a card's Action.Submit (then <see cref="Activity.Value"/> is set and there is often no text).</summary>
    protected virtual Task OnMessageActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnMessageUpdateActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnMessageDeleteActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnMessageReactionActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnTypingActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnEventActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An activity type that is not known: nothing is done with it (A2014).</summary>
    protected virtual Task OnUnrecognizedActivityTypeAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Somebody joined or left, or a team or channel changed. Passes joiners and leavers other than the bot itself on.</summary>
    protected virtual async Task OnConversationUpdateActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        var activity = turnContext.Activity;
        if (Others(activity.MembersAdded, activity) is { Count: > 0 } added)
            await OnMembersAddedAsync(added, turnContext, cancellationToken);
        if (Others(activity.MembersRemoved, activity) is { Count: > 0 } removed)
            await OnMembersRemovedAsync(removed, turnContext, cancellationToken);
    }

    /// <param name="membersAdded">Those who joined, without the bot.</param>
    /// <param name="turnContext">The turn.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    protected virtual Task OnMembersAddedAsync(IReadOnlyList<ChannelAccount> membersAdded, ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="membersRemoved">Those who left, without the bot.</param>
    /// <param name="turnContext">The turn.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    protected virtual Task OnMembersRemovedAsync(IReadOnlyList<ChannelAccount> membersRemoved, ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnInstallationUpdateActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => turnContext.Activity.Action switch
    {
        InstallationUpdateActionTypes.Add or InstallationUpdateActionTypes.AddUpgrade => OnInstallationUpdateAddAsync(turnContext, cancellationToken),
        InstallationUpdateActionTypes.Remove or InstallationUpdateActionTypes.RemoveUpgrade => OnInstallationUpdateRemoveAsync(turnContext, cancellationToken),
        _ => Task.CompletedTask,
    };

    protected virtual Task OnInstallationUpdateAddAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnInstallationUpdateRemoveAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A request that waits for its answer. Passes card actions on; any other name is 501.</summary>
    protected virtual async Task<InvokeResponse> OnInvokeActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        if (turnContext.Activity.Name != InvokeNames.AdaptiveCardAction)
            return CreateInvokeResponse(status: 501);

        var answer = TryReadAction(turnContext.Activity.Value, out var value, out var refusal)
            ? await OnAdaptiveCardInvokeAsync(turnContext, value, cancellationToken)
            : refusal;
        return CreateInvokeResponse(JsonSerializer.SerializeToNode(answer, BotJson.Wire.AdaptiveCardInvokeResponse));
    }

    /// <summary>An Action.Execute was tapped, or a card asks for its refresh. The answer travels with HTTP 200 whatever its own status.</summary>
    /// <remarks>Source: MicrosoftDocs/AdaptiveCards, <c>universal-action-model.md</c>.</remarks>
    protected virtual Task<AdaptiveCardInvokeResponse> OnAdaptiveCardInvokeAsync(ITurnContext turnContext, AdaptiveCardInvokeValue invokeValue, CancellationToken cancellationToken) =>
        Task.FromResult(AdaptiveCardInvokeResponse.Error(501, "NotImplemented", "This bot has no card actions."));

    private async Task<InvokeResponse> InvokedAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        try
        {
            return await OnInvokeActivityAsync(turnContext, cancellationToken);
        }
        catch (InvokeResponseException answer)
        {
            return answer.CreateInvokeResponse();
        }
    }

    private static bool TryReadAction(JsonElement? json, out AdaptiveCardInvokeValue value, out AdaptiveCardInvokeResponse refusal)
    {
        value = new AdaptiveCardInvokeValue();
        refusal = AdaptiveCardInvokeResponse.Error(400, "BadRequest", "The value of the invoke is not an Adaptive Card action.");
        if (json is not { ValueKind: JsonValueKind.Object } element)
            return false;
        try
        {
            value = element.Deserialize(BotJson.Wire.AdaptiveCardInvokeValue) ?? value;
        }
        catch (JsonException)
        {
            return false;
        }

        if (value.Action?.Type is null)
            return false;
        if (value.Action.Type == AdaptiveCardInvokeAction.Execute)
            return true;

        refusal = AdaptiveCardInvokeResponse.Error(400, "NotSupported", "Only Action.Execute is supported.");
        return false;
    }

    private static List<ChannelAccount> Others(IEnumerable<ChannelAccount>? members, Activity activity) =>
        [.. (members ?? []).Where(member => member?.Id is not null && member.Id != activity.Recipient?.Id)];
}
