using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>
/// The guard's two buttons: the reminder's own card after all, or its move to the day on which there is room. Said in words they
/// are about what was told last.
/// </summary>
public sealed class GuardCommands(ReminderStore store, TurnReminders mine, ReminderSources sources, ContactGuard guard) : ICommandSet
{
    public IEnumerable<Command> Commands => [new("guard.goon", GoOnAsync), new("guard.move", MoveAsync)];

    private async Task<Reply> GoOnAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (await MeantAsync(turn, input, cancellationToken) is not { } reminder || sources.Of(reminder.Subject) is not { } source)
            return Reply.Say(turn.Text("Guard.Over"));
        var moment = new ReminderMoment(turn.Now, turn.ProfileOf(reminder.User.Id), turn.Reader);
        var telling = reminder.State == ReminderState.Withdrawn ? null : await source.TellAsync(reminder, moment, cancellationToken);
        var card = telling?.Shown ?? await source.ClosedAsync(reminder, moment, cancellationToken);
        return card is null ? Reply.Say(turn.Text("Guard.Over")) : Reply.Show(card);
    }

    /// <summary>The card may be old: which day has room is looked at again.</summary>
    private async Task<Reply> MoveAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (await MeantAsync(turn, input, cancellationToken) is not { Subject: var subject } meant || sources.Of(subject) is not { } source)
            return Reply.Say(turn.Text("Guard.Over"));
        var day = await guard.DayWithRoomAsync(turn, turn.ProfileOf(meant.User.Id), subject.Account, cancellationToken);
        return await source.PostponeAsync(turn, subject, new SnoozeTime(day), cancellationToken) is { } postponed
            ? postponed.Reply
            : Reply.Say(turn.Text("Guard.Over"));
    }

    private async Task<Reminder?> MeantAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.PressedRow is var (account, row))
        {
            foreach (var owner in turn.Covered.Select(covered => covered.User).Prepend(turn.User))
            {
                if ((await store.OfSubjectAsync(owner, new ReminderSubject(account, row), cancellationToken)).Find(each => each.Reminder.RowKey == input.Press?.Text(ContactGuard.Key)) is { } named)
                    return named.Reminder;
            }

            return null;
        }

        return (await mine.OfAsync(turn, cancellationToken)).Where(each => each is { State: ReminderState.Sent, ActivityId: not null }).MaxBy(each => each.SentAt);
    }
}
