using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Connector;

/// <summary>
/// Writes to the channel. Every call has a deadline of its own, keeps to the rates Teams allows, never follows a redirect,
/// goes only to allowed hosts, and gives back what came of it as a value. Only a call that was surely not done is repeated,
/// once: at the cloud's other host, or with a fresh token. Sending has no idempotency key.
/// </summary>
/// <remarks>Source: Bot Framework Connector REST API reference.</remarks>
public interface IConnectorClient
{
    /// <summary>Sends an activity to the end of its conversation.</summary>
    /// <param name="activity">With <see cref="Activity.ServiceUrl"/> and a conversation id.</param>
    /// <param name="priority">Who goes first when not all may go at once.</param>
    /// <param name="cancellationToken">Ends the wait; the outcome is then an exception, not a result.</param>
    /// <exception cref="ArgumentException">The activity lacks an id the path needs.</exception>
    Task<ConnectorResult> SendToConversationAsync(Activity activity, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SendToConversationAsync"/>
    /// <summary>Sends an activity as the answer to <see cref="Activity.ReplyToId"/>.</summary>
    Task<ConnectorResult> ReplyToActivityAsync(Activity activity, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SendToConversationAsync"/>
    /// <summary>Replaces the activity <see cref="Activity.Id"/>.</summary>
    Task<ConnectorResult> UpdateActivityAsync(Activity activity, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default);

    /// <summary>Deletes an activity of a conversation.</summary>
    Task<ConnectorResult> DeleteActivityAsync(string serviceUrl, string conversationId, string activityId, CancellationToken cancellationToken = default);

    /// <summary>Opens a conversation with a person, or a thread in a channel.</summary>
    Task<ConnectorResult<ConversationResourceResponse>> CreateConversationAsync(
        string serviceUrl, ConversationParameters parameters, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default);

    /// <summary>One member of a conversation.</summary>
    Task<ConnectorResult<TeamsChannelAccount>> GetConversationMemberAsync(string serviceUrl, string conversationId, string userId, CancellationToken cancellationToken = default);

    /// <summary>One page of a conversation's members.</summary>
    Task<ConnectorResult<PagedMembersResult>> GetPagedMembersAsync(string serviceUrl, string conversationId, int? pageSize = null, string? continuationToken = null, CancellationToken cancellationToken = default);
}
