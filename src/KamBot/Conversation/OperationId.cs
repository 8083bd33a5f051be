using System.Security.Cryptography;
using System.Text;

namespace KamBot.Conversation;

/// <summary>
/// Names one thing the user asked for, whatever the number of deliveries, runs and instances: the message's id, or for a
/// card its nonce with the button and what was filled in. Rows carry it, so that a second run changes nothing.
/// </summary>
public readonly record struct OperationId(string Value)
{
    public static OperationId Of(params ReadOnlySpan<string?> parts)
    {
        var text = string.Join('\u001f', parts!);
        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 10)));
    }

    /// <summary>The n-th thing that one operation does where it does several (three tasks of one meeting).</summary>
    public OperationId Step(string name) => Of(Value, name);

    public override string ToString() => Value;
}
