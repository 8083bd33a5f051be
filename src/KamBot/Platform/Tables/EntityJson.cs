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

    private static ReadOnlySpan<byte> TypeSuffixUtf8 => "@odata.type"u8;

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
        ReadMembers(ref json, entity);
    }

    /// <summary>A row of the service's answer, with its ETag and the operation id of its last write (null for a row of another program).</summary>
    public static (TableEntity Entity, string? OperationId) Read(ref Utf8JsonReader json)
    {
        var entity = ReadKeys(json);
        return (entity, ReadMembers(ref json, entity));
    }

    /// <summary>Looks ahead on a copy of the reader: the service sends the keys near the start, but JSON promises no order.</summary>
    private static TableEntity ReadKeys(Utf8JsonReader json)
    {
        string? partition = null, row = null;
        while ((partition is null || row is null) && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(PartitionKey) && json.Read()) partition = json.GetString();
            else if (json.ValueTextEquals(RowKey) && json.Read()) row = json.GetString();
            else json.Skip();
        }

        return partition is not null && row is not null ? new TableEntity(partition, row) : throw new JsonException("A row without keys.");
    }

    /// <returns>The operation id, if there is one.</returns>
    private static string? ReadMembers(ref Utf8JsonReader json, TableEntity entity)
    {
        string? operation = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueSpan.EndsWith(TypeSuffixUtf8))
            {
                ReadTyped(ref json, entity);
            }
            else if (json.ValueTextEquals(ETag))
            {
                json.Read();
                entity.ETag = new Azure.ETag(json.GetString()!);
            }
            else if (json.ValueTextEquals(OperationId))
            {
                json.Read();
                operation = json.GetString();
            }
            else if (json.ValueTextEquals(PartitionKey) || json.ValueTextEquals(RowKey) || json.ValueTextEquals(Timestamp) || json.ValueSpan.StartsWith("odata."u8))
            {
                json.Skip();
            }
            else
            {
                var name = json.GetString()!;
                json.Read();
                entity[name] = ReadPlain(ref json);
            }
        }

        return operation;
    }

    /// <summary>A type, and directly behind it (as OData demands) the property it belongs to.</summary>
    private static void ReadTyped(ref Utf8JsonReader json, TableEntity entity)
    {
        var annotated = json.ValueSpan[..^TypeSuffixUtf8.Length];
        json.Read();
        var type = json.ValueSpan;
        json.Read();
        if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals(annotated))
            throw new JsonException("A type that does not stand before its property.");
        if (json.ValueTextEquals(Timestamp))
        {
            json.Skip();
            return;
        }

        var name = json.GetString()!;
        json.Read();
        entity[name] = ReadAs(type, ref json);
    }

    private static object? ReadAs(ReadOnlySpan<byte> type, ref Utf8JsonReader json)
    {
        if (type.SequenceEqual("Edm.Double"u8))
            return json.TokenType == JsonTokenType.Number ? json.GetDouble() : double.Parse(json.GetString()!, CultureInfo.InvariantCulture);
        if (type.SequenceEqual("Edm.Int64"u8))
            return long.Parse(json.GetString()!, CultureInfo.InvariantCulture);
        if (type.SequenceEqual("Edm.DateTime"u8))
            return json.GetDateTimeOffset().ToUniversalTime();
        if (type.SequenceEqual("Edm.Guid"u8))
            return json.GetGuid();
        if (type.SequenceEqual("Edm.Binary"u8))
            return json.GetBytesFromBase64();
        return ReadPlain(ref json); // Edm.String, Edm.Boolean, Edm.Int32: as JSON has it.
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

    /// <summary>A property whose type JSON itself tells: without a type, a number with a fraction or exponent is a double and any other an int.</summary>
    private static object? ReadPlain(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return json.GetString();
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when json.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 && json.TryGetInt32(out var whole):
                return whole;
            case JsonTokenType.Number:
                return json.GetDouble();
            default:
                throw new JsonException("A property that is neither text, number nor boolean.");
        }
    }
}
