using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using KamBot.Benchmarks.Hosts;
using Microsoft.Data.Sqlite;
using Npgsql;
using Quartz;

namespace KamBot.Benchmarks.Peers;

/// <summary>
/// Quartz with its own ADO job store and one trigger per reminder, all of one durable job that does nothing: one instance,
/// not clustered, which is its faster way. A first trigger is scheduled through Quartz; the others are copies of its rows.
/// </summary>
internal sealed class QuartzAdo : IAsyncDisposable
{
    private const string Tally = "tally";
    private const int TunedConcurrency = 50;

    private static readonly JobKey Nothing = new("nothing");
    private static readonly DateTimeOffset TemplateTime = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Tables = ["QRTZ_TRIGGERS", "QRTZ_SIMPLE_TRIGGERS"];

    private readonly IScheduler _scheduler;
    private readonly Func<DbConnection> _open;
    private readonly IDisposable? _folder;
    private FiredTriggers _fired = new(0);
    private int _copied;

    private QuartzAdo(string name, IScheduler scheduler, Func<DbConnection> open, IDisposable? folder) =>
        (Name, _scheduler, _open, _folder) = (name, scheduler, open, folder);

    public string Name { get; }

    public static Task<QuartzAdo> OnSqliteAsync(bool tuned)
    {
        var folder = new TemporaryFolder();
        var file = $"Data Source={folder.File("quartz.db")}";
        return StartAsync("SQLite", tuned, store => store.UseSqlite(file), () => new SqliteConnection(file), folder, "PRAGMA journal_mode = WAL");
    }

    public static async Task<QuartzAdo> OnPostgresAsync(PostgresServer server, bool tuned)
    {
        var database = tuned ? "quartz_tuned" : "quartz";
        await server.CreateAsync(database);
        var connection = server.Npgsql(database);
        return await StartAsync("PostgreSQL", tuned, store => store.UsePostgres(connection), () => new NpgsqlConnection(connection), null, "SELECT 1");
    }

    /// <summary>Triggers of the coming years.</summary>
    public Task StoreLaterAsync(int count) => CopyAsync(count, TimeProvider.System.GetUtcNow().AddYears(1), TimeSpan.FromSeconds(1));

    /// <summary>Triggers whose time comes now, or from a moment on one after another.</summary>
    public Task MakeDueAsync(int count, DateTimeOffset first, TimeSpan step)
    {
        _fired = new FiredTriggers(count);
        _scheduler.Context[Tally] = _fired;
        return CopyAsync(count, first, step);
    }

    /// <summary>Lets the scheduler run until all that were made due have fired.</summary>
    /// <returns>The seconds from its start to the last one, and how late each was, in milliseconds.</returns>
    public async Task<(double Seconds, IReadOnlyList<double> Late)> FireAsync(TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        await _scheduler.Start();
        await _fired.AllAsync(limit);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await _scheduler.Standby();
        return (seconds, _fired.Late);
    }

    public async ValueTask DisposeAsync()
    {
        await _scheduler.Shutdown(waitForJobsToComplete: true);
        SqliteConnection.ClearAllPools();
        _folder?.Dispose();
    }

    private static async Task<QuartzAdo> StartAsync(
        string database, bool tuned, Action<IPersistentStoreBuilder> use, Func<DbConnection> open, IDisposable? folder, string before)
    {
        await ExecuteAsync(open, before);
        var scheduler = await QuartzSchedulerBuilder.Create(quartz =>
        {
            if (tuned)
            {
                quartz.UseDefaultThreadPool(TunedConcurrency);
                quartz.ConfigureScheduler(scheduler => scheduler.MaxBatchSize = TunedConcurrency);
            }

            quartz.UsePersistentStore(store =>
            {
                store.ProvisionSchema();
                if (tuned)
                    store.ConfigureStore(options => options.MisfireThreshold = TimeSpan.FromMinutes(10));
                use(store);
            });
        }).BuildScheduler();
        await scheduler.Start();
        await scheduler.Standby();
        await scheduler.AddJob(JobBuilder.Create<NothingJob>().WithIdentity(Nothing).StoreDurably().Build());
        await scheduler.ScheduleJob(TriggerBuilder.Create().WithIdentity("template").ForJob(Nothing).StartAt(TemplateTime).Build());
        return new QuartzAdo($"Quartz 4.7.3, {database}, {(tuned ? "50 threads and triggers at once" : "its defaults")}", scheduler, open, folder);
    }

    private async Task CopyAsync(int count, DateTimeOffset first, TimeSpan step)
    {
        foreach (var table in Tables)
        {
            string[] columns;
            await using (var connection = _open())
            {
                await connection.OpenAsync();
                await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of ours.
                command.CommandText = $"SELECT * FROM {table} WHERE 1 = 0";
#pragma warning restore CA2100
                await using var reader = await command.ExecuteReaderAsync();
                columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            }

            var values = columns.Select(column => column.ToUpperInvariant() switch
            {
                "TRIGGER_NAME" => $"'copy-' || ({_copied} + n.i)",
                "NEXT_FIRE_TIME" or "START_TIME" => string.Create(CultureInfo.InvariantCulture, $"{first.UtcTicks} + n.i * {step.Ticks}"),
                _ => $"t.{column}",
            });
            await ExecuteAsync(_open, string.Create(CultureInfo.InvariantCulture, $"""
                WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})
                INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {table} t, n WHERE t.TRIGGER_NAME = 'template'
                """));
        }

        await ExecuteAsync(_open, "ANALYZE");
        _copied += count;
    }

    private static async Task ExecuteAsync(Func<DbConnection> open, string sql)
    {
        await using var connection = open();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names and numbers of ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Notes that it was fired.</summary>
    internal sealed class NothingJob : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            ((FiredTriggers)context.Scheduler.Context[Tally]!).Note(TimeProvider.System.GetUtcNow() - context.ScheduledFireTimeUtc!.Value);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>What is waited for, and how late each was.</summary>
    private sealed class FiredTriggers(int expected)
    {
        private readonly ConcurrentQueue<double> _late = [];
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public IReadOnlyList<double> Late => [.. _late];

        public void Note(TimeSpan late)
        {
            _late.Enqueue(late.TotalMilliseconds);
            if (Interlocked.Increment(ref _count) == expected)
                _all.TrySetResult();
        }

        public Task AllAsync(TimeSpan limit) => _all.Task.WaitAsync(limit);
    }
}
