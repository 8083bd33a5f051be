using System.Text.Json.Nodes;
using KamBot.Accounts;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Meetings;
using KamBot.Proposals;

namespace KamBot.MessageExtension;

/// <summary>
/// Cards that are put into a chat, where others read them: company, account manager, offers by number and end. No amount, no
/// phone, no note, nothing private of a person, whoever shares it.
/// </summary>
internal sealed class SharedCards(AppLinks links)
{
    private const string Thumbnail = "application/vnd.microsoft.card.thumbnail";
    private const int MostOffers = 5;

    public SharedCard Client(Turn turn, Account account, IReadOnlyList<Proposal> open)
    {
        var count = open.Count == 0 ? turn.Text("Extension.NoOffers") : turn.Reader.Plural("Extension.Offers", open.Count);
        var card = new Card(account.Name).Facts((turn.Text("Client.Owner"), account.OwnerName), (turn.Text("Extension.Open"), count));
        foreach (var offer in open.Take(MostOffers))
            card.Row(offer.Name, End(turn, offer));
        return new SharedCard(Linked(card, turn, links.Client(account.Id)), account.Name, count);
    }

    public SharedCard Offer(Turn turn, Account account, Proposal offer)
    {
        var title = $"{offer.Name} · {account.Name}";
        var card = new Card(title).Facts(
            (turn.Text("Client.Owner"), account.OwnerName),
            (turn.Text("Proposal.State"), State(turn, offer)),
            (turn.Text("Proposal.ValidUntil"), offer is { IsOpen: true, Current.ValidUntil: { } until } ? turn.Reader.Date(until, turn.Today) : null));
        return new SharedCard(Linked(card, turn, links.Offer(offer.Name)), title, offer.IsOpen ? $"{State(turn, offer)} · {End(turn, offer)}" : State(turn, offer));
    }

    public SharedCard Person(Turn turn, Account account, Person person)
    {
        var card = new Card(person.Name).Facts(
            (turn.Text("Extension.Role"), person.Role), (turn.Text("Extension.Company"), account.Name), (turn.Text("Client.Owner"), account.OwnerName));
        return new SharedCard(Linked(card, turn, links.Client(account.Id)), person.Name, person.Role is { } role ? $"{role} · {account.Name}" : account.Name);
    }

    /// <summary>For a link that leads to what is not this reader's, or to nothing: both look the same.</summary>
    public static SharedCard NotYours(Turn turn) => new(new Card(turn.Text("Extension.NotYours")).Line(turn.Text("Extension.NotYoursWhy")), turn.Text("Extension.NotYours"), turn.Text("Extension.NotYoursWhy"));

    /// <summary>As Teams takes a search result. A preview without a tap: choosing it puts the card into the message.</summary>
    public static MessagingExtensionAttachment Attachment(SharedCard shared) => new()
    {
        ContentType = BotBuilder.Schema.Attachment.AdaptiveCard,
        Content = shared.Card.ToJson(nonce: ""),
        Preview = new Attachment { ContentType = Thumbnail, Content = new JsonObject { ["title"] = shared.Title, ["text"] = shared.Text } },
    };

    private static Card Linked(Card card, Turn turn, string? link) => link is null ? card : card.Link(turn.Text("Extension.OpenInKamBot"), link);

    private static string End(Turn turn, Proposal offer) =>
        offer.Current.ValidUntil is { } until ? turn.Text("Extension.Until", ("date", turn.Reader.ShortDate(until, turn.Today))) : turn.Text("Proposal.NoEnd");

    private static string State(Turn turn, Proposal offer) =>
        turn.Text(offer.IsOpen && offer.Current.ValidUntil is { } until && until < turn.Today ? "Extension.State.Expired" : $"Extension.State.{offer.State}");
}

/// <summary>A card for a chat, and what stands for it in a list.</summary>
internal sealed record SharedCard(Card Card, string Title, string Text);
