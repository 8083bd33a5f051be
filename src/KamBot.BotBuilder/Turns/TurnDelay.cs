namespace KamBot.BotBuilder.Turns;

/// <summary>Why whoever waits for an invoke gets a line of text instead of its answer.</summary>
public enum TurnDelay
{
    /// <summary>It takes longer; the answer comes into the conversation.</summary>
    ToldLater,

    /// <summary>It takes longer; the answer comes into the user's personal chat with the bot, which need not be where the dialog was sent.</summary>
    ToldInPersonalChat,

    /// <summary>It takes longer; asking again in a moment gets the answer.</summary>
    TryAgain,

    /// <summary>The same press came before in another form, and was answered in the conversation.</summary>
    AnsweredBefore,
}
