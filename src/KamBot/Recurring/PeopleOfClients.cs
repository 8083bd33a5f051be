using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Language;

namespace KamBot.Recurring;

/// <summary>Which person is meant by a name, a first name, or a name that the sentence bends.</summary>
public sealed class PeopleOfClients(Journal journal, AccountStore accounts, PeopleNames names, NameForms nameForms)
{
    private const int MostClients = 25;

    /// <summary>The people of one client that the words may mean.</summary>
    public async Task<IReadOnlyList<KnownPerson>> OfAsync(AccountKey key, string words, CancellationToken cancellationToken)
    {
        var file = await journal.OpenAsync(key, cancellationToken);
        return file.Account is not { } account ? []
            : Best([.. file.All<Person>(Person.RowPrefix).Where(person => IsMeant(words, person.Name)).Select(person => new KnownPerson(person, Person.RowOf(key, person.Name), account))], words);
    }

    /// <summary>The people of all the user's clients that the words may mean.</summary>
    public async Task<IReadOnlyList<KnownPerson>> OfUserAsync(UserKey user, string words, CancellationToken cancellationToken)
    {
        var found = new List<KnownPerson>();
        var finding = await names.FindAsync(user.Tenant, words, cancellationToken);
        foreach (var id in finding.Matches.Where(match => match.Owner == user.Id).Select(match => match.AccountId).Distinct().Take(finding.IsGuess ? 0 : MostClients))
        {
            if (await accounts.FindOwnAsync(user, id, cancellationToken) is not null)
                found.AddRange(await OfAsync(new AccountKey(user.Tenant, id), words, cancellationToken));
        }

        return Best(found, words);
    }

    /// <summary>Who bears the whole name is meant, not also who bears part of it.</summary>
    private static IReadOnlyList<KnownPerson> Best(List<KnownPerson> found, string words) =>
        found.Where(each => Folding.Fold(each.Person.Name) == Folding.Fold(words)).ToList() is { Count: > 0 } same ? same : found;

    private bool IsMeant(string words, string name)
    {
        var (said, known) = (Folding.Fold(words).Split(' ', StringSplitOptions.RemoveEmptyEntries), Folding.Fold(name).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return said.Length > 0 && said.All(word => known.Any(part => part == word || nameForms.IsFormOf(word, part)));
    }
}

public sealed record KnownPerson(Person Person, string Row, Account Account);
