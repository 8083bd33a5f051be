using KamBot.Conversation;
using KamBot.Conversation.Cards;
using KamBot.Reminders;

namespace KamBot.Samples;

/// <summary>Invented clients to try KamBot with, and their removal, which is asked about once.</summary>
public sealed class SampleCommands(SampleLoading loading, SampleRemoval removal) : ICommandSet
{
    public IEnumerable<Command> Commands => [new("sample.load", LoadAsync), new("sample.remove", RemoveAsync)];

    private async Task<Reply> LoadAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var loaded = await loading.LoadAsync(turn, cancellationToken);
        if (loaded.Count == 0)
            return Reply.Show(new Card(turn.Text("Sample.AllThere")).Button(turn.Text("Sample.Clients"), "client.list").Button(turn.Text("Sample.Remove"), "sample.remove"));
        var card = new Card(turn.Reader.Plural("Sample.Loaded", loaded.Count), CardTone.Good);
        foreach (var account in loaded)
            card.Row(account.Name, account.Calendar, tap: new CardButton(account.Name, "dossier", new { client = $"#{account.Id}" }));
        return Reply.Show(card
            .Note(turn.Text("Sample.Invented"))
            .Button(turn.Text("Sample.OpenFirst", ("client", loaded[0].Name)), "dossier", new { client = $"#{loaded[0].Id}" }, CardButtonStyle.Positive)
            .Button(turn.Text("Sample.Coming"), "upcoming")
            .Button(turn.Text("Sample.Remove"), "sample.remove"));
    }

    private async Task<Reply> RemoveAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var samples = await removal.OfUserAsync(turn, cancellationToken);
        if (samples.Count == 0)
            return Reply.Show(new Card(turn.Text("Sample.None")).Button(turn.Text("Welcome.Try"), "sample.load"));
        if (input.Press?.Text("sure") is null)
            return Reply.Ask(
                new Card(turn.Reader.Plural("Sample.Sure", samples.Count)).Line(string.Join(", ", samples.Select(account => account.Name))).Note(turn.Text("Sample.SureNote")),
                Choices.Of(turn.Text("Sample.Remove"), "sample.remove", new { sure = "yes" }, answer: true),
                Choices.Of(turn.Text("Sample.Keep"), "client.list", answer: false));
        var closed = new List<Reminder>();
        foreach (var account in samples)
            closed.AddRange(await removal.RemoveAsync(turn, account, cancellationToken));
        if (samples.Any(account => account.Id == turn.Memory.Focus?.Account))
            turn.Memory.Focus = null;
        return Reply.Show(new Card(turn.Reader.Plural("Sample.Removed", samples.Count), CardTone.Good))
            .With(closed.Select(reminder => new CardUpdate(reminder.ActivityId!, new Card(turn.Text("Sample.Closed")))));
    }
}
