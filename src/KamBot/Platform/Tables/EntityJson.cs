using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KamBot.Platform.Tables;

/// <summary>
/// A row as the JSON of the Table service (OData, minimal metadata): what JSON cannot tell apart carries its type in
/// <c>name@odata.type</c>. SQLite keeps the properties in the same form, so there is one codec to trust.
/// </summary>
internal static class EntityJson
{
    /// <summary>
    /// Written into every row in Azure, unique per logical write: when a reply was lost, it tells whether the row is ours.
    /// Invisible in <see cref="TableEntity.Properties"/>.
    /// </summary>
    public const string OperationId = "kb_op";

    private const string PartitionKey = "PartitionKey";
    private const string RowKey = "RowKey";
    private const string Timestamp = "Timestamp";
    private const string ETag = "odata.etag";
    private const string TypeSuffix = "@odata.type";
    private const string DateFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static bool IsReserved(string name) =>
        name is PartitionKey or RowKey or Timestamp or OperationId;

    /// <summary>The whole row, as it is sent to the service.</summary>
    public static ReadOnlyMemory<byte> Write(TableEntity entity, string operationId)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString(PartitionKey, entity.PartitionKey);
        json.WriteString(RowKey, entity.RowKey);
        json.WriteString(OperationId, operationId);
        WriteProperties(json, entity);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>The properties alone.</summary>
    public static byte[] WriteProperties(TableEntity entity)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        WriteProperties(json, entity);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static void ReadProperties(ReadOnlySpan<byte> utf8, TableEntity entity)
    {
        var json = new Utf8JsonReader(utf8);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            ReadProperty(ref json, json.GetString()!, entity);
    }

    /// <summary>A row of the service's answer, with its ETag and the operation id of its last write (null for a row of another program).</summary>
    public static (TableEntity Entity, string? OperationId) Read(ref Utf8JsonReader json)
    {
        // The service sends the keys first, but JSON promises no order: what came before them is copied.
        string? partition = null, row = null, etag = null, operation = null;
        var entity = new TableEntity("", "");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            switch (name)
            {
                case PartitionKey:
                    json.Read();
                    partition = json.GetString();
                    break;
                case RowKey:
                    json.Read();
                    row = json.GetString();
                    break;
                case ETag:
                    json.Read();
                    etag = json.GetString();
                    break;
                case OperationId:
                    json.Read();
                    operation = json.GetString();
                    break;
                case Timestamp or Timestamp + TypeSuffix:
                    json.Read();
                    break;
                case not null when name.StartsWith("odata.", StringComparison.Ordinal):
                    json.Read();
                    json.Skip();
                    break;
                default:
                    ReadProperty(ref json, name!, entity);
                    break;
            }
        }

        if (partition is null || row is null)
            throw new JsonException("A row without keys.");
        var result = new TableEntity(partition, row) { ETag = etag is null ? default : new Azure.ETag(etag) };
        foreach (var (name, value) in entity.Properties)
            result[name] = value;
        return (result, operation);
    }

    private static void WriteProperties(Utf8JsonWriter json, TableEntity entity)
    {
        foreach (var (name, value) in entity.Properties)
        {
            switch (value)
            {
                case string text:
                    json.WriteString(name, text);
                    break;
                case bool flag:
                    json.WriteBoolean(name, flag);
                    break;
                case int number:
                    json.WriteNumber(name, number);
                    break;
                case long number:
                    WriteTyped(json, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                    break;
                case double number:
                    WriteDouble(json, name, number);
                    break;
                case DateTimeOffset date:
                    WriteTyped(json, name, "Edm.DateTime", date.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture));
                    break;
                case Guid guid:
                    WriteTyped(json, name, "Edm.Guid", guid.ToString("D"));
                    break;
                case byte[] binary:
                    json.WriteString(name + TypeSuffix, "Edm.Binary");
                    json.WriteBase64String(name, binary);
                    break;
                default:
                    throw new ArgumentException($"Property {name} has a type no row can hold.", nameof(entity));
            }
        }
    }

    private static void WriteTyped(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteString(name + TypeSuffix, type);
        json.WriteString(name, value);
    }

    private static void WriteDouble(Utf8JsonWriter json, string name, double number)
    {
        json.WriteString(name + TypeSuffix, "Edm.Double");
        if (double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A property or the type of one. The two may come in either order.</summary>
    private static void ReadProperty(ref Utf8JsonReader json, string name, TableEntity entity)
    {
        json.Read();
        if (name.EndsWith(TypeSuffix, StringComparison.Ordinal))
        {
            var property = name[..^TypeSuffix.Length];
            var type = json.GetString()!;
            entity[property] = entity[property] is { } value ? Convert(type, value) : new PendingType(type);
            return;
        }

        object? read = json.TokenType switch
        {
            JsonTokenType.String => json.GetString(),
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number => ReadNumber(ref json),
            JsonTokenType.Null => null,
            _ => throw new JsonException("A property that is neither text, number nor boolean."),
        };
        entity[name] = read is not null && entity[name] is PendingType pending ? Convert(pending.Type, read) : read;
    }

    /// <summary>Without a type, a number with a fraction or exponent is a double and any other an int.</summary>
    private static object ReadNumber(ref Utf8JsonReader json)
    {
        var hasFraction = json.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0;
        if (!hasFraction && !IsNegativeZero(json.ValueSpan) && json.TryGetInt32(out var whole))
            return whole;
        return json.GetDouble();
    }

    private static bool IsNegativeZero(ReadOnlySpan<byte> number) => number.SequenceEqual("-0"u8);

    private static object Convert(string type, object value) => (type, value) switch
    {
        ("Edm.Int64", string text) => long.Parse(text, CultureInfo.InvariantCulture),
        ("Edm.Int64", int number) => (long)number,
        ("Edm.Double", string text) => double.Parse(text, CultureInfo.InvariantCulture),
        ("Edm.Double", int number) => (double)number,
        ("Edm.DateTime", string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        ("Edm.Guid", string text) => Guid.Parse(text),
        ("Edm.Binary", string text) => System.Convert.FromBase64String(text),
        _ => value,
    };

    /// <summary>Stands in for a property between its type and its value.</summary>
    private sealed record PendingType(string Type);
}
