using System.Text.Json.Nodes;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;

namespace KamBot.Team;

/// <summary>Which colleague is meant: never a guess. Who is not known yet is told how to become it.</summary>
public sealed class DeputyChoice(Colleagues colleagues, Profiles profiles)
{
    /// <summary>In a button's data: whom it stands for.</summary>
    public const string Colleague = "colleague";

    private const int MostChoices = 5;

    /// <param name="turn">Who asks.</param>
    /// <param name="input">The command with the field <c>deputy</c>, or a button that names a colleague.</param>
    /// <param name="again">What the command knows besides, for the button that says which colleague.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    /// <returns>The colleague; the answer to give instead; or neither, when nobody was named.</returns>
    public async Task<(Profile? Deputy, Reply? Instead)> ResolveAsync(Turn turn, CommandInput input, JsonObject again, CancellationToken cancellationToken)
    {
        if (input.Press?.Text(Colleague) is { } id)
            return id != turn.User.Id && await profiles.FindAsync(new UserKey(turn.User.Tenant, id), cancellationToken) is { Reference: not null } chosen
                ? (chosen, null)
                : (null, Reply.Say(turn.Text("Colleague.Gone")));
        if (input.Text("deputy") is not { } words)
            return (null, null);
        var finding = await colleagues.FindAsync(turn, words, cancellationToken);
        return finding switch
        {
            { People: [var only], IsGuess: false } => (only, null),
            { People.Count: > 0 } => (null, Ask(turn, input, finding, words, again)),
            { MeansUser: true } => (null, Reply.Say(turn.Text("Colleague.IsYou")).Wanting(again, "deputy")),
            _ => (null, Reply.Show(new Card(turn.Text("Colleague.Unknown", ("words", Misunderstanding.Echo(words)))).Line(turn.Text("Colleague.UnknownHow"))).Wanting(again, "deputy")),
        };
    }

    private static Reply Ask(Turn turn, CommandInput input, ColleagueFinding finding, string words, JsonObject again)
    {
        var choices = finding.People.Take(MostChoices).Select(person =>
        {
            var data = (JsonObject)again.DeepClone();
            data[Colleague] = person.User.Id;
            return new Choice(Named(person, finding), input.Intent, data);
        });
        return Reply.Ask(new Card(turn.Text(finding.IsGuess ? "Colleague.Guess" : "Colleague.Which", ("words", Misunderstanding.Echo(words)))), [.. choices]).Wanting(again, "deputy");
    }

    /// <summary>Two of the same name are told apart by where they work.</summary>
    private static string Named(Profile person, ColleagueFinding finding) =>
        finding.People.Count(each => each.Name == person.Name) > 1 ? $"{person.Name} · {person.Calendar} · {person.Zone}" : person.Name;
}
