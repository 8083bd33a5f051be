namespace KamBot.BotBuilder.Turns;

/// <summary>
/// The conversation's state as the product keeps it: opaque here, loaded before the turn and saved with its commit.
/// Reached by <c>turnContext.TurnState.Get&lt;ConversationState&gt;()</c>.
/// </summary>
public sealed class ConversationState
{
    /// <summary>Null when nothing is kept. At most 400,000 characters.</summary>
    public string? Json { get; set; }

    /// <summary>What was sent last into the conversation, where that is known: a later answer may take its place.</summary>
    public SentAnswer? LastAnswer { get; init; }
}

/// <summary>An answer that is out.</summary>
/// <param name="Turn">The <see cref="ITurnContext.OperationId"/> of the turn whose only answer it is.</param>
/// <param name="ActivityId">What the channel calls it.</param>
public sealed record SentAnswer(string Turn, string ActivityId);

/// <summary>In <see cref="ITurnContext.TurnState"/> when the text was longer than a bot reads and was cut before anything kept it.</summary>
/// <param name="OriginalLength">Characters before the cut.</param>
public sealed record OversizedText(int OriginalLength);
