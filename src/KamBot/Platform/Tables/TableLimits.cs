using System.Buffers;
using System.Globalization;
using System.Text;
using Azure;

namespace KamBot.Platform.Tables;

/// <summary>
/// The limits of Azure Table storage, checked in one place before anything is sent, so that a row that fits the embedded
/// store fits the cloud too. Source: "Understanding the Table service data model", "Performing entity group transactions".
/// </summary>
internal static class TableLimits
{
    /// <summary>A key is at most 1 KiB of UTF-16.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>252 of the service, of which the store keeps one: <see cref="EntityJson.OperationId"/>.</summary>
    public const int MaxProperties = 252 - 1;

    public const int MaxPropertyNameLength = 255;
    public const int MaxStringLength = 32 * 1024;
    public const int MaxBinaryLength = 64 * 1024;
    public const int MaxActions = 100;
    public const int MaxPageSize = 1000;

    /// <summary>1 MiB less a reserve: the service counts a little more than it documents (measured: 88 bytes), and we add a property.</summary>
    public const int MaxEntitySize = 1024 * 1024 - 1024;

    /// <summary>4 MiB less a reserve for the envelope of the batch (measured: 1.3 KB).</summary>
    public const int MaxTransactionSize = 4 * 1024 * 1024 - 8 * 1024;

    /// <summary>Boundary, headers and request line of one action, without its keys.</summary>
    private const int ActionOverhead = 700;

