using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Meetings;
using KamBot.Platform.Tables;
using KamBot.Proposals;

namespace KamBot.MessageExtension;

/// <summary>Clients, people and offers of the searcher's own, by a name, half a name or P-n; the latest clients before anything is typed.</summary>
internal sealed class ExtensionSearch(
    Understanding understanding, AccountNames names, PeopleNames people, AccountStore accounts, Entries entries, Journal journal, ProposalStore proposals, SharedCards cards)
{
    /// <summary>What Teams shows on one page, and what it asks for.</summary>
    private const int MostOnPage = 25;

    /// <summary>Who would scroll further types another letter.</summary>
    private const int MostFound = 100;
    private const int MostLookedAt = 25;

    /// <summary>The offers of so many clients follow the clients themselves.</summary>
    private const int ClientsWithOffers = 5;

    /// <summary>The results in their order, and whose client it is when the name is only a colleague's.</summary>
    public async Task<(IReadOnlyList<SharedCard> Found, string? OthersOwner)> FindAsync(Turn turn, string? words, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(words))
            return (await LatestAsync(turn, cancellationToken), null);
        if (understanding.Read(FieldKind.Proposal, words, turn.LineContext)?.Value is string name)
            return (await OfNumberAsync(turn, name, cancellationToken) is { } offer ? [offer] : [], null);

        var found = new List<SharedCard>();
        var (clients, othersOwner) = await ClientsAsync(turn, words, cancellationToken);
        foreach (var (account, open) in clients)
            found.Add(cards.Client(turn, account, open));
        foreach (var (account, open) in clients.Take(ClientsWithOffers))
            found.AddRange(open.Select(offer => cards.Offer(turn, account, offer)));
        found.AddRange(await PeopleAsync(turn, words, cancellationToken));
        return (found.Count > MostFound ? found[..MostFound] : found, found.Count == 0 ? othersOwner : null);
    }

    /// <summary>The page that is asked for, of at most 25.</summary>
    public static IEnumerable<SharedCard> Page(IReadOnlyList<SharedCard> found, int? skip, int? count) =>
        found.Skip(Math.Max(skip ?? 0, 0)).Take(Math.Clamp(count ?? MostOnPage, 1, MostOnPage));

    private async Task<List<SharedCard>> LatestAsync(Turn turn, CancellationToken cancellationToken)
    {
        var latest = new List<SharedCard>();
        foreach (var id in await entries.LatestAsync(turn.User, MostOnPage, cancellationToken))
        {
            if (await OpenAsync(turn, id, cancellationToken) is { } client)
                latest.Add(cards.Client(turn, client.Account, client.Open));
        }

        return latest;
    }

    private async Task<SharedCard?> OfNumberAsync(Turn turn, string name, CancellationToken cancellationToken) =>
        Proposal.NumberOf(name) is { } number && await proposals.FindAsync(turn.User, number, cancellationToken) is { } file && file.Account.IsOpenTo(turn)
            ? cards.Offer(turn, file.Account, file.Proposal)
            : null;

    private async Task<(List<OpenClient> Clients, string? OthersOwner)> ClientsAsync(Turn turn, string words, CancellationToken cancellationToken)
    {
        var clients = new List<OpenClient>();
        string? othersOwner = null;
        var matches = (await names.FindAsync(turn.User.Tenant, words, cancellationToken)).Matches;
        // The user's own first: in a large company colleagues have hundreds of clients of like names.
        foreach (var match in matches.OrderBy(match => match.Owner == turn.User.Id ? 0 : match.Owner is { } owner && turn.MayActFor(owner) ? 1 : 2).Take(MostLookedAt))
        {
            if (await OpenAsync(turn, match.AccountId, cancellationToken) is { } client)
                clients.Add(client);
            else if (clients.Count == 0 && othersOwner is null)
                othersOwner = (await accounts.FindAsync(new AccountKey(turn.User.Tenant, match.AccountId), cancellationToken))?.OwnerName;
        }

        return ([.. clients.OrderBy(client => client.Account.Name, StringComparer.Create(turn.Reader.Culture, ignoreCase: true))], othersOwner);
    }

    private async Task<List<SharedCard>> PeopleAsync(Turn turn, string words, CancellationToken cancellationToken)
    {
        var found = new List<SharedCard>();
        var matches = (await people.FindAsync(turn.User.Tenant, words, cancellationToken)).Matches;
        foreach (var match in matches.Where(match => match.Owner is { } owner && turn.MayActFor(owner)).Take(MostLookedAt))
        {
            var key = new AccountKey(turn.User.Tenant, match.AccountId);
            // An index row outlives the person whose only meeting was undone.
            if (match.Row is { } row && await journal.RowAsync(key, row, cancellationToken) is { } person
                && await accounts.FindAsync(key, cancellationToken) is { } account && account.IsOpenTo(turn))
                found.Add(cards.Person(turn, account, RowJson.Read<Person>(person)));
        }

        return found;
    }

    /// <summary>Null when it is gone, or not the searcher's.</summary>
    private async Task<OpenClient?> OpenAsync(Turn turn, string id, CancellationToken cancellationToken)
    {
        var file = await journal.OpenAsync(new AccountKey(turn.User.Tenant, id), cancellationToken);
        return file.Account is { } account && account.IsOpenTo(turn)
            ? new OpenClient(account, [.. file.All<Proposal>(Proposal.RowPrefix).Where(offer => offer.IsOpen).OrderBy(offer => offer.Current.ValidUntil ?? NodaTime.LocalDate.MaxIsoValue)])
            : null;
    }

    private sealed record OpenClient(Account Account, IReadOnlyList<Proposal> Open);
}
