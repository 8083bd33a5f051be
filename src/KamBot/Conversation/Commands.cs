using System.Globalization;
using KamBot.Conversation.Language;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>A slice's commands: each intent of its grammar with what it does.</summary>
public interface ICommandSet
{
    IEnumerable<Command> Commands { get; }
}

/// <summary>One command: words and buttons arrive here alike.</summary>
public sealed record Command(string Intent, Func<Turn, CommandInput, CancellationToken, Task<Reply>> RunAsync);

/// <summary>What was said with a command, from a line or from a card.</summary>
public sealed record CommandInput(string Intent, IReadOnlyDictionary<string, FieldValue> Fields)
{
    /// <summary>The client that was named, found and the user's own; null when none was named.</summary>
    public ClientRef? Client { get; init; }

    /// <summary>The user's line, empty for a button.</summary>
    public string Line { get; init; } = "";

    /// <summary>A button's data beside the catalogue's fields, e.g. the row it stands for.</summary>
    public CardPress? Press { get; init; }

    /// <summary>The client and the row in its partition that the pressed button names; null when it names none, or nothing was pressed.</summary>
    public (string Account, string Row)? PressedRow => Press?.Text("account") is { } account && Press.Text("row") is { } row ? (account, row) : null;

    public T? Value<T>(string field)
        where T : class => Fields.GetValueOrDefault(field)?.Value as T;

    public string? Text(string field) => Value<string>(field);

    public LocalDate? Date(string field) => Fields.GetValueOrDefault(field)?.Value as LocalDate?;

    /// <summary>A whole number, however it was said; one that is too large is the largest there is.</summary>
    public int? Number(string field) => Fields.GetValueOrDefault(field)?.Value switch
    {
        int number => number,
        long number => (int)Math.Clamp(number, 0, int.MaxValue),
        decimal number => (int)Math.Clamp(number, 0, int.MaxValue),
        _ => null,
    };

    /// <summary>The number of a P-n; null when none was named.</summary>
    public int? ProposalNumber => Text("proposal") is { } name && int.TryParse(name.AsSpan(name.IndexOf('-', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The user's own words for a field, where they are nicer to read than what was made of them.</summary>
    public string? Words(string field) => Fields.GetValueOrDefault(field)?.Source;
}

/// <summary>A client as the conversation knows it: which, and what to call it.</summary>
public sealed record ClientRef(string Id, string Name);

/// <summary>Finds clients for the router. Implemented by Accounts, which the conversation does not know.</summary>
public interface IClientFinder
{
    /// <summary>The user's clients that the words may mean; more than one is never narrowed by guessing.</summary>
    Task<ClientFinding> FindAsync(Turn turn, string words, CancellationToken cancellationToken);

    /// <summary>The client of that id, if the user may see it.</summary>
    Task<ClientRef?> GetAsync(Turn turn, string id, CancellationToken cancellationToken);

    /// <summary>Some of the user's clients, to choose from; empty when there are more than that.</summary>
    Task<IReadOnlyList<ClientRef>> FewAsync(Turn turn, int most, CancellationToken cancellationToken);

    Task<ClientRef> CreateAsync(Turn turn, string name, CancellationToken cancellationToken);
}

/// <param name="Clients">The user's own.</param>
/// <param name="OthersOwner">Who looks after the client that the words fit, when it is only a colleague's.</param>
/// <param name="IsGuess">The words fit only if they were mistyped: nothing is changed on them before the user has said so.</param>
public sealed record ClientFinding(IReadOnlyList<ClientRef> Clients, string? OthersOwner = null, bool IsGuess = false);
