using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace KamBot.Platform.Tables;

/// <summary>
/// Azure Table storage (or Azurite) over Azure.Core's pipeline: retries with exponential backoff, a deadline per call, and
/// a decision about every write whose reply was lost.
/// </summary>
/// <remarks>
/// A write that is tried again can meet itself: the first try took effect, its reply was lost, the second is told "exists
/// already" or "changed". Every write therefore carries an id (<see cref="EntityJson.OperationId"/>); a refused retry reads
/// the row and takes its own id for success. Neither logs nor exceptions repeat keys or bodies.
/// </remarks>
public sealed class AzureTableStore : ITableStore
{
    private const string Scope = "https://storage.azure.com/.default";

    /// <summary>Pages a read-back may take: it looks between the first and last key of one transaction.</summary>
    private const int MaxReadBackPages = 100;

    /// <summary>For a row of ours that somebody has changed since: well formed, and the ETag of no row.</summary>
    private static readonly ETag Superseded = new("W/\"datetime'1601-01-01T00%3A00%3A00.0000000Z'\"");

    private readonly HttpPipeline _pipeline;
    private readonly AzureTableRequests _requests;
    private readonly TimeSpan _deadline;
    private readonly ILogger _log;

    /// <param name="connectionString">With account name and key, or <c>UseDevelopmentStorage=true</c>.</param>
    /// <param name="options">Deadlines, retries, transport.</param>
    /// <param name="log">Where retries are told.</param>
    public AzureTableStore(string connectionString, AzureTableClientOptions? options = null, ILogger<AzureTableStore>? log = null)
        : this(AzureConnectionString.Parse(connectionString), options ?? new AzureTableClientOptions(), log)
    {
    }

    /// <param name="accountUri">Like <c>https://account.table.core.windows.net</c>.</param>
    /// <param name="credential">An identity with the role Storage Table Data Contributor.</param>
    /// <param name="options">Deadlines, retries, transport.</param>
    /// <param name="log">Where retries are told.</param>
    public AzureTableStore(Uri accountUri, TokenCredential credential, AzureTableClientOptions? options = null, ILogger<AzureTableStore>? log = null)
        : this(accountUri, new BearerTokenAuthenticationPolicy(credential, Scope), options ?? new AzureTableClientOptions(), log)
    {
    }

    private AzureTableStore(AzureConnectionString account, AzureTableClientOptions options, ILogger<AzureTableStore>? log)
        : this(account.TableEndpoint, new SharedKeyPolicy(account.AccountName, account.AccountKey), options, log)
    {
    }

    private AzureTableStore(Uri endpoint, HttpPipelinePolicy authentication, AzureTableClientOptions options, ILogger<AzureTableStore>? log)
    {
        var pipeline = new HttpPipelineOptions(options);
        pipeline.PerRetryPolicies.Add(new AttemptPolicy());
        pipeline.PerRetryPolicies.Add(authentication);
        _pipeline = HttpPipelineBuilder.Build(pipeline);
        _requests = new AzureTableRequests(_pipeline, endpoint);
        _deadline = options.Deadline;
        _log = log ?? NullLogger<AzureTableStore>.Instance;
    }

