using System.Globalization;
using KamBot.Conversation;
using KamBot.Platform.Tables;
using NodaTime;

namespace KamBot.Accounts;

/// <summary>
/// A client's partition: its rows as they are now, and the timeline of what was done to them. A change and its timeline entry
/// are written in one entity group transaction. The entry's key holds the operation, so a second run of the same operation
/// meets its own entry and changes nothing; the entry holds the rows as they were, so it can be undone.
/// </summary>
public sealed class Journal(ITableStore tables)
{
    public const string Table = "Accounts";

    /// <summary>Rows of the present come before it in the order of keys, so that the dossier is one range query.</summary>
    private const string Timeline = "timeline~";

    private const int MostRows = 5_000;
    private const int MostLatest = 200;

    /// <summary>All rows of the present: the account, people, proposals, tasks, meetings.</summary>
    public async Task<AccountFile> OpenAsync(AccountKey key, CancellationToken cancellationToken) =>
        new(await tables.ListAsync(Table, new TableQuery(key.Partition, null, Timeline), MostRows, cancellationToken));

    public Task<TableEntity?> RowAsync(AccountKey key, string row, CancellationToken cancellationToken) =>
        tables.GetEntityIfExistsAsync(Table, key.Partition, row, cancellationToken);

    /// <summary>Newest first; what was undone is left out.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(AccountKey key, int most, CancellationToken cancellationToken)
    {
        var entries = new List<TimelineEntry>();
        await foreach (var row in tables.QueryAsync(Table, TableQuery.Prefix(key.Partition, Timeline, Math.Clamp(most * 2, 10, 500)), cancellationToken))
        {
            var entry = RowJson.Read<TimelineEntry>(row);
            if (entry.UndoneBy is null)
                entries.Add(entry);
            if (entries.Count == most)
                break;
        }

        // What one operation did lies at one instant: its steps came before the deed they led to.
        return [.. entries.OrderByDescending(entry => entry.At).ThenBy(entry => entry.IsStep)];
    }

    /// <summary>What was done since then, newest first, without what was undone: one range query over just that time.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> SinceAsync(AccountKey key, Instant since, CancellationToken cancellationToken)
    {
        var before = string.Create(CultureInfo.InvariantCulture, $"{Timeline}{long.MaxValue - since.ToUnixTimeTicks() + 1:D19}");
        var rows = await tables.ListAsync(Table, new TableQuery(key.Partition, Timeline, before), MostLatest, cancellationToken);
        return [.. rows.Select(RowJson.Read<TimelineEntry>).Where(entry => entry.UndoneBy is null)];
    }

    /// <summary>The entry an operation left, if it ran before.</summary>
    public async Task<TimelineEntry?> FindAsync(AccountKey key, Instant at, OperationId operation, CancellationToken cancellationToken) =>
        await RowAsync(key, EntryKey(at, operation.Value), cancellationToken) is { } row ? RowJson.Read<TimelineEntry>(row) : null;

    /// <summary>Whether the row's latest change came from this operation.</summary>
    public static bool WasWrittenBy(TableEntity row, OperationId operation) => row.GetString(OperationProperty) == operation.Value;

    /// <summary>Writes the entry and the changed rows together, or nothing.</summary>
    /// <returns>Done, already done by an earlier run of the same operation, or changed meanwhile (read again and decide anew).</returns>
    /// <exception cref="InvalidOperationException">The operation has written something else to this client under the same name.</exception>
    public async Task<JournalWrite> WriteAsync(AccountKey key, TimelineEntry entry, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        var images = changes.Select(change => new RowImage(change.Row, change.Before is null ? null : RowJson.Text(change.Before)));
        var entryRow = RowJson.Write(new TableEntity(key.Partition, EntryKey(entry.At, entry.Operation)), entry with { Before = [.. images] });
        List<TableTransactionAction> actions = [TableTransactionAction.Add(entryRow), .. changes.Select(change => Action(key, entry.Operation, change))];
        var write = await tables.SubmitTransactionAsync(Table, actions, cancellationToken);
        if (write.Succeeded)
            return JournalWrite.Done;
        if (await RowAsync(key, entryRow.RowKey, cancellationToken) is not { } written)
            return JournalWrite.Changed;
        // Another deed under the same name would be lost in silence: a slice that does two in one operation names the steps.
        var earlier = RowJson.Read<TimelineEntry>(written);
        return earlier.Kind == entry.Kind && earlier.Subject == entry.Subject
            ? JournalWrite.AlreadyDone
            : throw new InvalidOperationException($"One operation wrote {earlier.Kind} and then {entry.Kind} without a step of its own.");
    }

