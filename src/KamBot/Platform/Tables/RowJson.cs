using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Platform.Tables;

/// <summary>
/// A slice's record as one JSON document in a row. Documents longer than a property may be are spread over several, so
/// that a long meeting log is kept whole; the entity's own limit of 1 MiB is checked by the store.
/// </summary>
public static class RowJson
{
    private const int CharactersPerProperty = 30_000;
    private const int MaxProperties = 16;

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new PatternConverter<LocalDate>(LocalDatePattern.Iso),
            new PatternConverter<LocalTime>(LocalTimePattern.ExtendedIso),
            new PatternConverter<LocalDateTime>(LocalDateTimePattern.ExtendedIso),
            new PatternConverter<Instant>(InstantPattern.ExtendedIso),
        },
    };

    public static TableEntity Write<T>(TableEntity entity, T value) =>
        WriteText(entity, JsonSerializer.Serialize(value, Options));

    /// <exception cref="JsonException">The row holds something else than a <typeparamref name="T"/>.</exception>
    public static T Read<T>(TableEntity entity) =>
        JsonSerializer.Deserialize<T>(Text(entity), Options) ?? throw new JsonException($"A row of {typeof(T).Name} is empty.");

    /// <summary>The document as it is stored, for an image of a row that an undo may need.</summary>
    public static string Text(TableEntity entity)
    {
        if (entity.GetString(Name(1)) is null)
            return entity.GetString(Name(0)) ?? "";
        return string.Concat(Enumerable.Range(0, MaxProperties).Select(part => entity.GetString(Name(part))));
    }

    /// <exception cref="ArgumentException">The document is longer than a row keeps.</exception>
    public static TableEntity WriteText(TableEntity entity, string json)
    {
        if (json.Length > CharactersPerProperty * MaxProperties)
            throw new ArgumentException($"The document has {json.Length} characters; a row keeps {CharactersPerProperty * MaxProperties}.", nameof(json));
        for (var part = 0; part < MaxProperties; part++)
        {
            var start = part * CharactersPerProperty;
            entity[Name(part)] = start < json.Length ? json.Substring(start, Math.Min(CharactersPerProperty, json.Length - start)) : null;
        }

        return entity;
    }

    private static string Name(int part) => part == 0 ? "v" : $"v{part}";

    private sealed class PatternConverter<T>(IPattern<T> pattern) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var parsed = pattern.Parse(reader.GetString() ?? "");
            return parsed.Success ? parsed.Value : throw new JsonException($"Not a {typeof(T).Name}.", parsed.Exception);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(pattern.Format(value));
    }
}
