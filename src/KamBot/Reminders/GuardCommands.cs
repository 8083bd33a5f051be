using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>The guard's two buttons: the reminder's own card after all, or its move to the day on which there is room.</summary>
public sealed class GuardCommands(ReminderStore store, IEnumerable<IReminderSource> sources, ContactGuard guard) : ICommandSet
{
    public IEnumerable<Command> Commands => [new("guard.goon", GoOnAsync), new("guard.move", MoveAsync)];

    private async Task<Reply> GoOnAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (Named(input) is not { } subject || SourceOf(subject) is not { } source
            || (await store.OfSubjectAsync(turn.User, subject, cancellationToken)).Find(row => row.Reminder.RowKey == input.Press!.Text(ContactGuard.Key)) is not { Reminder: var reminder })
            return Reply.Say(turn.Text("Guard.Over"));
        var moment = new ReminderMoment(turn.Now, turn.Profile, turn.Reader);
        var telling = reminder.State == ReminderState.Withdrawn ? null : await source.TellAsync(reminder, moment, cancellationToken);
        var card = telling switch
        {
            Telling.Show show => show.Card,
            Telling.Replace replace => replace.Card,
            _ => await source.ClosedAsync(reminder, moment, cancellationToken),
        };
        return card is null ? Reply.Say(turn.Text("Guard.Over")) : Reply.Show(card);
    }

    /// <summary>The card may be old: which day has room is looked at again.</summary>
    private async Task<Reply> MoveAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (Named(input) is not { } subject || SourceOf(subject) is not { } source)
            return Reply.Say(turn.Text("Guard.Over"));
        var day = await guard.DayWithRoomAsync(turn, subject.Account, cancellationToken);
        return await source.PostponeAsync(turn, subject, new SnoozeTime(day), cancellationToken) is { } postponed
            ? postponed.Reply
            : Reply.Say(turn.Text("Guard.Over"));
    }

    private static ReminderSubject? Named(CommandInput input) =>
        input.Press?.Text("account") is { } account && input.Press.Text("row") is { } row ? new ReminderSubject(account, row) : null;

    private IReminderSource? SourceOf(ReminderSubject subject) =>
        sources.FirstOrDefault(source => subject.Row.StartsWith(source.RowPrefix, StringComparison.Ordinal));
}