    /// <summary>Puts the rows back as they were before <paramref name="entry"/>, if nobody changed them since.</summary>
    public async Task<UndoOutcome> UndoAsync(AccountKey key, Instant at, string operation, OperationId undo, CancellationToken cancellationToken)
    {
        var row = await RowAsync(key, EntryKey(at, operation), cancellationToken);
        if (row is null)
            return new UndoOutcome(UndoResult.Nothing, null);
        var entry = RowJson.Read<TimelineEntry>(row);
        if (entry.UndoneBy is not null)
            return new UndoOutcome(entry.UndoneBy == undo.Value ? UndoResult.Undone : UndoResult.Nothing, entry);

        var undone = RowJson.Write(new TableEntity(row.PartitionKey, row.RowKey) { ETag = row.ETag }, entry with { UndoneBy = undo.Value });
        List<TableTransactionAction> actions = [TableTransactionAction.Update(undone)];
        foreach (var image in entry.Before)
        {
            var now = await RowAsync(key, image.Row, cancellationToken);
            if (now is null || now.GetString(OperationProperty) != operation)
                return new UndoOutcome(UndoResult.ChangedSince, entry);
            actions.Add(image.Json is null ? TableTransactionAction.Delete(now) : TableTransactionAction.Update(Restored(now, image.Json, undo)));
        }

        var write = await tables.SubmitTransactionAsync(Table, actions, cancellationToken);
        return new UndoOutcome(write.Succeeded ? UndoResult.Undone : UndoResult.ChangedSince, entry);
    }

    /// <summary>Deletes every row of the client, in transactions of a hundred.</summary>
    public async Task RemoveAllAsync(AccountKey key, CancellationToken cancellationToken)
    {
        var rows = await tables.ListAsync(Table, new TableQuery(key.Partition), MostRows, cancellationToken);
        foreach (var chunk in rows.Chunk(100))
            await tables.SubmitTransactionAsync(Table, [.. chunk.Select(TableTransactionAction.Delete)], cancellationToken);
    }

    private const string OperationProperty = "op";

    private static TableTransactionAction Action(AccountKey key, string operation, RowChange change)
    {
        var row = RowJson.WriteText(new TableEntity(key.Partition, change.Row) { [OperationProperty] = operation }, change.Json);
        if (change.Before is null)
            return TableTransactionAction.Add(row);
        row.ETag = change.Before.ETag;
        return TableTransactionAction.Update(row);
    }

    private static TableEntity Restored(TableEntity now, string json, OperationId undo) =>
        RowJson.WriteText(new TableEntity(now.PartitionKey, now.RowKey) { [OperationProperty] = undo.Value, ETag = now.ETag }, json);

    /// <summary>Reversed ticks: the newest entry is the first of its range.</summary>
    private static string EntryKey(Instant at, string operation) =>
        string.Create(CultureInfo.InvariantCulture, $"{Timeline}{long.MaxValue - at.ToUnixTimeTicks():D19}~{operation}");
}

/// <summary>The present rows of one client.</summary>
public sealed class AccountFile(IReadOnlyList<TableEntity> rows)
{
    public Account? Account => Row("account") is { } row ? RowJson.Read<Account>(row) : null;

    public TableEntity? Row(string key) => rows.FirstOrDefault(row => string.Equals(row.RowKey, key, StringComparison.Ordinal));

    /// <summary>All rows of one sort, by key.</summary>
    public IEnumerable<T> All<T>(string prefix) =>
        rows.Where(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal)).Select(RowJson.Read<T>);
}

/// <summary>One thing that was done, for the history and for undo.</summary>
public sealed record TimelineEntry
{
    public required Instant At { get; init; }

    public required string Operation { get; init; }

    /// <summary>What was done: a text key of the slice, e.g. <c>proposal.sent</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The row it was done to: reminders of that subject are planned anew after an undo.</summary>
    public required string Subject { get; init; }

    public required string By { get; init; }

    public required string ByName { get; init; }

    /// <summary>The account manager in whose place it was done; null when they did it themselves.</summary>
    public string? ForName { get; init; }

    /// <summary>Done on the way to the operation's own deed: a client was added to note an offer.</summary>
    public bool IsStep { get; init; }

    /// <summary>Counts as a contact with the client ("last contact").</summary>
    public bool IsContact { get; init; }

    /// <summary>A contact that came from us: it counts for the guard (R11). What the client says of itself does not.</summary>
    public bool IsOutgoing { get; init; }

    /// <summary>What the text of <see cref="Kind"/> names, each value tagged with its type (<see cref="Fact"/>).</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<RowImage> Before { get; init; } = [];

    public string? UndoneBy { get; init; }
}

/// <summary>A row as it was; no text: it was not there.</summary>
public sealed record RowImage(string Row, string? Json);

/// <summary>A row as it shall be, on the condition that it still is <see cref="Before"/> (null: that there is none).</summary>
public sealed record RowChange(string Row, TableEntity? Before, string Json)
{
    public static RowChange Of<T>(string row, TableEntity? before, T after) =>
        new(row, before, System.Text.Json.JsonSerializer.Serialize(after, RowJson.Options));
}

public enum JournalWrite
{
    Done,
    AlreadyDone,
    Changed,
}

public enum UndoResult
{
    Undone,
    Nothing,
    ChangedSince,
}

public sealed record UndoOutcome(UndoResult Result, TimelineEntry? Entry);
