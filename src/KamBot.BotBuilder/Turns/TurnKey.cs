using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>
/// Names a turn and its conversation by hashes: fit for any key, the same in every process, and without personal data.
/// </summary>
/// <param name="Turn">
/// What makes two deliveries one turn: of channel, conversation and activity id (A2033), or for a <see cref="Press"/> of who pressed what.
/// </param>
/// <param name="Conversation">Of tenant and conversation.</param>
/// <param name="Delivery">Of channel, conversation and activity id, for a press: its turn can have several. Null for everything else.</param>
public sealed record TurnKey(string Turn, string Conversation, string? Delivery = null)
{
    private const int MaxOnStack = 1024;

    /// <param name="activity">With channel, conversation and activity id.</param>
    /// <exception cref="ArgumentException">One of them is missing.</exception>
    public static TurnKey Of(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentException.ThrowIfNullOrEmpty(activity.ChannelId, nameof(activity));
        ArgumentException.ThrowIfNullOrEmpty(activity.Conversation?.Id, nameof(activity));
        ArgumentException.ThrowIfNullOrEmpty(activity.Id, nameof(activity));
        var delivery = Hash(activity.ChannelId, activity.Conversation.Id, activity.Id);
        var conversation = Hash(activity.GetTenantId() ?? string.Empty, activity.Conversation.Id);
        return Press.IdentityOf(activity) is { } press
            ? new TurnKey(Hash(activity.ChannelId, activity.Conversation.Id, activity.From?.Id ?? string.Empty, press), conversation, delivery)
            : new TurnKey(delivery, conversation);
    }

    /// <summary>128 bits of SHA-256 in lower-case hex. The lengths are hashed too, so that no two lists of parts look alike.</summary>
    private static string Hash(params ReadOnlySpan<string> parts)
    {
        var length = 0;
        foreach (var part in parts)
            length += sizeof(int) + Encoding.UTF8.GetMaxByteCount(part.Length);
        Span<byte> bytes = length <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[length];
        var end = 0;
        foreach (var part in parts)
        {
            var written = Encoding.UTF8.GetBytes(part, bytes[(end + sizeof(int))..]);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[end..], written);
            end += sizeof(int) + written;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..end], hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
