using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace KamBot.Platform.Tables;

/// <summary>
/// The embedded store: one SQLite file, any number of processes. One writer at a time (SQLite has no more) and a few readers.
/// </summary>
/// <remarks>
/// Reads take microseconds and run on the caller's thread; only the wait for a free session is asynchronous. Writes wait for the
/// disk and have a queue of their own.
/// </remarks>
public sealed class SqliteTableStore : ITableStore, IDisposable, IAsyncDisposable
{
    private const int Readers = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, long> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly SqliteWriter _writer;
    private readonly SessionPool _readers;

    public SqliteTableStore(string path)
    {
        _writer = new SqliteWriter(() => Open(path), LongestWait);
        _readers = new SessionPool(() => Open(path), Readers);
    }

    public async Task CreateTablesAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken = default)
    {
        foreach (var table in tables)
            TableLimits.CheckTable(table);
        await _writer.RunAsync(CreateAll, cancellationToken);

        bool CreateAll(SqliteSession session)
        {
            foreach (var table in tables)
                session.CreateTable(table);
            return true;
        }
    }

    public Task<TableEntity?> GetEntityIfExistsAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKeys(partitionKey, rowKey);
        return ReadAsync(session => session.Get(TableId(session, table), partitionKey, rowKey), cancellationToken);
    }

    public Task<TablePage> QueryPageAsync(string table, TableQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckQuery(query);
        var from = continuationToken is not null ? SqliteKey.EncodeNext(continuationToken)
            : query.From is not null ? SqliteKey.Encode(query.From)
            : SqliteKey.First;
        var before = query.Before is not null ? SqliteKey.Encode(query.Before) : SqliteKey.AfterLast;
        var size = Math.Min(query.MaxPerPage ?? TableLimits.MaxPageSize, TableLimits.MaxPageSize);
        return ReadAsync(Read, cancellationToken);

        TablePage Read(SqliteSession session)
        {
            var rows = session.Range(TableId(session, table), query.PartitionKey, from, before, size + 1);
            if (rows.Count <= size)
                return new TablePage(rows, ContinuationToken: null);
            rows.RemoveAt(size);
            return new TablePage(rows, rows[^1].RowKey);
        }
    }

    public async Task<TableWrite> SubmitTransactionAsync(string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken = default)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckTransaction(actions);
        if (!_tables.TryGetValue(table, out var id))
            id = await ReadAsync(session => TableId(session, table), cancellationToken);
        return await _writer.RunAsync(session => session.Submit(id, actions), cancellationToken);
    }

    public Task PingAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(session => session.FindTable("ping"), cancellationToken);

    /// <summary>Waits for the calls that are running, which are short, and closes the file.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }

    private long TableId(SqliteSession session, string table)
    {
        if (_tables.TryGetValue(table, out var id))
            return id;
        id = session.FindTable(table) ?? throw new TableStoreException($"The table {table} does not exist. Tables are created at start: services.AddTable(\"{table}\").");
        return _tables[table] = id;
    }

    private async Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        using var lease = await _readers.RentAsync(LongestWait, cancellationToken);
        try
        {
            return work(lease.Session);
        }
        catch (SqliteException e)
        {
            lease.Discard();
            throw new TableStoreException($"The storage file could not be used (SQLite error {e.SqliteExtendedErrorCode}).", e);
        }
    }

    private static SqliteSession Open(string path)
    {
        try
        {
            CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return SqliteSession.Open(path);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new TableStoreException($"The storage file {path} could not be opened or created: {e.Message} Set Storage:Path to a file in a folder that can be written.", e);
        }
    }

    /// <summary>The file holds personal data: a folder made for it is its owner's alone.</summary>
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(folder)) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>At most so many open sessions, made when first needed.</summary>
    private sealed class SessionPool(Func<SqliteSession> open, int size) : IDisposable
    {
        private readonly SemaphoreSlim _free = new(size, size);
        private readonly ConcurrentBag<SqliteSession> _idle = [];
        private volatile bool _disposed;

        public async ValueTask<Lease> RentAsync(TimeSpan longestWait, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteTableStore));
            cancellationToken.ThrowIfCancellationRequested();
            if (!await _free.WaitAsync(longestWait, cancellationToken))
                throw new TableStoreException("The storage file was busy for too long.");
            try
            {
                return new Lease(this, _idle.TryTake(out var session) ? session : open());
            }
            catch
            {
                _free.Release();
                throw;
            }
        }

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            for (var i = 0; i < size; i++)
                _free.Wait(LongestWait);
            while (_idle.TryTake(out var session))
                session.Dispose();
        }

        public sealed class Lease(SessionPool pool, SqliteSession session) : IDisposable
        {
            private bool _discard;

            public SqliteSession Session => session;

            /// <summary>After an error the session's state is not trusted.</summary>
            public void Discard() => _discard = true;

            public void Dispose()
            {
                if (_discard) session.Dispose();
                else pool._idle.Add(session);
                pool._free.Release();
            }
        }
    }
}