    private static readonly DateTimeOffset EarliestDate = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SearchValues<char> IllegalInKeys = SearchValues.Create(
        "/\\#?" + string.Concat(Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c)));

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    public static void CheckTable(string table)
    {
        if (table.Length is < 3 or > 63 || !char.IsAsciiLetter(table[0]) || !table.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"'{table}' is no table name: 3 to 63 ASCII letters and digits, a letter first.", nameof(table));
    }

    public static void CheckKeys(string partitionKey, string rowKey)
    {
        CheckKey("partition key", partitionKey);
        CheckKey("row key", rowKey);
    }

    public static void CheckQuery(TableQuery query)
    {
        CheckKey("partition key", query.PartitionKey);
        CheckText("range", query.From ?? "");
        CheckText("range", query.Before ?? "");
        if (query.MaxPerPage < 1)
            throw new ArgumentException("A page holds at least one row.", nameof(query));
    }

    public static void CheckTransaction(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count == 0)
            throw new ArgumentException("A transaction needs at least one action.", nameof(actions));
        if (actions.Count > MaxActions)
            throw new ArgumentException(Invariant($"A transaction holds at most {MaxActions} rows, this one has {actions.Count}."), nameof(actions));

        var rows = new HashSet<string>(actions.Count, StringComparer.Ordinal);
        foreach (var action in actions)
        {
            var entity = action.Entity;
            CheckKeys(entity.PartitionKey, entity.RowKey);
            if (entity.PartitionKey != actions[0].Entity.PartitionKey)
                throw new ArgumentException("All rows of a transaction lie in one partition, this one spans several.", nameof(actions));
            if (!rows.Add(entity.RowKey))
                throw new ArgumentException("A transaction names each row once, this one names a row twice.", nameof(actions));

            if (action.ActionType is TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete && action.ETag == default)
                throw new ArgumentException("An update or delete needs the ETag the row was read with (ETag.All is unconditional).", nameof(actions));
            if (action.ActionType != TableTransactionActionType.Delete)
                CheckEntity(entity);
        }

        CheckTransactionSize(actions);
    }

    /// <summary>The size of a row as the service counts it ("How the size of an entity is calculated").</summary>
    public static long EntitySize(TableEntity entity)
    {
        long size = 4 + 2 * (entity.PartitionKey.Length + entity.RowKey.Length);
        foreach (var (name, value) in entity.Properties)
        {
            size += 8 + 2 * name.Length + value switch
            {
                string text => 2 * text.Length + 4,
                byte[] binary => binary.Length + 4,
                Guid => 16,
                bool => 1,
                int => 4,
                _ => 8,
            };
        }

        return size;
    }

    private static void CheckEntity(TableEntity entity)
    {
        if (entity.Properties.Count > MaxProperties)
            throw new ArgumentException(Invariant($"A row has at most {MaxProperties} properties, this one has {entity.Properties.Count}."), nameof(entity));
        foreach (var (name, value) in entity.Properties)
        {
            CheckName(name);
            CheckValue(name, value);
        }

        var size = EntitySize(entity);
        if (size > MaxEntitySize)
            throw new ArgumentException(Invariant($"A row is at most {MaxEntitySize} bytes (1 MiB less a reserve), this one has {size}."), nameof(entity));
    }

    private static void CheckKey(string what, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length > MaxKeyLength)
            throw new ArgumentException(Invariant($"A {what} has at most {MaxKeyLength} characters (1 KiB), this one has {key.Length}."), nameof(key));
        if (key.AsSpan().IndexOfAny(IllegalInKeys) is var at and >= 0)
            throw new ArgumentException(Invariant($"A {what} must not hold / \\ # ? or control characters, this one has U+{(int)key[at]:X4}: use TableKeys.Escape."), nameof(key));
        CheckText(what, key);
    }

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > MaxPropertyNameLength || char.IsAsciiDigit(name[0]) || name.AsSpan().ContainsAnyExcept(NameCharacters))
            throw new ArgumentException(Invariant($"'{name}' is no property name: 1 to {MaxPropertyNameLength} ASCII letters, digits and _, no digit first."), nameof(name));
        if (EntityJson.IsReserved(name))
            throw new ArgumentException($"The property name {name} is the store's own.", nameof(name));
    }

    private static void CheckValue(string name, object value)
    {
        switch (value)
        {
            case string text when text.Length > MaxStringLength:
                throw new ArgumentException(Invariant($"A text property has at most {MaxStringLength} characters (64 KiB), {name} has {text.Length}."), nameof(value));
            case string text:
                CheckText($"property {name}", text);
                break;
            case byte[] binary when binary.Length > MaxBinaryLength:
                throw new ArgumentException(Invariant($"A binary property has at most {MaxBinaryLength} bytes (64 KiB), {name} has {binary.Length}."), nameof(value));
            case DateTimeOffset date when date < EarliestDate:
                throw new ArgumentException($"A date property begins with the year 1601, {name} is earlier.", nameof(value));
            case byte[] or DateTimeOffset or bool or int or long or double or Guid:
                break;
            default:
                throw new ArgumentException($"Property {name} is a {value.GetType().Name}; a row holds string, bool, int, long, double, DateTimeOffset, Guid and byte[].", nameof(value));
        }
    }

    /// <summary>Half an emoji cannot be sent as UTF-8 and would come back changed.</summary>
    private static void CheckText(string what, string text)
    {
        for (var rest = text.AsSpan(); rest.IndexOfAnyInRange('\uD800', '\uDFFF') is var at and >= 0;)
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var length) != OperationStatus.Done)
                throw new ArgumentException($"The {what} holds half of a surrogate pair: it was cut within a character.", nameof(text));
            rest = rest[(at + length)..];
        }
    }

    private static void CheckTransactionSize(IReadOnlyList<TableTransactionAction> actions)
    {
        // The bound costs nothing and nearly always settles it; only a transaction near the limit is written out and counted.
        if (actions.Count == 1 || actions.Sum(a => UpperBoundOnTheWire(a.Entity)) <= MaxTransactionSize)
            return;
        var size = actions.Sum(SizeOnTheWire);
        if (size > MaxTransactionSize)
            throw new ArgumentException(Invariant($"A transaction is at most {MaxTransactionSize} bytes (4 MiB less a reserve), this one has {size}."), nameof(actions));
    }

    /// <summary>A UTF-16 unit takes at most 6 bytes as JSON and 9 in a URL; every property may carry its type.</summary>
    private static long UpperBoundOnTheWire(TableEntity entity) =>
        ActionOverhead + 15 * (entity.PartitionKey.Length + entity.RowKey.Length)
        + entity.Properties.Sum(p => 80L + 2 * p.Key.Length + p.Value switch
        {
            string text => 6 * text.Length,
            byte[] binary => 2 * binary.Length,
            _ => 40,
        });

    private static long SizeOnTheWire(TableTransactionAction action)
    {
        var keys = Uri.EscapeDataString(action.Entity.PartitionKey).Length + Uri.EscapeDataString(action.Entity.RowKey).Length;
        var body = action.ActionType == TableTransactionActionType.Delete ? 0 : EntityJson.Write(action.Entity, operationId: "").Length;
        return ActionOverhead + keys + body;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
