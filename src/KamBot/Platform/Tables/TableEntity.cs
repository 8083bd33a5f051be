using System.Diagnostics.CodeAnalysis;
using Azure;

namespace KamBot.Platform.Tables;

/// <summary>
/// A row: two keys, an ETag and named properties of the types string, bool, int, long, double,
/// <see cref="DateTimeOffset"/> (UTC), <see cref="Guid"/> and byte[].
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "Azure.Data.Tables' name for the same thing.")]
public sealed class TableEntity(string partitionKey, string rowKey)
{
    private readonly Dictionary<string, object> _properties = new(StringComparer.Ordinal);

    public string PartitionKey { get; } = partitionKey;

    public string RowKey { get; } = rowKey;

    /// <summary>The version this row was read with; default for a row that was never stored.</summary>
    public ETag ETag { get; set; }

    public IReadOnlyDictionary<string, object> Properties => _properties;

    /// <summary>A property, or null when the row has none of that name. Setting null removes it.</summary>
    public object? this[string name]
    {
        get => _properties.GetValueOrDefault(name);
        set
        {
            if (value is null) _properties.Remove(name);
            else _properties[name] = value;
        }
    }

    public string? GetString(string name) => this[name] as string;

    public long? GetInt64(string name) => this[name] switch { long l => l, int i => i, _ => null };

    public int? GetInt32(string name) => this[name] switch { int i => i, _ => null };

    public bool? GetBoolean(string name) => this[name] as bool?;

    public DateTimeOffset? GetDateTimeOffset(string name) => this[name] as DateTimeOffset?;
}
