namespace KamBot.Conversation.Language;

public sealed record CommandDefinition(
    string Intent, string Group, bool ChangesData, bool AsksFirst, IReadOnlyList<FieldDefinition> Fields)
{
    /// <summary>It is about whoever types it: a line that begins with somebody else is not this command.</summary>
    public bool IsOfSpeaker { get; init; }
}

/// <summary>What help says of a command in one language.</summary>
public sealed record CommandText(string Summary, IReadOnlyList<string> Examples);
