using System.Security.Cryptography;
using System.Text;
using KamBot.BotBuilder.Schema;

namespace KamBot.BotBuilder.Turns;

/// <summary>
/// Names a turn and its conversation by hashes: fit for any key, the same in every process, and without personal data.
/// </summary>
/// <param name="Turn">Of channel, conversation and activity id: what makes two deliveries one turn (A2033).</param>
/// <param name="Conversation">Of tenant and conversation.</param>
public sealed record TurnKey(string Turn, string Conversation)
{
    /// <param name="activity">With channel, conversation and activity id.</param>
    /// <exception cref="ArgumentException">One of them is missing.</exception>
    public static TurnKey Of(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentException.ThrowIfNullOrEmpty(activity.ChannelId, nameof(activity));
        ArgumentException.ThrowIfNullOrEmpty(activity.Conversation?.Id, nameof(activity));
        ArgumentException.ThrowIfNullOrEmpty(activity.Id, nameof(activity));
        return new TurnKey(
            Hash(activity.ChannelId, activity.Conversation.Id, activity.Id),
            Hash(activity.GetTenantId() ?? string.Empty, activity.Conversation.Id));
    }

    /// <summary>128 bits of SHA-256 in lower-case hex. The lengths are hashed too, so that no two lists of parts look alike.</summary>
    private static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
