using System.Text.Json.Nodes;
using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;

namespace KamBot.Conversation;

/// <summary>Turns what was said or sent with a command into fields, with the client found; or into the question that is needed first.</summary>
public sealed class CommandFields(CommandCatalogue catalogue, Understanding understanding, IClientFinder clients)
{
    private const string ClientField = "client";
    private const int MostChoices = 5;

    public Task<ClientRef> CreateClientAsync(Turn turn, string name, CancellationToken cancellationToken) => clients.CreateAsync(turn, name, cancellationToken);

    /// <summary>A button's data, each by its field's kind. What cannot be read is left out: the command asks for it.</summary>
    public IReadOnlyDictionary<string, FieldValue> OfPress(Turn turn, CardPress press)
    {
        var values = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
        foreach (var field in catalogue[press.Verb].Fields)
        {
            if (press.Text(field.Name) is not { } words)
                continue;
            if (field.Kind is FieldKind.Text or FieldKind.Client or FieldKind.Colleague)
                values[field.Name] = new FieldValue(words, words);
            else if (understanding.Read(field.Kind, words, turn.LineContext, field.WordList, field.Direction) is { } value)
                values[field.Name] = value with { Doubt = null };
        }

        return values;
    }

    /// <summary>The client only if there is no doubt about it: a form asks the rest itself.</summary>
    public async Task<CommandInput> WithKnownClientAsync(
        Turn turn, string intent, IReadOnlyDictionary<string, FieldValue> said, string line, CardPress? press, CancellationToken cancellationToken)
    {
        var input = new CommandInput(intent, Corrected(turn, intent, said, press)) { Line = line, Press = press };
        return input.Text(ClientField) is { } words && words.StartsWith('#')
            ? input with { Client = await clients.GetAsync(turn, words[1..], cancellationToken) }
            : input;
    }

    /// <summary>Either the input, complete as far as clients and doubts go, or the question that must be answered first.</summary>
    public async Task<(CommandInput? Input, Reply? Question)> ResolveAsync(
        Turn turn, string intent, IReadOnlyDictionary<string, FieldValue> said, string line, CardPress? press, CancellationToken cancellationToken)
    {
        var values = Corrected(turn, intent, said, press);
        var input = new CommandInput(intent, values) { Line = line, Press = press };
        if (values.FirstOrDefault(value => value.Value.Doubt is not null) is { Key: { } name } doubtful)
            return (null, AskDoubt(turn, name, doubtful.Value.Doubt!, intent, line, press));
        if (input.Text(ClientField) is not { } words)
            return (input, null);
        if (words.StartsWith('#'))
            return await clients.GetAsync(turn, words[1..], cancellationToken) is { } known
                ? (input with { Client = known }, null)
                : (null, Reply.Say(turn.Text("Client.Gone")));

        var found = await clients.FindAsync(turn, words, cancellationToken);
        return found.Clients is [var only] && !(found.IsGuess && catalogue[intent].ChangesData)
            ? (input with { Client = only }, null)
            : (null, AskClient(turn, words, found, intent, line, press));
    }

    /// <summary>Facts that a button settled take the place of what the line said.</summary>
    private IReadOnlyDictionary<string, FieldValue> Corrected(Turn turn, string intent, IReadOnlyDictionary<string, FieldValue> said, CardPress? press)
    {
        if (press is not { Verb: Router.Command })
            return said;
        var values = new Dictionary<string, FieldValue>(said, StringComparer.Ordinal);
        foreach (var (name, value) in OfPress(turn, press with { Verb = intent }))
            values[name] = value;
        return values;
    }

    private static Reply AskDoubt(Turn turn, string field, Doubt doubt, string intent, string line, CardPress? press)
    {
        var question = Forms.FieldDoubts.Ask(turn, field, doubt);
        return AskAgain(turn, question.Text, question.Choices, field, intent, line, press);
    }

    private static Reply AskClient(Turn turn, string words, ClientFinding found, string intent, string line, CardPress? press)
    {
        var choices = found.Clients.Take(MostChoices).Select(client => (client.Name, $"#{client.Id}"));
        if (found.Clients.Count > 0 && !found.IsGuess)
            return AskAgain(turn, turn.Text("Client.Which", ("words", words)), choices, ClientField, intent, line, press);

        if (found.OthersOwner is { } owner)
            return Reply.Say(turn.Text("Client.OfColleague", ("words", words), ("owner", owner)));

        var then = Again(ClientField, "", intent, line, press);
        var create = Choices.Of(
            turn.Text("Client.Create", ("words", words)), Router.CreateClient,
            new JsonObject { ["name"] = words, ["then"] = new JsonObject { ["verb"] = then.Verb, ["data"] = then.Data } }, answer: found.IsGuess ? null : true);
        return found.IsGuess
            ? Reply.Ask(new Card(turn.Text("Client.Guess", ("words", words))), [.. Again(choices, ClientField, intent, line, press), create]).Wanting(null, ClientField)
            : Reply.Ask(new Card(turn.Text("Client.Unknown", ("words", words))).Note(turn.Text("Client.UnknownHint")), create).Wanting(null, ClientField);
    }

    private static Reply AskAgain(
        Turn turn, string question, IEnumerable<(string Title, string Value)> choices, string field, string intent, string line, CardPress? press) =>
        Reply.Ask(new Card(question), [.. Again(choices, field, intent, line, press)]).Wanting(null, field);

    private static IEnumerable<Choice> Again(IEnumerable<(string Title, string Value)> choices, string field, string intent, string line, CardPress? press) =>
        choices.Select(choice => Again(field, choice.Value, intent, line, press) with { Title = choice.Title });

    /// <summary>The same command once more, with one field settled: the line again, or the button's data again.</summary>
    private static Choice Again(string field, string value, string intent, string line, CardPress? press)
    {
        var data = press is null ? new JsonObject { ["line"] = line, ["intent"] = intent } : (JsonObject)press.Data.DeepClone();
        data[field] = value;
        return new Choice("", press is null ? Router.Command : press.Verb, data);
    }
}