    public async Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default)
    {
        foreach (var table in tables)
            TableLimits.CheckTable(table);
        foreach (var table in tables)
            await RunAsync(table, token => CreateTableAsync(table, token), cancellationToken);
    }

    public Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKeys(partitionKey, rowKey);
        return RunAsync(table, async token => (await ReadAsync(table, partitionKey, rowKey, token)).Entity, cancellationToken);
    }

    public Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckQuery(query);
        var size = Math.Min(query.MaxPerPage ?? TableLimits.MaxPageSize, TableLimits.MaxPageSize);
        var continuation = TableContinuation.Parse(continuationToken);
        return RunAsync(table, ReadPageAsync, cancellationToken);

        async Task<TablePage> ReadPageAsync(CancellationToken token)
        {
            var (rows, next) = await QueryAsync(table, AzureTableRequests.Filter(query), size, continuation, token);
            return new TablePage([.. rows.Select(r => r.Entity)], next?.ToString());
        }
    }

    public Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckTransaction(actions);
        var operationId = Guid.NewGuid().ToString("N");
        return RunAsync(
            table,
            token => actions.Count == 1 ? WriteOneAsync(table, actions[0], operationId, token) : WriteBatchAsync(table, actions, operationId, token),
            cancellationToken);
    }

    public Task PingAsync(CancellationToken cancellationToken = default) => RunAsync("Tables", ListOneAsync, cancellationToken);

    private async Task<bool> ListOneAsync(CancellationToken cancellationToken)
    {
        using var message = _requests.ListOneTable();
        var response = await SendAsync(message, "Tables", cancellationToken);
        return response.Status == 200 ? true : throw Refused("Tables", response);
    }

    private async Task<bool> CreateTableAsync(string table, CancellationToken cancellationToken)
    {
        using var message = _requests.CreateTable(table);
        var response = await SendAsync(message, table, cancellationToken);
        return response.Status is 201 or 204 || ErrorOf(response)?.Code == "TableAlreadyExists" ? true : throw Refused(table, response);
    }

    private async Task<(TableEntity? Entity, string? OperationId)> ReadAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        using var message = _requests.Get(table, partitionKey, rowKey);
        var response = await SendAsync(message, table, cancellationToken);
        if (response.Status == 200)
            return ReadRow(response.Content.ToMemory().Span);
        return ErrorOf(response)?.Outcome == TableWriteOutcome.NotFound ? default : throw Refused(table, response);
    }

    private async Task<(List<(TableEntity Entity, string? OperationId)> Rows, TableContinuation? Next)> QueryAsync(
        string table, string filter, int top, TableContinuation? continuation, CancellationToken cancellationToken)
    {
        using var message = _requests.Query(table, filter, top, continuation);
        var response = await SendAsync(message, table, cancellationToken);
        return response.Status == 200
            ? (ReadRows(response.Content.ToMemory().Span), TableContinuation.Of(response))
            : throw Refused(table, response);
    }

    private async Task<TableWrite> WriteOneAsync(string table, TableTransactionAction action, string operationId, CancellationToken cancellationToken)
    {
        using var message = _requests.Write(table, action, operationId);
        var response = await SendAsync(message, table, cancellationToken);
        if (response.Status is >= 200 and < 300)
            return Written(response.Headers.ETag ?? default);

        var outcome = ErrorOf(response)?.Outcome ?? throw Refused(table, response);
        if (action.ActionType == TableTransactionActionType.Delete)
        {
            return outcome == TableWriteOutcome.NotFound && AttemptPolicy.WasAmbiguous(message) ? Written(default) : new TableWrite(outcome, [], 0);
        }

        if (message.ProcessingContext.RetryNumber > 0)
        {
            var (entity, writtenBy) = await ReadAsync(table, action.Entity.PartitionKey, action.Entity.RowKey, cancellationToken);
            if (writtenBy == operationId)
                return Written(entity!.ETag);
        }

        return new TableWrite(outcome, [], 0);
    }

    private async Task<TableWrite> WriteBatchAsync(string table, IReadOnlyList<TableTransactionAction> actions, string operationId, CancellationToken cancellationToken)
    {
        using var message = _requests.Batch(table, actions, operationId);
        var response = await SendAsync(message, table, cancellationToken);
        if (response.Status != 202)
            throw Refused(table, response);

        var (etags, status, error) = AzureTableBatch.Read(response.Content.ToMemory().Span);
        if (error is null && etags.Count == actions.Count)
            return new TableWrite(TableWriteOutcome.Succeeded, etags);

        var outcome = error?.Outcome ?? throw Refused(table, status, error?.Code);
        if (message.ProcessingContext.RetryNumber > 0 && await FindOwnBatchAsync(table, actions, operationId, message, cancellationToken) is { } own)
            return own;
        return new TableWrite(outcome, [], error.FailedIndex);
    }

    /// <summary>A transaction took effect whole or not at all: one row with its id is proof, and so is that all rows to delete are gone.</summary>
    private async Task<TableWrite?> FindOwnBatchAsync(
        string table, IReadOnlyList<TableTransactionAction> actions, string operationId, HttpMessage message, CancellationToken cancellationToken)
    {
        var written = actions.Where(a => a.ActionType != TableTransactionActionType.Delete).Select(a => a.Entity.RowKey).Order(StringComparer.Ordinal).ToArray();
        if (written.Length == 0)
            return AttemptPolicy.WasAmbiguous(message) && await AreAllGoneAsync(table, actions, cancellationToken) ? Deleted(actions.Count) : null;

        var filter = $"PartitionKey eq {AzureTableRequests.Literal(actions[0].Entity.PartitionKey)}"
            + $" and RowKey ge {AzureTableRequests.Literal(written[0])} and RowKey le {AzureTableRequests.Literal(written[^1])}"
            + $" and {EntityJson.OperationId} eq '{operationId}'";
        var own = new Dictionary<string, ETag>(StringComparer.Ordinal);
        TableContinuation? continuation = null;
        for (var page = 0; page < MaxReadBackPages; page++)
        {
            var (rows, next) = await QueryAsync(table, filter, TableLimits.MaxPageSize, continuation, cancellationToken);
            foreach (var (entity, _) in rows)
                own[entity.RowKey] = entity.ETag;
            continuation = next;
            if (continuation is null)
                return own.Count == 0 ? null : new TableWrite(TableWriteOutcome.Succeeded, [.. actions.Select(a => ETagOf(a, own))]);
        }

        throw new TableStoreException($"Whether a transaction on table {table} took effect could not be read back in {MaxReadBackPages} pages.");
    }

    private static ETag ETagOf(TableTransactionAction action, Dictionary<string, ETag> own) =>
        action.ActionType == TableTransactionActionType.Delete ? default : own.GetValueOrDefault(action.Entity.RowKey, Superseded);

    private async Task<bool> AreAllGoneAsync(string table, IReadOnlyList<TableTransactionAction> deletes, CancellationToken cancellationToken)
    {
        foreach (var delete in deletes)
        {
            if ((await ReadAsync(table, delete.Entity.PartitionKey, delete.Entity.RowKey, cancellationToken)).Entity is not null)
                return false;
        }

        return true;
    }

    private async Task<Response> SendAsync(HttpMessage message, string table, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken);
        if (message.ProcessingContext.RetryNumber is var retries and > 0)
            _log.LogInformation("A request to table {Table} was answered {Status} after {Retries} retries", table, message.Response.Status, retries);
        return message.Response;
    }

    private async Task<T> RunAsync<T>(string table, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_deadline);
        try
        {
            return await work(deadline.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e)
        {
            throw new TableStoreException(string.Create(CultureInfo.InvariantCulture, $"The Table service did not answer a request to {table} within {_deadline.TotalSeconds} s."), e);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or IOException or AuthenticationFailedException or JsonException or FormatException)
        {
            // None of these has seen an answer: they tell of connections, names and tokens, not of rows.
            throw new TableStoreException($"The Table service could not be asked about {table}.", e);
        }
    }

    private static (TableEntity Entity, string? OperationId) ReadRow(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        json.Read();
        return EntityJson.Read(ref json);
    }

    private static List<(TableEntity Entity, string? OperationId)> ReadRows(ReadOnlySpan<byte> body)
    {
        var rows = new List<(TableEntity, string?)>();
        var json = new Utf8JsonReader(body);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isRows = json.ValueTextEquals("value"u8);
            json.Read();
            if (!isRows)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
                rows.Add(EntityJson.Read(ref json));
        }

        return rows;
    }

    private static TableWrite Written(ETag etag) => new(TableWriteOutcome.Succeeded, [etag]);

    private static TableWrite Deleted(int count) => new(TableWriteOutcome.Succeeded, new ETag[count]);

    private static TableError? ErrorOf(Response response) => TableError.TryParse(response.Content.ToMemory().Span);

    private static TableStoreException Refused(string table, Response response) => Refused(table, response.Status, ErrorOf(response)?.Code);

    private static TableStoreException Refused(string table, int status, string? code) => new(code switch
    {
        "TableNotFound" => $"The table {table} does not exist. Tables are created at start: services.AddTable(\"{table}\").",
        _ => string.Create(CultureInfo.InvariantCulture, $"The Table service refused a request to {table}: {status} {code ?? "without a code"}."),
    });
}
