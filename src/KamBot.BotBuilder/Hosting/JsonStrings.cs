using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace KamBot.BotBuilder.Hosting;

/// <summary>
/// Finds strings that are none. What an activity keeps as it came (values, channel data, unknown properties) is read by whoever
/// uses it, and must not turn out only then to hold half a character.
/// </summary>
internal static class JsonStrings
{
    /// <summary>Whether every string and name is text: valid UTF-8, and no escaped surrogate without its other half.</summary>
    /// <exception cref="JsonException">It is not JSON at all.</exception>
    public static bool AreText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            return false;
        if (json.IndexOf(@"\ud"u8) < 0 && json.IndexOf(@"\uD"u8) < 0)
            return true;

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true } && !IsText(ref reader))
                return false;
        }

        return true;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            reader.CopyString(buffer);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true); // it held what somebody wrote
        }
    }
}
