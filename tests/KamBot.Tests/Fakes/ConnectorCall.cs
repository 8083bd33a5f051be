using System.Text.Json;
using KamBot.BotBuilder.Schema;

namespace KamBot.Tests.Fakes;

/// <summary>One request the bot made to the channel, and the status it got (0 when it was left without an answer).</summary>
internal sealed record ConnectorCall(string Method, string RawTarget, IReadOnlyDictionary<string, string> Headers, JsonElement? Body, int Status)
{
    /// <summary>When it came, by the real clock.</summary>
    public DateTimeOffset At { get; init; }

    public Activity? Activity => Body?.Deserialize(BotJson.Wire.Activity);

    public bool Accepted => Status is >= 200 and < 300;

    /// <summary>A message, card or typing indicator: not a new conversation.</summary>
    public bool IsActivity => RawTarget.Contains("/activities", StringComparison.Ordinal);
}

/// <summary>How the channel treats one call instead of accepting it.</summary>
internal sealed record ConnectorFault(int Status, string? Body = null, TimeSpan? RetryAfter = null, string? Location = null)
{
    /// <summary>Takes the request in and never answers; the caller's own deadline ends the wait.</summary>
    public static ConnectorFault Hang { get; } = new(0);

    /// <summary>Takes the request in and breaks the connection.</summary>
    public static ConnectorFault Drop { get; } = new(-1);

    /// <summary>Refuses as Teams does: <c>{"error":{"code":…}}</c>.</summary>
    public static ConnectorFault Refuse(int status, string code, TimeSpan? retryAfter = null) =>
        new(status, $$$"""{"error":{"code":"{{{code}}}","message":"Refused by the fake channel"}}""", retryAfter);
}
