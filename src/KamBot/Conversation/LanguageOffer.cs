using System.Text.Json.Nodes;
using KamBot.Conversation.Cards;

namespace KamBot.Conversation;

/// <summary>
/// Somebody who is answered in one language writes another: they are asked, once for each language, in both. The question goes
/// ahead of the answer as a message of its own, so that neither a card nor the question of a form is lost with its buttons.
/// </summary>
public sealed class LanguageOffer(Profiles profiles, Readers readers, SpokenLanguages languages)
{
    public async Task<Reply> WithOfferAsync(Turn turn, Reply reply, CancellationToken cancellationToken)
    {
        if (turn.Written is not { } written || written == turn.Profile.Language || reply.Before.Count > 0 || !languages.Speaks(written) || !await IsFirstAsync(turn, written, cancellationToken))
            return reply;

        var other = readers.For(languages.Chosen(turn.Profile, written));
        var card = new Card(other.Text($"Language.Offer.{written}"))
            .Line(turn.Text($"Language.Offer.{written}"))
            .Button(other.Text("Language.Name"), "settings.language", Choosing(written), CardButtonStyle.Positive)
            .Button(turn.Text("Language.Name"), "settings.language", Choosing(turn.Profile.Language));
        return reply with { Before = [card] };
    }

    private static JsonObject Choosing(string language) => new() { ["language"] = language };

    /// <summary>Remembered with the operation, so that a second run of the same turn asks again.</summary>
    private async Task<bool> IsFirstAsync(Turn turn, string written, CancellationToken cancellationToken)
    {
        var operation = turn.Context.OperationId;
        if (turn.Profile.OfferedLanguages.TryGetValue(written, out var by))
            return by == operation;
        turn.Profile = await profiles.ChangeAsync(
            turn.User,
            now => now!.OfferedLanguages.ContainsKey(written) ? now : now with { OfferedLanguages = new Dictionary<string, string>(now.OfferedLanguages) { [written] = operation } },
            cancellationToken);
        return turn.Profile.OfferedLanguages[written] == operation;
    }
}
