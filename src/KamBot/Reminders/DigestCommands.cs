using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>"Done" in a row of a digest, where the row's slice has nothing more to do than to know that it was seen to.</summary>
public sealed class DigestCommands(ReminderStore store, ReminderSources sources) : ICommandSet
{
    public const string Done = "reminder.done";

    public IEnumerable<Command> Commands => [new(Done, DoneAsync)];

    private async Task<Reply> DoneAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        var told = new List<Reminder>();
        foreach (var user in turn.ActsFor)
            told.AddRange((await store.OfUserAsync(user, cancellationToken)).Where(each => each is { State: ReminderState.Sent, ActivityId: not null } && (user == turn.User || each.ToldTo == turn.User)));
        var subject = input.PressedRow is var (account, row)
            ? new ReminderSubject(account, row)
            : told.MaxBy(each => each.SentAt)?.Subject;
        var ticked = told.Where(each => each.Subject == subject).ToList();
        if (ticked.Count == 0)
            return Reply.Say(turn.Text("Digest.NothingToTick"));
        foreach (var reminder in ticked)
        {
            if (await store.FindAsync(reminder.User, reminder.RowKey, cancellationToken) is { Reminder.State: ReminderState.Sent } stored)
                await store.ChangeAsync(stored, stored.Reminder with { State = ReminderState.Withdrawn, WithdrawnBy = turn.Operation.Value }, cancellationToken);
        }

        var line = await sources.DescribeAsync(ticked[0], new ReminderMoment(turn.Now, turn.ProfileOf(ticked[0].User.Id), turn.Reader), cancellationToken);
        return Reply.Say(turn.Text("Digest.Ticked", ("what", line?.Title ?? "")));
    }
}
