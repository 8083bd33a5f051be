using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KamBot.BotBuilder.Schema;

/// <summary>Reads what is a timestamp and forgives what is not; writes UTC with a Z.</summary>
internal sealed class UtcTimestampConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Timestamps.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value?.UtcDateTime.ToString(Timestamps.Format(value.Value), CultureInfo.InvariantCulture));
}

/// <summary>Reads what is a timestamp and forgives what is not; writes it with its own offset.</summary>
internal sealed class LocalTimestampConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Timestamps.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value?.ToString(Timestamps.Format(value.Value), CultureInfo.InvariantCulture));
}

internal static class Timestamps
{
    /// <summary>Milliseconds as the channel writes them, and more only where there is more.</summary>
    public static string Format(DateTimeOffset value) =>
        value.Ticks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-ddTHH:mm:ss.fffK" : "yyyy-MM-ddTHH:mm:ss.fffffffK";

    public static DateTimeOffset? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String
            && DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value))
            return value;

        reader.Skip();
        return null;
    }
}
