using KamBot.BotBuilder.Connector;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>Why nothing can be sent to a user, and since when; no request is made until what <see cref="Kind"/> names has happened.</summary>
/// <param name="Reason">Teams' own code, or a word of ours; never personal text.</param>
public sealed record Unreachability(UnreachableKind Kind, string Reason, Instant Since)
{
    /// <summary>What an answer of Teams says about the user; null when it says nothing of the kind.</summary>
    /// <remarks>Source: msteams-docs, <c>conversation-messages.md</c>, "Status codes from bot conversational APIs".</remarks>
    public static Unreachability? Of(ConnectorResult result, Instant now) => result.Outcome switch
    {
        ConnectorOutcome.BlockedByUser => new(UnreachableKind.Blocked, CodeOf(result), now),
        ConnectorOutcome.NotInstalled => new(UnreachableKind.Uninstalled, CodeOf(result), now),
        ConnectorOutcome.ConversationGone or ConnectorOutcome.WrongHost => new(UnreachableKind.Lost, CodeOf(result), now),
        _ => null,
    };

    public static string CodeOf(ConnectorResult result) => result.Code ?? result.Outcome.ToString();
}

public enum UnreachableKind
{
    /// <summary>Blocked by the user or disabled by an administrator: until the user writes or presses something.</summary>
    Blocked,

    /// <summary>Not installed: until it is installed again, or the user writes.</summary>
    Uninstalled,

    /// <summary>The chat is gone and cannot be opened: until anything comes from it.</summary>
    Lost,
}
