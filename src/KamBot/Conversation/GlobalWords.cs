namespace KamBot.Conversation;

/// <summary>Words that mean the same in any state, before an open form gets to see them.</summary>
internal static class GlobalWords
{
    private static readonly HashSet<string> Intents =
        ["help", "cancel", "back", "skip", "undo", "resume", "doing", "settings.language"];

    public static bool IsOne(string? intent) => intent is not null && Intents.Contains(intent);
}
