using System.Buffers;
using System.Text.Json;
using KamBot.BotBuilder.Schema;
using Microsoft.AspNetCore.Http;

namespace KamBot.BotBuilder.Hosting;

/// <summary>Reads an activity off a request, up to a size, and checks what every activity must have.</summary>
/// <remarks>Source: protocol-activity.md, A2010 to A2080, A2300, A5401.</remarks>
internal static class ActivityReader
{
    private const int LongestName = 1024;

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

            return Parse(buffer.AsSpan(0, length)) is { } activity && HasWhatItNeeds(activity) && IsOfSaneLength(activity)
                ? (activity, StatusCodes.Status200OK)
                : (null, StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException e)
        {
            return (null, e.StatusCode); // chunks that are none, a body that ends early or comes too slowly
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
            return !JsonStrings.AreText(json) ? null : JsonSerializer.Deserialize(json, BotJson.Wire.Activity);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null; // an ArgumentException says that a name stands there twice, within a JsonNode
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

    /// <summary>Ids, names and addresses go into keys, rows and headers; the channel's own have a few dozen characters.</summary>
    private static bool IsOfSaneLength(Activity activity) =>
        IsShort(activity.Type) && IsShort(activity.Name) && IsShort(activity.Id) && IsShort(activity.ReplyToId) && IsShort(activity.ChannelId) && IsShort(activity.ServiceUrl)
        && IsShort(activity.Locale) && IsShort(activity.LocalTimezone) && IsShort(activity.GetTenantId())
        && IsShort(activity.Conversation?.Id) && IsShort(activity.Conversation?.Name) && IsShort(activity.Conversation?.ConversationType)
        && IsShort(activity.From) && IsShort(activity.Recipient)
        && (activity.MembersAdded ?? []).All(IsShort) && (activity.MembersRemoved ?? []).All(IsShort);

    private static bool IsShort(ChannelAccount? account) => account is null || (IsShort(account.Id) && IsShort(account.Name) && IsShort(account.AadObjectId));

    private static bool IsShort(string? text) => text is null || text.Length <= LongestName;
}
