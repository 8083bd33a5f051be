using System.Diagnostics;
using KamBot.BotBuilder.Connector;
using KamBot.BotBuilder.Schema;
using Activity = KamBot.BotBuilder.Schema.Activity;

namespace KamBot.BotBuilder.Diagnostics;

/// <summary>Watches the calls to the channel: a span and a figure for each, and the alarm when the channel refuses the bot's token.</summary>
/// <remarks>Source: OpenTelemetry semantic conventions, HTTP client spans; the template stands for the URL, which holds ids.</remarks>
internal sealed class ObservedConnectorClient(IConnectorClient inner, BotDiagnostics diagnostics, ChannelHealth health, AlarmBell bell) : IConnectorClient
{
    private const string Conversations = "/v3/conversations";
    private const string Conversation = Conversations + "/{conversationId}";
    private const string OneActivity = Conversation + "/activities/{activityId}";

    private static readonly Operation Send = new("send", "POST", Conversation + "/activities");
    private static readonly Operation Reply = new("reply", "POST", OneActivity);
    private static readonly Operation Update = new("update", "PUT", OneActivity);
    private static readonly Operation Delete = new("delete", "DELETE", OneActivity);
    private static readonly Operation Create = new("create_conversation", "POST", Conversations);
    private static readonly Operation Member = new("get_member", "GET", Conversation + "/members/{userId}");
    private static readonly Operation Members = new("get_members", "GET", Conversation + "/pagedmembers");

    public Task<ConnectorResult> SendToConversationAsync(Activity activity, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default) =>
        WatchAsync(Send, activity?.ServiceUrl, () => inner.SendToConversationAsync(activity!, priority, cancellationToken));

    public Task<ConnectorResult> ReplyToActivityAsync(Activity activity, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default) =>
        WatchAsync(Reply, activity?.ServiceUrl, () => inner.ReplyToActivityAsync(activity!, priority, cancellationToken));

    public Task<ConnectorResult> UpdateActivityAsync(Activity activity, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default) =>
        WatchAsync(Update, activity?.ServiceUrl, () => inner.UpdateActivityAsync(activity!, priority, cancellationToken));

    public Task<ConnectorResult> DeleteActivityAsync(string serviceUrl, string conversationId, string activityId, CancellationToken cancellationToken = default) =>
        WatchAsync(Delete, serviceUrl, () => inner.DeleteActivityAsync(serviceUrl, conversationId, activityId, cancellationToken));

    public Task<ConnectorResult<ConversationResourceResponse>> CreateConversationAsync(
        string serviceUrl, ConversationParameters parameters, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default) =>
        WatchAsync(Create, serviceUrl, () => inner.CreateConversationAsync(serviceUrl, parameters, priority, cancellationToken));

    public Task<ConnectorResult<TeamsChannelAccount>> GetConversationMemberAsync(string serviceUrl, string conversationId, string userId, CancellationToken cancellationToken = default) =>
        WatchAsync(Member, serviceUrl, () => inner.GetConversationMemberAsync(serviceUrl, conversationId, userId, cancellationToken));

    public Task<ConnectorResult<PagedMembersResult>> GetPagedMembersAsync(
        string serviceUrl, string conversationId, int? pageSize = null, string? continuationToken = null, CancellationToken cancellationToken = default) =>
        WatchAsync(Members, serviceUrl, () => inner.GetPagedMembersAsync(serviceUrl, conversationId, pageSize, continuationToken, cancellationToken));

    private async Task<T> WatchAsync<T>(Operation operation, string? serviceUrl, Func<Task<T>> call)
        where T : ConnectorResult
    {
        using var span = Begin(operation, serviceUrl);
        var begun = Stopwatch.GetTimestamp();
        T? result = null;
        try
        {
            result = await call();
            Listen(result);
            return result;
        }
        finally
        {
            if (diagnostics.WatchesConnector)
                Tell(operation, result, span, Stopwatch.GetElapsedTime(begun));
        }
    }

    private void Listen(ConnectorResult result)
    {
        health.Answered(result.Status);
        if (result.Status == 401)
            bell.Ring(Alarms.ChannelRefusesToken, "Teams answers 401: it does not take this bot's token. Check MicrosoftAppId, MicrosoftAppTenantId, the type of registration and the secret's end.");
    }

    private static System.Diagnostics.Activity? Begin(Operation operation, string? serviceUrl)
    {
        var span = BotDiagnostics.Source.StartActivity($"{operation.Method} {operation.Template}", ActivityKind.Client);
        if (span is not { IsAllDataRequested: true })
            return span;
        span.SetTag("http.request.method", operation.Method);
        span.SetTag("url.template", operation.Template);
        if (Uri.TryCreate(serviceUrl, UriKind.Absolute, out var uri))
            span.SetTag("server.address", uri.Host);
        return span;
    }

    private void Tell(Operation operation, ConnectorResult? result, System.Diagnostics.Activity? span, TimeSpan duration)
    {
        var outcome = result?.Outcome.ToString() ?? "Broken"; // cancelled by its caller, or a mistake of ours
        var tags = new TagList { { "bot.connector.operation", operation.Name }, { "bot.connector.outcome", outcome } };
        if (result is { Status: > 0 })
            tags.Add("http.response.status_code", result.Status);
        if (result is not { Delivered: true })
            tags.Add("error.type", result is { Status: > 0 } ? result.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) : outcome);
        diagnostics.ConnectorCalled(duration, tags);
        foreach (var (name, value) in tags)
            span?.SetTag(name, value);
        if (result is not { Delivered: true })
            span?.SetStatus(ActivityStatusCode.Error);
    }

    private sealed record Operation(string Name, string Method, string Template);
}
