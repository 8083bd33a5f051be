using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>"Wrote to Vila Nord". A call is noted with the offer it was about, if there is one.</summary>
public sealed class ContactCommands(ContactDesk desk) : ICommandSet
{
    public IEnumerable<Command> Commands => [new(ContactDesk.Wrote, WroteAsync)];

    private async Task<Reply> WroteAsync(Turn turn, CommandInput input, CancellationToken cancellationToken) => input.Client is { } client
        ? await desk.NoteAsync(turn, client, ContactDesk.Wrote, input.Text("note"), cancellationToken)
        : Reply.Say(turn.Text("Guard.WhichClient")).Wanting(null, "client");
}
