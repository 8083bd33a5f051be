using KamBot.Accounts;
using KamBot.Conversation;
using KamBot.Conversation.Cards;

namespace KamBot.Reminders;

/// <summary>Notes that the manager got in touch with a client: an entry of the timeline and nothing else.</summary>
public sealed class ContactDesk(Entries entries, ContactGuard guard)
{
    public const string Called = "contact.called";
    public const string Wrote = "contact.wrote";

    private const int LongestNote = 400;

    /// <param name="turn">Who, and when.</param>
    /// <param name="client">One of the user's own.</param>
    /// <param name="kind">How: <see cref="Called"/> or <see cref="Wrote"/>.</param>
    /// <param name="note">What was said.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    public async Task<Reply> NoteAsync(Turn turn, ClientRef client, string kind, string? note, CancellationToken cancellationToken)
    {
        var said = note is null ? null : Excerpt.Shortened(note, LongestNote);
        var entry = new Entry(kind, AccountStore.Row, Facts.Of(("what", Fact.Text(said is null ? "" : $": {said}"))), IsContact: true, IsOutgoing: true);
        await entries.WriteAsync(turn, new AccountKey(turn.User.Tenant, client.Id), entry, [], cancellationToken);
        turn.Memory.Focus = new Focus(client.Id);
        return Reply.Show(new Card(turn.Text($"Noted.{kind}", ("client", client.Name)), CardTone.Good)
            .Line(said)
            .Line(await guard.RemarkAsync(turn, client.Id, cancellationToken), CardTone.Warning)
            .Button(turn.Text("Guard.Dossier"), "dossier", new { client = $"#{client.Id}" })
            .Button(turn.Text("Undo.Button"), "undo", new { account = client.Id }));
    }
}
