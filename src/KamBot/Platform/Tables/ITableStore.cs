using Azure;

namespace KamBot.Platform.Tables;

/// <summary>
/// The part of Azure Table storage that KamBot stands on: rows by partition and row key, ETags, ranges within a
/// partition, and entity group transactions. Azure Tables and SQLite implement it and are held to one conformance suite.
/// </summary>
/// <remarks>
/// Expected outcomes (row exists already, row changed meanwhile, row is gone) come back as a <see cref="TableWrite"/>;
/// exceptions are for what nobody expects: <see cref="ArgumentException"/> when a limit of the Table service would be
/// broken (checked before anything is sent), <see cref="TableStoreException"/> when the store cannot be reached or refuses.
/// Source: Azure Table service REST API, "Understanding the Table service data model" and "Performing entity group transactions".
/// </remarks>
public interface ITableStore
{
    /// <summary>Creates the tables that are missing. Called once at start, never on the way of a message.</summary>
    Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default);

    /// <summary>One row, or null when there is none.</summary>
    Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default);

    /// <summary>One page of a range in one partition, ordinal by row key. A page may be empty and still carry a token.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="query">Which rows, and at most how many in this page.</param>
    /// <param name="continuationToken">Null for the first page, then what the page before gave back.</param>
    /// <param name="cancellationToken">Ends the wait; the store's own deadline applies besides.</param>
    Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes all actions or none (an entity group transaction): one partition, each row once, at most 100 rows and 4 MiB.
    /// A single action is sent as a plain write.
    /// </summary>
    Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default);

    /// <summary>Answers quickly when the store can be used, throws <see cref="TableStoreException"/> otherwise (for /readyz).</summary>
    Task PingAsync(CancellationToken cancellationToken = default);
}

/// <summary>A range of row keys within one partition: <c>From ≤ row key &lt; Before</c>. Either end may be open (null).</summary>
public sealed record TableQuery(string PartitionKey, string? From = null, string? Before = null, int? MaxPerPage = null)
{
    /// <summary>All rows whose key starts with <paramref name="prefix"/>.</summary>
    public static TableQuery Prefix(string partitionKey, string prefix, int? maxPerPage = null) =>
        new(partitionKey, prefix, TableKeys.After(prefix), maxPerPage);
}

public sealed record TablePage(IReadOnlyList<TableEntity> Entities, string? ContinuationToken);

/// <summary>What a write did. <see cref="FailedIndex"/> names the action of a transaction that decided (0 for a single write).</summary>
public sealed record TableWrite(TableWriteOutcome Outcome, IReadOnlyList<ETag> ETags, int FailedIndex = -1)
{
    public bool Succeeded => Outcome == TableWriteOutcome.Succeeded;
}

public enum TableWriteOutcome
{
    Succeeded,

    /// <summary>409 EntityAlreadyExists: somebody added the row before.</summary>
    AlreadyExists,

    /// <summary>412 UpdateConditionNotSatisfied: the row changed since it was read.</summary>
    ConditionNotMet,

    /// <summary>404 ResourceNotFound: the row to change is gone.</summary>
    NotFound,
}

/// <summary>One write of a transaction. <see cref="ETag"/> counts for update and delete; <see cref="ETag.All"/> is unconditional and never a default.</summary>
public sealed record TableTransactionAction(TableTransactionActionType ActionType, TableEntity Entity, ETag ETag)
{
    public static TableTransactionAction Add(TableEntity entity) => new(TableTransactionActionType.Add, entity, default);

    /// <summary>Replaces the row if it still has the ETag it was read with.</summary>
    public static TableTransactionAction Update(TableEntity entity) => new(TableTransactionActionType.UpdateReplace, entity, entity.ETag);

    public static TableTransactionAction Upsert(TableEntity entity) => new(TableTransactionActionType.UpsertReplace, entity, default);

    /// <summary>Deletes the row if it still has the ETag it was read with.</summary>
    public static TableTransactionAction Delete(TableEntity entity) => new(TableTransactionActionType.Delete, entity, entity.ETag);
}

public enum TableTransactionActionType
{
    Add,
    UpdateReplace,
    UpsertReplace,
    Delete,
}

/// <summary>The store could not be reached, answered too late or refused. The outcome of the write is unknown unless said otherwise.</summary>
public sealed class TableStoreException(string message, Exception? inner = null) : Exception(message, inner);
