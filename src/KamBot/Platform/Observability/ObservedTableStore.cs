using System.Diagnostics;
using System.Diagnostics.Metrics;
using KamBot.BotBuilder.Diagnostics;
using KamBot.Platform.Tables;

namespace KamBot.Platform.Observability;

/// <summary>
/// Watches the calls to the store: a figure for each, a span for those that belong to a turn or a reminder (the idle pulse
/// makes none), and the alarm when the store cannot be used. Neither holds a key.
/// </summary>
/// <remarks>Source: OpenTelemetry semantic conventions, database client spans and metrics.</remarks>
internal sealed class ObservedTableStore : ITableStore
{
    private readonly ITableStore _inner;
    private readonly Func<AlarmBell> _bell;
    private readonly Histogram<double> _durations;
    private readonly KeyValuePair<string, object?> _system;

    /// <param name="inner">The store itself.</param>
    /// <param name="meters">Where its figures go.</param>
    /// <param name="bell">Asked for when it is to ring: the bell needs a clock, and the moved clock of Development needs a store.</param>
    public ObservedTableStore(ITableStore inner, IMeterFactory meters, Func<AlarmBell> bell)
    {
        (_inner, _bell) = (inner, bell);
        _durations = meters.Meter().CreateHistogram("db.client.operation.duration", "s", "One call to the store, its retries included.", advice: Buckets.Store);
        _system = new("db.system.name", inner is SqliteTableStore ? "sqlite" : "azure.tables");
    }

    public Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default) =>
        _inner.CreateTablesAsync(tables, cancellationToken);

    public Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default) =>
        WatchAsync("get", table, (partitionKey, rowKey, cancellationToken), static (store, table, call) => store.GetEntityIfExistsAsync(table, call.partitionKey, call.rowKey, call.cancellationToken));

    public Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default) =>
        WatchAsync("query", table, (query, continuationToken, cancellationToken), static (store, table, call) => store.QueryPageAsync(table, call.query, call.continuationToken, call.cancellationToken));

    public Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default) =>
        WatchAsync(actions is [_] ? "write" : "transaction", table, (actions, cancellationToken), static (store, table, call) => store.SubmitTransactionAsync(table, call.actions, call.cancellationToken));

    /// <summary>Whoever pings wants to know, and tells: no alarm.</summary>
    public Task PingAsync(CancellationToken cancellationToken = default) => _inner.PingAsync(cancellationToken);

    private Task<TResult> WatchAsync<TCall, TResult>(string operation, string table, TCall call, Func<ITableStore, string, TCall, Task<TResult>> make)
    {
        var running = _durations.Enabled || KamBotDiagnostics.Source.HasListeners()
            ? MeasuredAsync(operation, table, call, make)
            : make(_inner, table, call);
        return running.IsCompletedSuccessfully ? running : HeardAsync(running);
    }

    private async Task<TResult> HeardAsync<TResult>(Task<TResult> running)
    {
        try
        {
            return await running;
        }
        catch (TableStoreException exception)
        {
            _bell().Ring(Alarms.StoreUnusable, $"The store cannot be used. {exception.Message}");
            throw;
        }
    }

    private async Task<TResult> MeasuredAsync<TCall, TResult>(string operation, string table, TCall call, Func<ITableStore, string, TCall, Task<TResult>> make)
    {
        using var span = Activity.Current is null ? null : KamBotDiagnostics.Source.StartActivity($"{operation} {table}", ActivityKind.Client);
        var begun = Stopwatch.GetTimestamp();
        string? error = null;
        TResult? result = default;
        try
        {
            return result = await make(_inner, table, call);
        }
        catch (Exception exception)
        {
            error = exception.GetType().FullName;
            throw;
        }
        finally
        {
            Tell(operation, table, result is TableWrite { Succeeded: false } write ? write.Outcome : null, error, span, Stopwatch.GetElapsedTime(begun));
        }
    }

    /// <summary>A write that lost to another is an answer, not an error: it has its own tag.</summary>
    private void Tell(string operation, string table, TableWriteOutcome? refused, string? error, Activity? span, TimeSpan duration)
    {
        var tags = new TagList { _system, { "db.operation.name", operation }, { "db.collection.name", table } };
        if (refused is { } outcome)
            tags.Add("kambot.storage.outcome", outcome.ToString());
        if (error is not null)
            tags.Add("error.type", error);
        _durations.Record(duration.TotalSeconds, tags);
        foreach (var (name, value) in tags)
            span?.SetTag(name, value);
        if (error is not null)
            span?.SetStatus(ActivityStatusCode.Error);
    }
}
