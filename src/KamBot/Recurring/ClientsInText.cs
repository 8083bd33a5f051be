using KamBot.Accounts;
using KamBot.Conversation;

namespace KamBot.Recurring;

/// <summary>"Call Vila Nord about prices": which of the user's clients a reminder's own words name.</summary>
public sealed class ClientsInText(AccountStore accounts, AccountNames names)
{
    private const int MostClients = 2_000;

    /// <returns>The one with the longest name, as Vila Nord Norte is not Vila Nord; null when none is named.</returns>
    public async Task<ClientRef?> FindAsync(Turn turn, string text, CancellationToken cancellationToken)
    {
        var words = names.WordsOf(text);
        return (await accounts.ListedAsync(turn.User, MostClients, cancellationToken)).Where(client => names.IsSaidIn(words, client.Name)).MaxBy(client => client.Name.Length);
    }
}
