using System.Buffers;
using System.Text.Json;
using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Http;

namespace KamBot.BotBuilder.Hosting;

/// <summary>Reads an activity off a request, up to a size, and checks what every activity must have.</summary>
/// <remarks>Source: protocol-activity.md, A2010 to A2080, A2300, A5401.</remarks>
internal static class ActivityReader
{
    /// <summary>The activity, or the status to answer with.</summary>
    public static async Task<(Activity? Activity, int Status)> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
            return (null, StatusCodes.Status413PayloadTooLarge);

        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? 16 * 1024) + 1);
        try
        {
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                    buffer = Grow(buffer);
                var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                    break;
                length += read;
                if (length > maxBytes)
                    return (null, StatusCodes.Status413PayloadTooLarge);
            }

            return Parse(buffer.AsSpan(0, length)) is { } activity && HasWhatItNeeds(activity)
                ? (activity, StatusCodes.Status200OK)
                : (null, StatusCodes.Status400BadRequest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true); // it held what somebody wrote
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

    private static Activity? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, BotJson.Wire.Activity);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An invoke without a name is an old kind of card action and passes (A.1); the bot answers it with 501.</summary>
    private static bool HasWhatItNeeds(Activity activity) =>
        activity is
        {
            Type.Length: > 0,
            Id.Length: > 0,
            ChannelId.Length: > 0,
            ServiceUrl.Length: > 0,
            From.Id.Length: > 0,
            Recipient.Id.Length: > 0,
            Conversation.Id.Length: > 0,
        };
}
