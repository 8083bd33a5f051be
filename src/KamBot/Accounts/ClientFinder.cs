using KamBot.Conversation;

namespace KamBot.Accounts;

/// <summary>Clients by words, for the conversation. Nobody sees a colleague's client, unless they act for them; they learn whose it is.</summary>
public sealed class ClientFinder(AccountNames names, AccountStore accounts) : IClientFinder
{
    private const int MostLookedAt = 25;

    public async Task<ClientFinding> FindAsync(Turn turn, string words, CancellationToken cancellationToken)
    {
        var mine = new List<ClientRef>();
        string? othersOwner = null;
        // The user's own first: in a large company colleagues have hundreds of clients of like names.
        var finding = await names.FindAsync(turn.User.Tenant, words, cancellationToken);
        foreach (var match in finding.Matches.OrderBy(match => match.Owner == turn.User.Id ? 0 : match.Owner is { } owner && turn.MayActFor(owner) ? 1 : 2).Take(MostLookedAt))
        {
            if (await accounts.FindAsync(new AccountKey(turn.User.Tenant, match.AccountId), cancellationToken) is not { } account)
                continue;
            if (account.IsOpenTo(turn))
                mine.Add(new ClientRef(account.Id, account.Name));
            else
                othersOwner ??= account.OwnerName;
        }

        return new ClientFinding([.. mine.OrderBy(client => client.Name, StringComparer.Ordinal)], mine.Count == 0 ? othersOwner : null, finding.IsGuess);
    }

    public async Task<ClientRef?> GetAsync(Turn turn, string id, CancellationToken cancellationToken) =>
        await accounts.FindAsync(new AccountKey(turn.User.Tenant, id), cancellationToken) is { } account && account.IsOpenTo(turn)
            ? new ClientRef(account.Id, account.Name)
            : null;

    public async Task<IReadOnlyList<ClientRef>> FewAsync(Turn turn, int most, CancellationToken cancellationToken)
    {
        var mine = new List<Account>();
        foreach (var user in turn.ActsFor)
            mine.AddRange(await accounts.OfUserAsync(user, cancellationToken, most + 1));
        return mine.Count > most ? [] : [.. mine.Select(account => new ClientRef(account.Id, account.Name)).OrderBy(client => client.Name, StringComparer.Ordinal)];
    }

    public async Task<ClientRef> CreateAsync(Turn turn, string name, CancellationToken cancellationToken)
    {
        var account = await accounts.CreateAsync(turn, name, calendar: null, phone: null, isSample: false, cancellationToken);
        return new ClientRef(account.Id, account.Name);
    }
}
