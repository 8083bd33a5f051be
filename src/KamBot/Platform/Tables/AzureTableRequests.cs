using System.Globalization;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace KamBot.Platform.Tables;

/// <summary>The requests of the Table service's REST API, version 2019-02-02. Source: "Table service REST API".</summary>
internal sealed class AzureTableRequests(HttpPipeline pipeline, Uri endpoint)
{
    private const string Json = "application/json;odata=minimalmetadata";

    /// <summary>What a caller may have to decide on is no error to the pipeline.</summary>
    private static readonly ResponseClassifier Expected = new StatusCodeClassifier([200, 201, 202, 204, 404, 409, 412]);

    private readonly string _endpoint = endpoint.AbsoluteUri.TrimEnd('/') + "/";

    public HttpMessage CreateTable(string table)
    {
        var message = New(RequestMethod.Post, "Tables");
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        SetJson(message.Request, Encoding.UTF8.GetBytes($$"""{"TableName":"{{table}}"}"""));
        return message;
    }

    public HttpMessage ListOneTable() => New(RequestMethod.Get, "Tables?$top=1");

    public HttpMessage Get(string table, string partitionKey, string rowKey) =>
        New(RequestMethod.Get, Row(table, partitionKey, rowKey));

    /// <param name="table">The table's name.</param>
    /// <param name="filter">An OData filter.</param>
    /// <param name="top">At most so many rows.</param>
    /// <param name="continuation">The service's headers of the page before, or null. The whole query is sent again with them.</param>
    public HttpMessage Query(string table, string filter, int top, TableContinuation? continuation)
    {
        var url = new StringBuilder(table).Append("()?$filter=").Append(Uri.EscapeDataString(filter))
            .Append(CultureInfo.InvariantCulture, $"&$top={top}");
        if (continuation is not null)
            url.Append("&NextPartitionKey=").Append(Uri.EscapeDataString(continuation.NextPartitionKey));
        if (continuation?.NextRowKey is { } nextRow)
            url.Append("&NextRowKey=").Append(Uri.EscapeDataString(nextRow));
        return New(RequestMethod.Get, url.ToString());
    }

    public HttpMessage Write(string table, TableTransactionAction action, string operationId)
    {
        var message = New(Method(action), Target(table, action));
        if (IfMatch(action) is { } etag)
            message.Request.Headers.SetValue("If-Match", etag);
        if (action.ActionType == TableTransactionActionType.Delete)
        {
            // An empty body, not none: HttpClient by itself repeats a request without body when a kept connection breaks,
            // and we would not know that the row it does not find was deleted by us.
            message.Request.Content = RequestContent.Create(ReadOnlyMemory<byte>.Empty);
            return message;
        }

        if (action.ActionType == TableTransactionActionType.Add)
            message.Request.Headers.SetValue("Prefer", "return-no-content");
        SetJson(message.Request, EntityJson.Write(action.Entity, operationId));
        return message;
    }

    public HttpMessage Batch(string table, IReadOnlyList<TableTransactionAction> actions, string operationId)
    {
        var message = New(RequestMethod.Post, "$batch");
        message.Request.Headers.SetValue("Content-Type", $"multipart/mixed; boundary=batch_{operationId}");
        message.Request.Content = RequestContent.Create(AzureTableBatch.Write(_endpoint, table, actions, operationId));
        return message;
    }

    public static RequestMethod Method(TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Add => RequestMethod.Post,
        TableTransactionActionType.Delete => RequestMethod.Delete,
        _ => RequestMethod.Put,
    };

    public static string Target(string table, TableTransactionAction action) =>
        action.ActionType == TableTransactionActionType.Add ? table : Row(table, action.Entity.PartitionKey, action.Entity.RowKey);

    /// <summary>An upsert goes without condition; an update without one would be an upsert.</summary>
    public static string? IfMatch(TableTransactionAction action) =>
        action.ActionType is TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete ? action.ETag.ToString("H") : null;

    /// <summary>The rows of a range, as an OData filter.</summary>
    public static string Filter(TableQuery query)
    {
        var filter = new StringBuilder("PartitionKey eq ").Append(Literal(query.PartitionKey));
        if (query.From is not null)
            filter.Append(" and RowKey ge ").Append(Literal(query.From));
        if (query.Before is not null)
            filter.Append(" and RowKey lt ").Append(Literal(query.Before));
        return filter.ToString();
    }

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Row(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey={Uri.EscapeDataString(Literal(partitionKey))},RowKey={Uri.EscapeDataString(Literal(rowKey))})";

    private HttpMessage New(RequestMethod method, string relative)
    {
        var message = pipeline.CreateMessage(context: null, Expected);
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(_endpoint + relative));
        message.Request.Headers.SetValue("x-ms-version", "2019-02-02");
        message.Request.Headers.SetValue("DataServiceVersion", "3.0");
        message.Request.Headers.SetValue("Accept", Json);
        return message;
    }

    private static void SetJson(Request request, ReadOnlyMemory<byte> body)
    {
        request.Headers.SetValue("Content-Type", "application/json");
        request.Content = RequestContent.Create(body);
    }
}

/// <summary>Where the service goes on: <c>x-ms-continuation-NextPartitionKey</c> and <c>-NextRowKey</c>, the latter sometimes missing.</summary>
internal sealed record TableContinuation(string NextPartitionKey, string? NextRowKey)
{
    public static TableContinuation? Of(Response response) =>
        response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition) && partition is not null
            ? new TableContinuation(partition, response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row) ? row : null)
            : null;

    public override string ToString() =>
        Uri.EscapeDataString(NextPartitionKey) + (NextRowKey is null ? "" : "&" + Uri.EscapeDataString(NextRowKey));

    public static TableContinuation? Parse(string? token)
    {
        if (token is null)
            return null;
        var parts = token.Split('&', 2);
        return new TableContinuation(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null);
    }
}
