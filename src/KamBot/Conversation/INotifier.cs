using KamBot.BotBuilder.Connector;
using KamBot.Conversation.Cards;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>The one door through which KamBot speaks unasked: it takes a user, never a conversation id or a service URL.</summary>
public interface INotifier
{
    /// <summary>Puts a card into the user's personal chat.</summary>
    /// <param name="user">As they are known now.</param>
    /// <param name="card">What to say.</param>
    /// <param name="priority">Who goes first when not all may go at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Delivery> TellAsync(Profile user, Card card, CallPriority priority, CancellationToken cancellationToken);

    /// <summary>Replaces a card that stands in the user's personal chat; no new message, no notification.</summary>
    Task<Delivery> UpdateAsync(Profile user, string activityId, Card card, CancellationToken cancellationToken);
}

/// <summary>What became of it. Never an exception: each outcome has its next step.</summary>
/// <param name="ActivityId">The message's id in Teams; null when the channel gave none.</param>
/// <param name="RetryAfter">For <see cref="DeliveryOutcome.Later"/>: what the channel asked for.</param>
/// <param name="Reason">A code for the row and the log, never personal text.</param>
/// <param name="IsReaddressed">The user's chat was found elsewhere, and their profile says so now.</param>
public sealed record Delivery(DeliveryOutcome Outcome, string? ActivityId = null, Duration? RetryAfter = null, string? Reason = null, bool IsReaddressed = false);

public enum DeliveryOutcome
{
    Delivered,

    /// <summary>Throttled, unavailable, or not our turn yet: surely not delivered, try later.</summary>
    Later,

    /// <summary>The answer was lost: delivered or not, nobody knows.</summary>
    Uncertain,

    /// <summary>Blocked, uninstalled, or no chat known: not before the user comes back.</summary>
    UserGone,

    /// <summary>The card to replace is not there any more.</summary>
    CardGone,

    /// <summary>Our mistake: trying again would not help.</summary>
    Refused,
}
