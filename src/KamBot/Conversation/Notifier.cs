using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation.Cards;
using KamBot.Platform;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>Tells users by the connector, at the address their latest message came from.</summary>
public sealed class Notifier(IConnectorClient connector, Profiles profiles, TimeProvider clock) : INotifier
{
    /// <summary>While Teams refuses the bot altogether.</summary>
    private static readonly Duration PauseWhenNotRegistered = Duration.FromMinutes(5);

    public async Task<Delivery> TellAsync(Profile user, Card card, CallPriority priority, CancellationToken cancellationToken)
    {
        if (Addressed(user, card) is not { } activity)
            return Gone(user);
        var result = await connector.SendToConversationAsync(activity, priority, cancellationToken);
        var isGone = result.Outcome == ConnectorOutcome.ConversationGone;
        if (isGone)
            result = await SendAnewAsync(user, activity, priority, cancellationToken);
        var delivery = await SortedAsync(user, result, cancellationToken);
        return delivery with { IsReaddressed = isGone || result.MovedTo is not null };
    }

    public async Task<Delivery> UpdateAsync(Profile user, string activityId, Card card, CancellationToken cancellationToken)
    {
        if (Addressed(user, card) is not { } activity)
            return Gone(user);
        activity.Id = activityId;
        return await SortedAsync(user, await connector.UpdateActivityAsync(activity, CallPriority.Reminder, cancellationToken), cancellationToken);
    }

    private static Activity? Addressed(Profile user, Card card)
    {
        if (user.Reference is not { } reference || user.Unreachable is not null)
            return null;
        var activity = CardActivities.Of(card, CardParts.NewNonce());
        activity.ApplyConversationReference(reference);
        return activity;
    }

    private static Delivery Gone(Profile user) => new(DeliveryOutcome.UserGone, Reason: user.Unreachable?.Reason ?? "unknown");

    /// <summary>Teams does not know the chat any more: it is opened anew, kept, and tried once.</summary>
    private async Task<ConnectorResult> SendAnewAsync(Profile user, Activity activity, CallPriority priority, CancellationToken cancellationToken)
    {
        var old = user.Reference!;
        var opened = await connector.CreateConversationAsync(old.ServiceUrl ?? string.Empty, ConversationParameters.PersonalChat(old), priority, cancellationToken);
        switch (opened.Outcome)
        {
            case ConnectorOutcome.Delivered when opened.Value?.Id is { Length: > 0 } id && id != old.Conversation?.Id:
                await profiles.ChangeAsync(user.User, now => InChat(now ?? user, old, id), cancellationToken);
                activity.Conversation = old.Conversation?.WithId(id) ?? new ConversationAccount { Id = id };
                return await connector.SendToConversationAsync(activity, priority, cancellationToken);

            case ConnectorOutcome.Unknown:
                return opened with { Outcome = ConnectorOutcome.Retry }; // whether it was opened or not: nothing was said
            case ConnectorOutcome.Retry or ConnectorOutcome.NotRegistered or ConnectorOutcome.BlockedByUser or ConnectorOutcome.NotInstalled:
                return opened;
            default:
                return opened with { Outcome = ConnectorOutcome.ConversationGone };
        }
    }

    private async Task<Delivery> SortedAsync(Profile user, ConnectorResult result, CancellationToken cancellationToken)
    {
        if (result.MovedTo is { } serviceUrl)
            await profiles.ChangeAsync(user.User, now => AtHost(now ?? user, serviceUrl), cancellationToken);
        if (Unreachability.Of(result, clock.GetCurrentInstant()) is { } unreachable)
            await profiles.ChangeAsync(user.User, now => (now ?? user) with { Unreachable = now?.Unreachable ?? unreachable }, cancellationToken);

        var reason = Unreachability.CodeOf(result);
        return result.Outcome switch
        {
            ConnectorOutcome.Delivered => new Delivery(DeliveryOutcome.Delivered, result.ActivityId),
            ConnectorOutcome.Retry => new Delivery(DeliveryOutcome.Later, RetryAfter: result.RetryAfter is { } after ? Duration.FromTimeSpan(after) : null, Reason: reason),
            ConnectorOutcome.NotRegistered => new Delivery(DeliveryOutcome.Later, RetryAfter: PauseWhenNotRegistered, Reason: reason),
            ConnectorOutcome.Unknown => new Delivery(DeliveryOutcome.Uncertain, Reason: reason),
            ConnectorOutcome.BlockedByUser or ConnectorOutcome.NotInstalled or ConnectorOutcome.ConversationGone or ConnectorOutcome.WrongHost =>
                new Delivery(DeliveryOutcome.UserGone, Reason: reason),
            ConnectorOutcome.ActivityGone => new Delivery(DeliveryOutcome.CardGone, Reason: reason),
            _ => new Delivery(DeliveryOutcome.Refused, Reason: reason),
        };
    }

    /// <summary>An activity that came in meanwhile knows the address better.</summary>
    private static Profile InChat(Profile now, ConversationReference old, string id) =>
        now.Reference?.Conversation is { } conversation && conversation.Id == old.Conversation?.Id
            ? now with { Reference = now.Reference.With(conversation: conversation.WithId(id)) }
            : now;

    private static Profile AtHost(Profile now, string serviceUrl) =>
        now.Reference is { } reference && reference.ServiceUrl != serviceUrl ? now with { Reference = reference.With(serviceUrl: serviceUrl) } : now;
}
