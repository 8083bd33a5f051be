using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KamBot.BotBuilder.Authentication;
using KamBot.BotBuilder.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KamBot.BotBuilder.Connector;

/// <inheritdoc cref="IConnectorClient"/>
public sealed class ConnectorClient(
    IHttpClientFactory clients,
    AllowedHosts hosts,
    ConnectorGates gates,
    TimeProvider time,
    IOptions<ConnectorOptions> options,
    ILogger<ConnectorClient> logger) : IConnectorClient
{
    /// <summary>The name its <see cref="HttpClient"/> is registered under; the outgoing token is a handler of that.</summary>
    public const string HttpClientName = "KamBot.Connector";

    /// <summary>No answer of the channel is longer; a member page of 500 has about 200 KB.</summary>
    internal const int MaxResponseBytes = 1024 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    public Task<ConnectorResult> SendToConversationAsync(Activity activity, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Post, activity, $"v3/conversations/{ConversationOf(activity)}/activities", priority, cancellationToken);

    public Task<ConnectorResult> ReplyToActivityAsync(Activity activity, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Post, activity, $"v3/conversations/{ConversationOf(activity)}/activities/{Segment(activity.ReplyToId, nameof(Activity.ReplyToId))}", priority, cancellationToken);

    public Task<ConnectorResult> UpdateActivityAsync(Activity activity, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Put, activity, $"v3/conversations/{ConversationOf(activity)}/activities/{Segment(activity.Id, nameof(Activity.Id))}", priority, cancellationToken);

    public async Task<ConnectorResult> DeleteActivityAsync(string serviceUrl, string conversationId, string activityId, CancellationToken cancellationToken = default) =>
        await CallAsync(
            new Call(
                HttpMethod.Delete, serviceUrl,
                $"v3/conversations/{Segment(conversationId, nameof(conversationId))}/activities/{Segment(activityId, nameof(activityId))}",
                GateOf(null, conversationId, CallKind.Write)),
            BotJson.Wire.ResourceResponse, cancellationToken);

    public Task<ConnectorResult<ConversationResourceResponse>> CreateConversationAsync(
        string serviceUrl, ConversationParameters parameters, CallPriority priority = CallPriority.Answer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var call = new Call(HttpMethod.Post, serviceUrl, "v3/conversations", GateOf(parameters.TenantId, parameters.Members is [var member, ..] ? member.Id : null, CallKind.Write), priority)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(parameters, BotJson.Wire.ConversationParameters),
        };
        return CallAsync(call, BotJson.Wire.ConversationResourceResponse, cancellationToken);
    }

    public Task<ConnectorResult<TeamsChannelAccount>> GetConversationMemberAsync(string serviceUrl, string conversationId, string userId, CancellationToken cancellationToken = default) =>
        CallAsync(
            Reading(serviceUrl, conversationId, $"v3/conversations/{Segment(conversationId, nameof(conversationId))}/members/{Segment(userId, nameof(userId))}"),
            BotJson.Wire.TeamsChannelAccount, cancellationToken);

    public Task<ConnectorResult<PagedMembersResult>> GetPagedMembersAsync(
        string serviceUrl, string conversationId, int? pageSize = null, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        var query = new List<string>(2);
        if (pageSize is { } size)
            query.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"pageSize={size}"));
        if (!string.IsNullOrEmpty(continuationToken))
            query.Add($"continuationToken={Uri.EscapeDataString(continuationToken)}");
        var path = $"v3/conversations/{Segment(conversationId, nameof(conversationId))}/pagedmembers";
        return CallAsync(
            Reading(serviceUrl, conversationId, query.Count == 0 ? path : $"{path}?{string.Join('&', query)}"),
            BotJson.Wire.PagedMembersResult, cancellationToken);
    }

    private async Task<ConnectorResult> WriteAsync(HttpMethod method, Activity activity, string path, CallPriority priority, CancellationToken cancellationToken)
    {
        var call = new Call(method, activity.ServiceUrl, path, GateOf(activity.Conversation!.TenantId, activity.Conversation.Id, CallKind.Write), priority)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(activity, BotJson.Outgoing),
            ConversationHeader = method == HttpMethod.Post ? activity.Conversation.Id : null,
        };
        var result = await CallAsync(call, BotJson.Wire.ResourceResponse, cancellationToken);
        return result with { ActivityId = result.Value?.Id };
    }

    private async Task<ConnectorResult<T>> CallAsync<T>(Call call, JsonTypeInfo<T> answerType, CancellationToken cancellationToken)
        where T : class
    {
        if (hosts.Allow(call.ServiceUrl) is not { } baseUri)
        {
            logger.LogWarning("Nothing is sent to a service URL that is not on the list of allowed hosts.");
            return new ConnectorResult<T>(ConnectorOutcome.Rejected, null, Code: "HostNotAllowed");
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.Deadline);
        var passage = await gates.EnterAsync(call.Gate, call.Priority, options.Value.Deadline / 2, cancellationToken);
        if (passage.ComeAgain is { } wait)
            return new ConnectorResult<T>(ConnectorOutcome.Retry, null, RetryAfter: wait, Code: ConnectorResult.Paced);

        var result = await SendAsync(call, baseUri, answerType, deadline.Token, cancellationToken);
        if (gates.Report(call.Gate, passage, result.Status, result.RetryAfter) is var pause && pause != result.RetryAfter)
            result = result with { RetryAfter = pause };
        if (result.Outcome != ConnectorOutcome.WrongHost || hosts.OtherThan(baseUri) is not { } other)
            return result;

        // The tenant lives at the cloud's other host. It has a rate of its own there, and none of it is used up.
        result = await SendAsync(call, other, answerType, deadline.Token, cancellationToken);
        return result.Outcome == ConnectorOutcome.WrongHost ? result : result with { MovedTo = other.AbsoluteUri };
    }

    private async Task<ConnectorResult<T>> SendAsync<T>(Call call, Uri baseUri, JsonTypeInfo<T> answerType, CancellationToken deadline, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(baseUri, call.Path));
        if (call.Body is not null)
            request.Content = new ByteArrayContent(call.Body) { Headers = { ContentType = Json } };
        if (call.ConversationHeader is not null)
            request.Headers.TryAddWithoutValidation("x-ms-conversation-id", call.ConversationHeader);
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, deadline);
            return await ReadAsync(call, response, answerType, deadline);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConnectorResult<T>(ConnectorOutcome.Unknown, null, Code: "Timeout");
        }
        catch (BotTokenException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new ConnectorResult<T>(ConnectorOutcome.Retry, null, RetryAfter: e.RetryAfter, Code: "NoToken");
        }
        catch (HttpRequestException e)
        {
            return NeverSent(e)
                ? new ConnectorResult<T>(ConnectorOutcome.Retry, null, Code: "Unreachable")
                : new ConnectorResult<T>(ConnectorOutcome.Unknown, null, Code: "ConnectionLost");
        }
    }

    private async Task<ConnectorResult<T>> ReadAsync<T>(Call call, HttpResponseMessage response, JsonTypeInfo<T> answerType, CancellationToken cancellationToken)
        where T : class
    {
        var status = (int)response.StatusCode;
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return new ConnectorResult<T>(ConnectorOutcome.Delivered, Parse(bytes, answerType), Status: status);

        var (code, subCode) = ConnectorFailures.ReadCode(bytes);
        var outcome = ConnectorFailures.Sort(status, code, subCode);
        logger.LogInformation(
            "The channel answered {Status} {Code}, operation {Operation}.", status, code,
            response.Headers.TryGetValues("X-Correlating-OperationId", out var ids) ? ids.FirstOrDefault() : null);
        if (outcome == ConnectorOutcome.TooBig)
            logger.LogError("A message of {Bytes} bytes is too big for the channel: what made it must make it shorter.", call.Body?.Length);
        return new ConnectorResult<T>(outcome, null, null, ConnectorFailures.RetryAfter(response, time.GetUtcNow()), code, status);
    }

    /// <summary>A success without a readable body is a success: 202 and 204 have none.</summary>
    private static T? Parse<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True when not a byte of the request can have reached the channel.</summary>
    private static bool NeverSent(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
        && failure.InnerException is not SocketException { SocketErrorCode: SocketError.ConnectionReset };

    private static Call Reading(string serviceUrl, string conversationId, string path) =>
        new(HttpMethod.Get, serviceUrl, path, GateOf(null, conversationId, CallKind.Read));

    /// <summary>All threads of a channel are one conversation to Teams' limits; the thread stands behind a semicolon.</summary>
    private static GateKey GateOf(string? tenant, string? conversation, CallKind kind) =>
        new(tenant ?? string.Empty, conversation?.Split(';', 2)[0] ?? string.Empty, kind);

    private static string ConversationOf(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return Segment(activity.Conversation?.Id, nameof(Activity.Conversation));
    }

    /// <summary>Ids hold <c>: ; = @</c>: each becomes one path segment, with everything but letters, digits and <c>-_.~</c> escaped.</summary>
    private static string Segment(string? id, string name)
    {
        if (string.IsNullOrEmpty(id) || id is "." or "..")
            throw new ArgumentException("The id is missing or no path segment.", name);
        return Uri.EscapeDataString(id);
    }

    private sealed record Call(HttpMethod Method, string? ServiceUrl, string Path, GateKey Gate, CallPriority Priority = CallPriority.Answer)
    {
        public byte[]? Body { get; init; }

        public string? ConversationHeader { get; init; }
    }
}
