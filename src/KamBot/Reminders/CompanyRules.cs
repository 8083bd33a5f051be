using System.Text.Json;
using KamBot.Platform;
using KamBot.Platform.Schedule;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Reminders;

/// <summary>
/// What the companies set in the chat, one small row each, all in one partition: every instance reads it with one query when what
/// it has is fifteen seconds old. Whoever changes it reads it again at once.
/// </summary>
public sealed class CompanyRules(ITableStore tables, TimeProvider clock, ILogger<CompanyRules> logger) : IRefreshed, IDisposable
{
    public const string Table = "Companies";

    private const string Partition = "rules";
    private const int MostCompanies = 5_000;
    private const int Attempts = 8;

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile State? _state;

    /// <summary>From this age on what is in memory is read again: what one instance changes, the others know after this time.</summary>
    public static Duration Freshness { get; } = Duration.FromSeconds(15);

    /// <summary>The company's settings by name, as far as the chat has set them; null where it has set none.</summary>
    public IReadOnlyDictionary<string, string>? Of(string tenant) => _state?.ByTenant.GetValueOrDefault(TableKeys.Escape(tenant));

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_state is { } state && IsFresh(state))
            return;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_state is { } other && IsFresh(other))
                return;
            await ReadAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Applies a change to the company's settings as they are now, again if somebody else changed them meanwhile.</summary>
    /// <exception cref="InvalidOperationException">The row kept changing (eight times in a row).</exception>
    public async Task ChangeAsync(string tenant, Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await tables.GetEntityIfExistsAsync(Table, Partition, TableKeys.Escape(tenant), cancellationToken);
            var row = RowJson.Write(new TableEntity(Partition, TableKeys.Escape(tenant)), change(read is null ? new Dictionary<string, string>() : RowJson.Read<Dictionary<string, string>>(read)));
            row.ETag = read?.ETag ?? default;
            var write = read is null ? await tables.AddEntityAsync(Table, row, cancellationToken) : await tables.UpdateEntityAsync(Table, row, cancellationToken);
            if (!write.Succeeded)
                continue;
            await ReadAsync(cancellationToken);
            return;
        }

        throw new InvalidOperationException("A company's settings kept changing while they were saved.");
    }

    public void Dispose() => _reading.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var byTenant = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var row in await tables.ListAsync(Table, new TableQuery(Partition), MostCompanies, cancellationToken))
        {
            try
            {
                byTenant[row.RowKey] = RowJson.Read<Dictionary<string, string>>(row);
            }
            catch (JsonException exception)
            {
                logger.LogError(exception, "A company's settings cannot be read; what is configured holds");
            }
        }

        _state = new State(byTenant, now);
    }

    /// <summary>Development may move the clock back: what was read in the future is read again.</summary>
    private bool IsFresh(State state) => clock.GetCurrentInstant() - state.ReadAt is var age && age >= Duration.Zero && age < Freshness;

    private sealed record State(Dictionary<string, IReadOnlyDictionary<string, string>> ByTenant, Instant ReadAt);
}
