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
    TimeProvider time,
    IOptions<ConnectorOptions> options,
    ILogger<ConnectorClient> logger) : IConnectorClient
{
    /// <summary>The name its <see cref="HttpClient"/> is registered under; the outgoing token is a handler of that.</summary>
    public const string HttpClientName = "KamBot.Connector";

    /// <summary>No answer of the channel is longer; a member page of 500 has about 200 KB.</summary>
    internal const int MaxResponseBytes = 1024 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    public async Task<ConnectorResult> SendToConversationAsync(Activity activity, CancellationToken cancellationToken = default) =>
        await WriteAsync(HttpMethod.Post, activity, $"v3/conversations/{ConversationOf(activity)}/activities", cancellationToken);

    public async Task<ConnectorResult> ReplyToActivityAsync(Activity activity, CancellationToken cancellationToken = default) =>
        await WriteAsync(HttpMethod.Post, activity, $"v3/conversations/{ConversationOf(activity)}/activities/{Segment(activity.ReplyToId, nameof(Activity.ReplyToId))}", cancellationToken);

    public async Task<ConnectorResult> UpdateActivityAsync(Activity activity, CancellationToken cancellationToken = default) =>
        await WriteAsync(HttpMethod.Put, activity, $"v3/conversations/{ConversationOf(activity)}/activities/{Segment(activity.Id, nameof(Activity.Id))}", cancellationToken);

    public async Task<ConnectorResult> DeleteActivityAsync(string serviceUrl, string conversationId, string activityId, CancellationToken cancellationToken = default) =>
        await CallAsync(
            HttpMethod.Delete, serviceUrl,
            $"v3/conversations/{Segment(conversationId, nameof(conversationId))}/activities/{Segment(activityId, nameof(activityId))}",
            body: null, BotJson.Wire.ResourceResponse, conversationId: null, cancellationToken);

    public Task<ConnectorResult<ConversationResourceResponse>> CreateConversationAsync(string serviceUrl, ConversationParameters parameters, CancellationToken cancellationToken = default) =>
        CallAsync(
            HttpMethod.Post, serviceUrl, "v3/conversations",
            JsonSerializer.SerializeToUtf8Bytes(parameters, BotJson.Wire.ConversationParameters),
            BotJson.Wire.ConversationResourceResponse, conversationId: null, cancellationToken);

    public Task<ConnectorResult<TeamsChannelAccount>> GetConversationMemberAsync(string serviceUrl, string conversationId, string userId, CancellationToken cancellationToken = default) =>
        CallAsync(
            HttpMethod.Get, serviceUrl,
            $"v3/conversations/{Segment(conversationId, nameof(conversationId))}/members/{Segment(userId, nameof(userId))}",
            body: null, BotJson.Wire.TeamsChannelAccount, conversationId: null, cancellationToken);

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
            HttpMethod.Get, serviceUrl, query.Count == 0 ? path : $"{path}?{string.Join('&', query)}",
            body: null, BotJson.Wire.PagedMembersResult, conversationId: null, cancellationToken);
    }

    private async Task<ConnectorResult> WriteAsync(HttpMethod method, Activity activity, string path, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(activity, BotJson.Wire.Activity);
        var result = await CallAsync(method, activity.ServiceUrl, path, body, BotJson.Wire.ResourceResponse, method == HttpMethod.Post ? activity.Conversation!.Id : null, cancellationToken);
        return new ConnectorResult(result.Outcome, result.Value?.Id, result.RetryAfter, result.Code, result.Status);
    }

    private async Task<ConnectorResult<T>> CallAsync<T>(
        HttpMethod method, string? serviceUrl, string path, byte[]? body, JsonTypeInfo<T> answerType, string? conversationId, CancellationToken cancellationToken)
        where T : class
    {
        if (hosts.Allow(serviceUrl) is not { } baseUri)
        {
            logger.LogWarning("Nothing is sent to a service URL that is not on the list of allowed hosts.");
            return new ConnectorResult<T>(ConnectorOutcome.Rejected, null, Code: "HostNotAllowed");
        }

        using var request = new HttpRequestMessage(method, new Uri(baseUri, path));
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        if (conversationId is not null)
            request.Headers.TryAddWithoutValidation("x-ms-conversation-id", conversationId);

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.Deadline);
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, deadline.Token);
            return await ReadAsync(response, answerType, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConnectorResult<T>(ConnectorOutcome.Unknown, null, Code: "Timeout");
        }
        catch (HttpRequestException e)
        {
            return NeverSent(e)
                ? new ConnectorResult<T>(ConnectorOutcome.Retry, null, Code: "Unreachable")
                : new ConnectorResult<T>(ConnectorOutcome.Unknown, null, Code: "ConnectionLost");
        }
    }

    private async Task<ConnectorResult<T>> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> answerType, CancellationToken cancellationToken)
        where T : class
    {
        var status = (int)response.StatusCode;
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return new ConnectorResult<T>(ConnectorOutcome.Delivered, Parse(bytes, answerType), Status: status);

        var (code, subCode) = ConnectorFailures.ReadCode(bytes);
        logger.LogInformation(
            "The channel answered {Status} {Code}, operation {Operation}.", status, code,
            response.Headers.TryGetValues("X-Correlating-OperationId", out var ids) ? ids.FirstOrDefault() : null);
        return new ConnectorResult<T>(
            ConnectorFailures.Sort(status, code, subCode), null, null, ConnectorFailures.RetryAfter(response, time.GetUtcNow()), code, status);
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
}
