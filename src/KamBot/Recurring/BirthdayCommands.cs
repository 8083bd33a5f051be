using System.Text.RegularExpressions;
using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using NodaTime;

namespace KamBot.Recurring;

/// <summary>"Anna Lis's birthday is 16 April, she sails", "remove Anna's birthday".</summary>
public sealed partial class BirthdayCommands(BirthdayDesk desk, PeopleOfClients people, RecurringStore store, AccountStore accounts) : ICommandSet
{
    private const int MostChoices = 5;
    private const int LongestLikes = 200;
    private const int OldestYear = 1900;

    public IEnumerable<Command> Commands => [new("birthday.add", AddAsync), new("birthday.remove", RemoveAsync)];

    private async Task<Reply> AddAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var name = NameOf(input);
        var pressed = await PressedAsync(turn, input, cancellationToken);
        if (name is null && pressed is null)
            return Reply.Say(turn.Text("Birthday.Who")).Wanting(null, "person");
        if (input.Date("date") is not { } date)
            return Reply.Say(turn.Text("Birthday.When", ("name", name ?? pressed!.Person.Name))).Wanting(null, "date");
        var found = pressed is not null ? [pressed] : await FindAsync(turn, input, name!, cancellationToken);
        if (found.Count > 1)
            return AskWho(turn, input, found);
        var account = found is [var only] ? only.Account : await ClientAsync(turn, input, cancellationToken);
        if (account is null)
            return Reply.Say(turn.Text("Birthday.WhichClient", ("name", name!))).Wanting(null, "client");
        var likes = input.Text("likes") is { } said ? Excerpt.Shortened(said, LongestLikes) : null;
        // A date without a year is read as the next one that comes: only a past year is one of birth.
        var birthday = new Birthday(date.Month, date.Day, date.Year < turn.Today.Year && date.Year >= OldestYear ? date.Year : null);
        return await desk.SetAsync(turn, account, found is [var known] ? known : null, name ?? "", birthday, likes, cancellationToken);
    }

    private async Task<Reply> RemoveAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (await PressedAsync(turn, input, cancellationToken) is { } pressed)
            return await desk.RemoveAsync(turn, pressed, cancellationToken);
        if (NameOf(input) is not { } name)
            return Reply.Say(turn.Text("Birthday.WhoRemove")).Wanting(null, "person");
        var found = (await FindAsync(turn, input, name, cancellationToken)).Where(each => each.Person.Birthday is not null).ToList();
        return found switch
        {
            [] => Reply.Say(turn.Text("Birthday.NotKnown", ("name", name))),
            [var only] => await desk.RemoveAsync(turn, only, cancellationToken),
            _ => AskWho(turn, input, found),
        };
    }

    /// <summary>Of the client that was named, else of the one just spoken of, else of all.</summary>
    private async Task<IReadOnlyList<KnownPerson>> FindAsync(Turn turn, CommandInput input, string name, CancellationToken cancellationToken)
    {
        if (input.Client is { } client)
            return await people.OfAsync(new AccountKey(turn.User.Tenant, client.Id), name, cancellationToken);
        if (await ClientAsync(turn, input, cancellationToken) is { } focus && await people.OfAsync(new AccountKey(turn.User.Tenant, focus.Id), name, cancellationToken) is { Count: > 0 } near)
            return near;
        return await people.OfUserAsync(turn.User, name, cancellationToken);
    }

    private Task<Account?> ClientAsync(Turn turn, CommandInput input, CancellationToken cancellationToken) =>
        accounts.FindOwnAsync(turn.User, input.Client?.Id ?? turn.Memory.Focus?.Account, cancellationToken);

    private async Task<KnownPerson?> PressedAsync(Turn turn, CommandInput input, CancellationToken cancellationToken) =>
        input.PressedRow is var (account, row) && row.StartsWith(Person.RowPrefix, StringComparison.Ordinal)
        && await store.FindAsync<Person>(new AccountKey(turn.User.Tenant, account), row, cancellationToken) is { Account: { } client } kept && client.IsOwnedBy(turn.User)
            ? new KnownPerson(kept.Value, row, client)
            : null;

    private static Reply AskWho(Turn turn, CommandInput input, IReadOnlyList<KnownPerson> found)
    {
        var choices = found.Take(MostChoices).Select(each =>
        {
            var data = BirthdayDesk.Data(each.Account, each.Row);
            foreach (var field in (string[])["date", "likes"])
                data[field] = input.Words(field);
            return Choices.Of($"{each.Person.Name}, {each.Account.Name}", input.Intent, data);
        });
        return Reply.Ask(new Card(turn.Text("Birthday.WhichPerson")), [.. choices]);
    }

    /// <summary>"Anna Lis's" and "Anna Lis’" are Anna Lis.</summary>
    private static string? NameOf(CommandInput input) => input.Value<IReadOnlyList<string>>("person") is [var name, ..] ? Genitive().Replace(name.Trim(), "") : null;

    [GeneratedRegex("['’]s?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Genitive();
}
