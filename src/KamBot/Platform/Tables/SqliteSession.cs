using System.Globalization;
using Azure;
using Microsoft.Data.Sqlite;

namespace KamBot.Platform.Tables;

/// <summary>One connection with its prepared statements, used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>Another process may hold the file for the length of its transaction.</summary>
    private const int BusyMilliseconds = 5_000;

    /// <summary>A file written by a later KamBot is refused rather than misread.</summary>
    private const int SchemaVersion = 1;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _commit, _rollback, _savepoint, _rollbackTo, _release, _tableId, _get, _range, _exists, _takeVersions, _add, _update, _upsert, _delete;

    private SqliteSession(SqliteConnection connection)
    {
        _connection = connection;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _savepoint = Prepare("SAVEPOINT alone");
        _rollbackTo = Prepare("ROLLBACK TO alone");
        _release = Prepare("RELEASE alone");
        _tableId = Prepare("SELECT id FROM tables WHERE name = $name", "$name");
        _get = Prepare(
            "SELECT version, properties FROM entities WHERE table_id = $table AND partition_key = $partition AND row_key = $row",
            "$table", "$partition", "$row");
        _range = Prepare(
            """
            SELECT row_key, version, properties FROM entities
            WHERE table_id = $table AND partition_key = $partition AND row_key >= $from AND row_key < $before
            ORDER BY row_key LIMIT $limit
            """,
            "$table", "$partition", "$from", "$before", "$limit");
        _exists = Prepare(
            "SELECT 1 FROM entities WHERE table_id = $table AND partition_key = $partition AND row_key = $row",
            "$table", "$partition", "$row");
        _takeVersions = Prepare("UPDATE version_counter SET last = last + $count RETURNING last", "$count");
        _add = Prepare(
            "INSERT INTO entities VALUES ($table, $partition, $row, $version, $properties) ON CONFLICT DO NOTHING",
            "$table", "$partition", "$row", "$version", "$properties");
        _update = Prepare(
            """
            UPDATE entities SET version = $version, properties = $properties
            WHERE table_id = $table AND partition_key = $partition AND row_key = $row AND ($match IS NULL OR version = $match)
            """,
            "$table", "$partition", "$row", "$version", "$properties", "$match");
        _upsert = Prepare(
            """
            INSERT INTO entities VALUES ($table, $partition, $row, $version, $properties)
            ON CONFLICT DO UPDATE SET version = excluded.version, properties = excluded.properties
            """,
            "$table", "$partition", "$row", "$version", "$properties");
        _delete = Prepare(
            """
            DELETE FROM entities
            WHERE table_id = $table AND partition_key = $partition AND row_key = $row AND ($match IS NULL OR version = $match)
            """,
            "$table", "$partition", "$row", "$match");
    }

    public static SqliteSession Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false, // The store keeps its own few sessions, with their statements prepared.
            DefaultTimeout = BusyMilliseconds / 1000,
        }.ToString());
        try
        {
            connection.Open();
            // WAL lets readers read while one writes; FULL makes a commit survive a power cut. What is deleted is
            // overwritten, so that an erased person does not stay behind in free pages.
            Execute(connection, FormattableString.Invariant($"PRAGMA busy_timeout = {BusyMilliseconds}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"));
            CreateSchema(connection);
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void CreateTable(string table)
    {
        using var create = _connection.CreateCommand();
        create.CommandText = "INSERT INTO tables (name) VALUES ($name) ON CONFLICT DO NOTHING";
        create.Parameters.AddWithValue("$name", table);
        create.ExecuteNonQuery();
    }

    /// <summary>Null when no such table was created. Names are compared as the service does it, without regard to case.</summary>
    public long? FindTable(string table)
    {
        _tableId.Parameters[0].Value = table;
        return _tableId.ExecuteScalar() as long?;
    }

    public TableEntity? Get(long table, string partitionKey, string rowKey)
    {
        Bind(_get, table, SqliteKey.Encode(partitionKey), SqliteKey.Encode(rowKey));
        using var reader = _get.ExecuteReader();
        if (!reader.Read())
            return null;
        var entity = new TableEntity(partitionKey, rowKey) { ETag = ToETag(reader.GetInt64(0)) };
        EntityJson.ReadProperties(reader.GetFieldValue<byte[]>(1), entity);
        return entity;
    }

    public List<TableEntity> Range(long table, string partitionKey, byte[] from, byte[] before, int limit)
    {
        Bind(_range, table, SqliteKey.Encode(partitionKey), from, before, limit);
        using var reader = _range.ExecuteReader();
        var rows = new List<TableEntity>();
        while (reader.Read())
        {
            var entity = new TableEntity(partitionKey, SqliteKey.Decode(reader.GetFieldValue<byte[]>(0))) { ETag = ToETag(reader.GetInt64(1)) };
            EntityJson.ReadProperties(reader.GetFieldValue<byte[]>(2), entity);
            rows.Add(entity);
        }

        return rows;
    }

    /// <summary>
    /// Makes all that <paramref name="work"/> does durable, or none of it. IMMEDIATE takes the write lock first, so that nothing
    /// read within is stale when it is written.
    /// </summary>
    public void InTransaction(Action<SqliteSession> work)
    {
        _begin.ExecuteNonQuery();
        var committed = false;
        try
        {
            work(this);
            _commit.ExecuteNonQuery();
            committed = true;
        }
        finally
        {
            // A failed COMMIT may have rolled back by itself already.
            if (!committed && SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
                _rollback.ExecuteNonQuery();
        }
    }

    /// <summary>All actions or none, within a transaction that may hold other callers' actions too.</summary>
    public TableWrite Submit(long table, IReadOnlyList<TableTransactionAction> actions)
    {
        Bind(_takeVersions, actions.Count);
        var version = (long)_takeVersions.ExecuteScalar()! - actions.Count;
        if (actions.Count == 1)
            return Apply(table, actions, version); // what fails changes nothing

        _savepoint.ExecuteNonQuery();
        var write = Apply(table, actions, version);
        if (!write.Succeeded)
            _rollbackTo.ExecuteNonQuery();
        _release.ExecuteNonQuery();
        return write;
    }

    public void Dispose() => _connection.Dispose(); // Finalizes the prepared statements with it.

    private TableWrite Apply(long table, IReadOnlyList<TableTransactionAction> actions, long version)
    {
        var etags = new ETag[actions.Count];
        for (var i = 0; i < actions.Count; i++)
        {
            var outcome = Apply(table, actions[i], ++version);
            if (outcome != TableWriteOutcome.Succeeded)
                return new TableWrite(outcome, [], i);
            etags[i] = actions[i].ActionType == TableTransactionActionType.Delete ? default : ToETag(version);
        }

        return new TableWrite(TableWriteOutcome.Succeeded, etags);
    }

    private TableWriteOutcome Apply(long table, TableTransactionAction action, long version)
    {
        var entity = action.Entity;
        var partition = SqliteKey.Encode(entity.PartitionKey);
        var row = SqliteKey.Encode(entity.RowKey);
        switch (action.ActionType)
        {
            case TableTransactionActionType.Add:
                Bind(_add, table, partition, row, version, EntityJson.WriteProperties(entity));
                return _add.ExecuteNonQuery() == 1 ? TableWriteOutcome.Succeeded : TableWriteOutcome.AlreadyExists;
            case TableTransactionActionType.UpsertReplace:
                Bind(_upsert, table, partition, row, version, EntityJson.WriteProperties(entity));
                _upsert.ExecuteNonQuery();
                return TableWriteOutcome.Succeeded;
            case TableTransactionActionType.UpdateReplace:
                Bind(_update, table, partition, row, version, EntityJson.WriteProperties(entity), ToVersion(action.ETag));
                return _update.ExecuteNonQuery() == 1 ? TableWriteOutcome.Succeeded : WhyNot(table, partition, row);
            case TableTransactionActionType.Delete:
                Bind(_delete, table, partition, row, ToVersion(action.ETag));
                return _delete.ExecuteNonQuery() == 1 ? TableWriteOutcome.Succeeded : WhyNot(table, partition, row);
            default:
                throw new ArgumentOutOfRangeException(nameof(action));
        }
    }

    private TableWriteOutcome WhyNot(long table, byte[] partition, byte[] row)
    {
        Bind(_exists, table, partition, row);
        return _exists.ExecuteScalar() is null ? TableWriteOutcome.NotFound : TableWriteOutcome.ConditionNotMet;
    }

    private static ETag ToETag(long version) => new(FormattableString.Invariant($"W/\"{version}\""));

    /// <summary>The version an ETag names, null for any, and one that no row has for an ETag that is not ours.</summary>
    private static object ToVersion(ETag etag)
    {
        if (etag == ETag.All)
            return DBNull.Value;
        var text = etag.ToString("H");
        return text.StartsWith("W/\"", StringComparison.Ordinal) && text.EndsWith('"')
               && long.TryParse(text.AsSpan(3, text.Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : -1L;
    }

    private static void CreateSchema(SqliteConnection connection)
    {
        using var read = connection.CreateCommand();
        read.CommandText = "PRAGMA user_version";
        switch ((long)read.ExecuteScalar()!)
        {
            case SchemaVersion:
                return;
            case > SchemaVersion:
                throw new TableStoreException("The storage file was written by a later version of KamBot.");
        }

        // Two processes may come here at once: IF NOT EXISTS and OR IGNORE make the second one harmless.
        Execute(
            connection,
            FormattableString.Invariant($"""
            BEGIN IMMEDIATE;
            CREATE TABLE IF NOT EXISTS tables (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
            CREATE TABLE IF NOT EXISTS entities (
                table_id INTEGER NOT NULL REFERENCES tables (id), partition_key BLOB NOT NULL, row_key BLOB NOT NULL,
                version INTEGER NOT NULL, properties BLOB NOT NULL,
                PRIMARY KEY (table_id, partition_key, row_key)) WITHOUT ROWID;
            -- One counter for all rows: an ETag never comes back, not even after delete and insert.
            CREATE TABLE IF NOT EXISTS version_counter (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL);
            INSERT OR IGNORE INTO version_counter VALUES (1, 0);
            PRAGMA user_version = {SchemaVersion};
            COMMIT;
            """));
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    /// <summary>Values in the order of the parameters. Microsoft.Data.Sqlite compiles a command once, at its first run.</summary>
    private static void Bind(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
    }
}
