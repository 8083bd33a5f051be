using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Platform.Hosting;

/// <summary>
/// The clock of Development: real time plus an offset that lies in the store, so that a restart goes on at the moved time.
/// Timers stay real. Only <see cref="ClockMover"/> moves it.
/// </summary>
public sealed class MovableClock(ITableStore tables) : TimeProvider
{
    public const string Table = "Development";

    private const string Partition = "clock";
    private const string Row = "offset";

    private long _offset;

    /// <summary>What no move ever changes.</summary>
    public static Instant RealNow => System.GetCurrentInstant();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    /// <summary>Takes up the offset that an earlier process left. Called once, before anything reads the clock.</summary>
    /// <returns>False when the clock of this store was never moved.</returns>
    public async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var row = await tables.GetEntityIfExistsAsync(Table, Partition, Row, cancellationToken);
        if (row?.GetInt64("ticks") is not { } ticks)
            return false;
        Interlocked.Exchange(ref _offset, ticks);
        return true;
    }

    /// <summary>Written down first: a process that dies in between comes back at the new time, never at an earlier one.</summary>
    internal async Task SetAsync(Instant now, CancellationToken cancellationToken) =>
        await KeepAsync((now - RealNow).BclCompatibleTicks, cancellationToken);

    internal Task ReturnToRealTimeAsync(CancellationToken cancellationToken) => KeepAsync(0, cancellationToken);

    private async Task KeepAsync(long offset, CancellationToken cancellationToken)
    {
        await tables.UpsertEntityAsync(Table, new TableEntity(Partition, Row) { ["ticks"] = offset }, cancellationToken);
        Interlocked.Exchange(ref _offset, offset);
    }
}
