namespace KamBot.BotBuilder.Connector;

/// <summary>What came of a call to the channel, sorted once.</summary>
/// <param name="Outcome">What to make of it.</param>
/// <param name="ActivityId">The id of what was written; null is normal (202, typing, text with a card).</param>
/// <param name="RetryAfter">How long the channel asks to wait, if it said so.</param>
/// <param name="Code">The channel's error code, or a word of ours when no answer came.</param>
/// <param name="Status">The HTTP status, 0 when no answer came.</param>
public record ConnectorResult(ConnectorOutcome Outcome, string? ActivityId = null, TimeSpan? RetryAfter = null, string? Code = null, int Status = 0)
{
    /// <summary>The <see cref="Code"/> of a call that the rate gates did not let out: the channel has not heard of it.</summary>
    public const string Paced = "Paced";

    public bool Delivered => Outcome == ConnectorOutcome.Delivered;

    /// <summary>The service URL that took the call, when it was not the one it was made to: to be kept for the next.</summary>
    public string? MovedTo { get; init; }
}

/// <summary>A result with what was asked for: <paramref name="Value"/> is set only when the call was delivered; null then means that the answer had no readable body.</summary>
public sealed record ConnectorResult<T>(ConnectorOutcome Outcome, T? Value, string? ActivityId = null, TimeSpan? RetryAfter = null, string? Code = null, int Status = 0)
    : ConnectorResult(Outcome, ActivityId, RetryAfter, Code, Status)
    where T : class;

/// <summary>Source: msteams-docs, <c>conversation-messages.md</c>, "Status codes from bot conversational APIs".</summary>
public enum ConnectorOutcome
{
    /// <summary>2xx.</summary>
    Delivered,

    /// <summary>Surely not done, worth another try later: 429, 412, 503, not our turn yet, no token, or the channel could not be reached.</summary>
    Retry,

    /// <summary>Done or not, nobody can tell: 500, 502, 504, time-out, connection lost after sending.</summary>
    Unknown,

    /// <summary>401, with a fresh token too: the registration or its secret is wrong. Surely not done; an operator must act.</summary>
    NotRegistered,

    /// <summary>The person blocked the bot or an administrator disabled it. Over until the person writes.</summary>
    BlockedByUser,

    /// <summary>The bot is not in the conversation. Over until it is installed again.</summary>
    NotInstalled,

    /// <summary>There is no such conversation.</summary>
    ConversationGone,

    /// <summary>The activity to change is not there: send a new one.</summary>
    ActivityGone,

    /// <summary>The tenant lives on another host than any this cloud has.</summary>
    WrongHost,

    /// <summary>The message is too big.</summary>
    TooBig,

    /// <summary>Refused, and a second try would be too: our mistake or our registration.</summary>
    Rejected,
}
