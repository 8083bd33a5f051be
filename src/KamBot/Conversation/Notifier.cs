using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation.Cards;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>Tells users by the connector, at the address their latest message came from.</summary>
public sealed class Notifier(IConnectorClient connector, Profiles profiles) : INotifier
{
    public async Task<Delivery> TellAsync(Profile user, Card card, CancellationToken cancellationToken)
    {
        if (Addressed(user, card) is not { } activity)
            return new Delivery(DeliveryOutcome.UserGone, Reason: user.Unreachable ?? "unknown");
        return await SortedAsync(user, await connector.SendToConversationAsync(activity, cancellationToken), cancellationToken);
    }

    public async Task<Delivery> UpdateAsync(Profile user, string activityId, Card card, CancellationToken cancellationToken)
    {
        if (Addressed(user, card) is not { } activity)
            return new Delivery(DeliveryOutcome.UserGone, Reason: user.Unreachable ?? "unknown");
        activity.Id = activityId;
        return await SortedAsync(user, await connector.UpdateActivityAsync(activity, cancellationToken), cancellationToken);
    }

    private static Activity? Addressed(Profile user, Card card)
    {
        if (user.Reference is not { } reference || user.Unreachable is not null)
            return null;
        var activity = CardActivities.Of(card, CardParts.NewNonce());
        activity.ApplyConversationReference(reference);
        return activity;
    }

    private async Task<Delivery> SortedAsync(Profile user, ConnectorResult result, CancellationToken cancellationToken)
    {
        switch (result.Outcome)
        {
            case ConnectorOutcome.Delivered:
                return new Delivery(DeliveryOutcome.Delivered, result.ActivityId);
            case ConnectorOutcome.Retry:
                return new Delivery(DeliveryOutcome.Later, RetryAfter: result.RetryAfter is { } after ? Duration.FromTimeSpan(after) : null, Reason: result.Code);
            case ConnectorOutcome.Unknown:
                return new Delivery(DeliveryOutcome.Uncertain, Reason: result.Code);
            case ConnectorOutcome.BlockedByUser or ConnectorOutcome.NotInstalled or ConnectorOutcome.ConversationGone or ConnectorOutcome.WrongHost:
                // Not again until the user shows up: their next message brings the address and lifts this.
                await profiles.ChangeAsync(user.User, now => (now ?? user) with { Unreachable = Code(result) }, cancellationToken);
                return new Delivery(DeliveryOutcome.UserGone, Reason: Code(result));
            default:
                return new Delivery(DeliveryOutcome.Refused, Reason: Code(result));
        }
    }

    private static string Code(ConnectorResult result) => result.Code ?? result.Outcome.ToString();
}
