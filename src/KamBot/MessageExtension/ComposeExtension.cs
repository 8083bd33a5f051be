using System.Text.Json.Nodes;
using KamBot.Accounts;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation;
using KamBot.Proposals;

namespace KamBot.MessageExtension;

/// <summary>KamBot in any chat of Teams: search, links and actions on messages. Only what is the reader's own, only what others may read.</summary>
internal sealed class ComposeExtension(
    ExtensionSearch search, MessageActions actions, SharedCards cards, AppLinks links, Journal journal, ProposalStore proposals) : IMessageExtension
{
    /// <summary>Nothing that is searched for has a longer name.</summary>
    private const int LongestWords = 120;

    /// <summary>Link unfurling knows no newer cards (msteams-docs, "Link unfurling").</summary>
    private const string NewestUnfurledVersion = "1.3";

    public async Task<MessagingExtensionResponse> SearchAsync(Turn turn, MessagingExtensionQuery query, CancellationToken cancellationToken)
    {
        // The one parameter there is, whatever an older manifest or the Playground calls it.
        var words = query.IsInitialRun ? null : query.Parameters is [{ Text: { } text }, ..] ? Excerpt.Cut(text.Trim(), LongestWords) : null;
        var (found, othersOwner) = await search.FindAsync(turn, words, cancellationToken);
        return found.Count > 0
            ? MessagingExtensionResponse.Results(ExtensionSearch.Page(found, query.QueryOptions?.Skip, query.QueryOptions?.Count).Select(SharedCards.Attachment))
            : MessagingExtensionResponse.Message(Nothing(turn, words, othersOwner));
    }

    public async Task<MessagingExtensionResponse> SelectAsync(Turn turn, JsonObject item, CancellationToken cancellationToken)
    {
        var press = new CardPress("", item);
        return MessagingExtensionResponse.Results(SharedCards.Attachment(await CardAsync(turn, new AppLink(press.Text("client"), press.Text("offer")), cancellationToken)));
    }

    public async Task<MessagingExtensionResponse> UnfurlAsync(Turn turn, string? url, CancellationToken cancellationToken)
    {
        if (links.Read(url) is not { } link)
            return MessagingExtensionResponse.Results();
        var attachment = SharedCards.Attachment(await CardAsync(turn, link, cancellationToken));
        attachment.Content!["version"] = NewestUnfurledVersion;
        return MessagingExtensionResponse.Results(attachment);
    }

    public Task<TaskModuleResponseBase> OpenAsync(Turn turn, MessagingExtensionAction action, CancellationToken cancellationToken) => actions.OpenAsync(turn, action, cancellationToken);

    public Task<TaskModuleResponseBase> SubmitAsync(Turn turn, MessagingExtensionAction action, CancellationToken cancellationToken) => actions.SubmitAsync(turn, action, cancellationToken);

    private async Task<SharedCard> CardAsync(Turn turn, AppLink link, CancellationToken cancellationToken)
    {
        if (link.Offer is { } name && Proposal.NumberOf(name) is { } number
            && await proposals.FindAsync(turn.User, number, cancellationToken) is { } file && file.Account.IsOpenTo(turn))
            return cards.Offer(turn, file.Account, file.Proposal);
        if (link.Client is { } id && AppLinks.Target($"{AppLinks.Path}/client/{id}") is not null
            && await journal.OpenAsync(new AccountKey(turn.User.Tenant, id), cancellationToken) is { Account: { } account } client && account.IsOpenTo(turn))
            return cards.Client(turn, account, [.. client.All<Proposal>(Proposal.RowPrefix).Where(offer => offer.IsOpen)]);
        return SharedCards.NotYours(turn);
    }

    private static string Nothing(Turn turn, string? words, string? othersOwner) => (words, othersOwner) switch
    {
        (null, _) => turn.Text("Client.NoneHint"),
        (_, { } owner) => turn.Text("Client.OfColleague", ("words", words), ("owner", owner)),
        _ => turn.Text("Extension.NothingFound", ("words", Misunderstanding.Echo(words))),
    };
}
