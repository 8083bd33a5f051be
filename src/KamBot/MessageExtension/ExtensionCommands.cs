namespace KamBot.MessageExtension;

/// <summary>
/// The commands of the message extension as the app manifest declares them (<c>composeExtensions[].commands[]</c>): ids,
/// parameters, types and contexts stand here once.
/// </summary>
public static class ExtensionCommands
{
    /// <summary>Type <c>query</c>, contexts <c>compose</c> and <c>commandBox</c>, with an initial run: clients, people and offers of the reader's own.</summary>
    public const string Search = "search";

    /// <summary>The only parameter of <see cref="Search"/>, input type <c>text</c>.</summary>
    public const string SearchWords = "words";

    /// <summary>Type <c>action</c>, contexts <c>message</c> and <c>compose</c>, dialog fetched from the bot (<c>fetchTask</c>): a note in the client's history.</summary>
    public const string LogNote = "logNote";

    /// <summary>Like <see cref="LogNote"/>: a task with its reminder.</summary>
    public const string LogTask = "logTask";

    /// <summary>Like <see cref="LogNote"/>: a complaint, open until it is settled.</summary>
    public const string LogComplaint = "logComplaint";
}
