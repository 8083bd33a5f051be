namespace KamBot.BotBuilder.Connector;

/// <summary>Who goes first when not all may go at once.</summary>
public enum CallPriority
{
    /// <summary>Somebody waits for it.</summary>
    Answer,

    /// <summary>Nobody asked, but its time was named to the minute.</summary>
    Urgent,

    /// <summary>Nobody asked; a minute later is as good.</summary>
    Reminder,

    /// <summary>It could as well be left out: a typing indicator.</summary>
    Background,
}

/// <summary>The two kinds of calls that Teams counts apart.</summary>
internal enum CallKind
{
    Write,
    Read,
}
